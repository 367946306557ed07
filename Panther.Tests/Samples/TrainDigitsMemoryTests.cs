using System.Globalization;
using Panther.Jit.Runtime;
using Panther.Nn;
using TrainDigits;

namespace Panther.Tests.Samples;

/// <summary>Runs alone, since it looks at the memory of the device. PANTHER_TRAINER_STEPS sets the least number of steps, 100 otherwise.</summary>
[Collection(nameof(RunsAlone))]
public sealed class TrainDigitsMemoryTests
{
    [Theory]
    [InlineData(false, null)]
    [InlineData(false, 0.25)]
    [InlineData(true, null)]
    public void Run_ManySteps_TakesTheMemoryOfTheFirstTen(bool isConvolutional, double? ratio)
    {
        Device device = RunsAlone.Settled("cpu");
        int steps = Environment.GetEnvironmentVariable("PANTHER_TRAINER_STEPS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 100;
        Digits digits = DrawnDigits.Create(650, 1);
        var options = new TrainDigitsOptions { IsConvolutional = isConvolutional, Ratio = ratio, Epochs = Math.Max(1, steps / 10) };
        using Sequential<float> model = DigitNetwork.Create(options, device);
        var progress = new ProgressLine(TextWriter.Null, isLive: false, options.Epochs);

        TrainingResult result = DigitTraining.Run(model, digits, options, progress, TestContext.Current.CancellationToken);

        Assert.InRange(result.Steps, steps, long.MaxValue);
        Assert.Equal(10, progress.First!.Step);
        Assert.Equal((progress.First.PeakBytes, progress.First.PoolBytes), (progress.Last!.PeakBytes, progress.Last.PoolBytes));
    }
}
