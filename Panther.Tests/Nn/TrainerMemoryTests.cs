using System.Globalization;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>Runs alone, since it looks at the memory of the device. PANTHER_TRAINER_STEPS sets the number of steps, 1000 otherwise (200 on OpenCL).</summary>
[Collection(nameof(RunsAlone))]
public sealed class TrainerMemoryTests
{
    [Theory]
    [InlineData("cpu", false)]
    [InlineData("cpu", true)]
    [InlineData("cuda", false)]
    [InlineData("cuda", true)]
    [InlineData("opencl", false)]
    [InlineData("opencl", true)]
    public void Run_ManySteps_TakesTheMemoryOfTheFirstTen(string kind, bool isCaptured)
    {
        Device device = RunsAlone.Settled(kind);
        long steps = Environment.GetEnvironmentVariable("PANTHER_TRAINER_STEPS") is { Length: > 0 } text
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : kind == "opencl" ? 200 : 1000;
        long inUse = device.Memory.InUseBytes;
        var pools = new List<long>();
        var peaks = new List<long>();
        using (var problem = new TrainerProblem(device))
        {
            TrainerOptions options = TrainerProblem.Options(steps) with { Validate = problem.Validate, ValidationInterval = 7, ReportInterval = 10 };
            using Trainer<float, int[]> trainer = problem.Trainer(options, isCaptured);
            trainer.Run(new ImmediateProgress<TrainingProgress>(progress =>
            {
                pools.Add(progress.PoolBytes);
                peaks.Add(progress.PeakBytes);
            }));
        }

        // The first two reports are those of steps 7 and 10.
        Assert.All(pools.Skip(1), pool => Assert.Equal(pools[1], pool));
        Assert.All(peaks.Skip(1), peak => Assert.Equal(peaks[1], peak));
        Assert.InRange(peaks[1], inUse + 1, pools[1]);
        device.DefaultStream.Synchronize();
        Assert.Equal(inUse, device.Memory.InUseBytes);
    }

    /// <summary>Adam's corrections of this decay take 2·10¹⁰ steps to become 1, and the run has 10⁷.</summary>
    [Fact]
    public void Run_ScaledWithCorrectionsThatHardlyDecay_HoldsFewOfThem()
    {
        Device device = RunsAlone.Settled("cpu");
        using var problem = new ScaledTrainerProblem(device, optimizer: parameters => new AdamW<float>(parameters, new AdamOptions { SecondDecay = 1 - 1e-9 }));
        long inUse = device.Memory.InUseBytes;
        long most = 0;
        using var cancellation = new CancellationTokenSource();
        using Trainer<float, int[]> trainer = problem.Trainer(ScaledTrainerProblem.Options(10_000_000), isCaptured: false);
        trainer.Run(
            new ImmediateProgress<TrainingProgress>(progress =>
            {
                most = progress.PeakBytes - inUse;
                cancellation.Cancel();
            }),
            cancellation.Token);

        // The network has some hundred numbers, a step some thousand.
        Assert.InRange(most, 1, 1 << 20);
    }

    [Fact]
    public void WatchMemory_WhileBuffersComeAndGo_NotesTheMost()
    {
        Device device = RunsAlone.Settled("cpu");
        using DeviceBuffer<byte> outer = device.Allocate<byte>(1 << 20);
        long before = device.Memory.InUseBytes;
        DeviceMemoryWatch watch = device.WatchMemory();
        Assert.Equal(before, watch.PeakInUseBytes);
        device.Allocate<byte>(1 << 20).Dispose();
        Assert.Equal(before + (1 << 20), watch.PeakInUseBytes);
        watch.Restart();
        Assert.Equal(before, watch.PeakInUseBytes);
        watch.Dispose();
        device.Allocate<byte>(1 << 20).Dispose();
        Assert.Equal(before, watch.PeakInUseBytes);
    }
}
