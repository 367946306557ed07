using CharTransformer;
using CharTransformer.Text;
using CharTransformer.Training;

namespace Panther.Tests.Samples;

/// <summary>Runs alone, since it looks at the memory of the device.</summary>
[Collection(nameof(RunsAlone))]
public sealed class CharTransformerMemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_Steps_NeedNoMoreMemoryThanTheFirst(bool isCaptured)
    {
        // An evaluation takes memory of its own, since a captured step keeps its own: the first comes with the tenth step.
        CharTransformerOptions options = new() { Layers = 1, Width = 32, Heads = 2, Context = 16, Batch = 8, Steps = 60, Evaluate = 10, IsCaptured = isCaptured };
        using var run = new TrainingRun(RunsAlone.Settled("cpu"), new CharacterText(GeneratedText.Create(3000, seed: 1)), options);
        run.Evaluate();
        var report = new TrainingReport(run, new Report(TextWriter.Null, isLive: true), options, log: null);

        run.Run(report, TestContext.Current.CancellationToken);

        Assert.Equal((10, 60), (report.First!.Step, report.Last!.Step));
        Assert.Equal((report.First.PeakBytes, report.First.PoolBytes), (report.Last.PeakBytes, report.Last.PoolBytes));
    }
}
