using System.Diagnostics;
using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.Nn;

/// <summary>A step of training, timed as a user writes it and as a graph.</summary>
/// <param name="Advance">What is sent to the device before each step: <c>optimizer.Advance</c>, and new inputs where they are a part of the case.</param>
/// <param name="Work">The step on a stream: a tape, the forward pass, the gradients, <c>optimizer.Apply</c>.</param>
/// <param name="Verify">Throws when the steps so far did not train the network.</param>
internal sealed record TrainingStep(Action Advance, Action<DeviceStream> Work, Action Verify)
{
    /// <summary>
    /// Adds three rows: the wall clock of a step, eager and captured, over many steps with one wait at their end; and the device's clock of a captured one, from its first kernel to its last
    /// where steps follow each other closely.
    /// </summary>
    public void Compare(ReportSession session, DeviceStream stream, string name, string shape)
    {
        void Step()
        {
            Advance();
            Work(stream);
        }

        // The host's code counts in an eager step, and tiered compilation takes its time to make it final.
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < (session.Quick ? 0.2 : 1))
        {
            Step();
        }

        session.Compare(Row($"{name} eager", shape), StreamClock.WallContender(stream, Step), [], Verify);

        using LaunchGraph graph = stream.Capture(Work);
        session.Say($"{name} {shape}: {graph.Count} launches, copies and fills a step");
        void Replay()
        {
            Advance();
            graph.Launch(stream);
        }

        session.Compare(Row($"{name} captured", shape), StreamClock.WallContender(stream, Replay), [], Verify);
        if (!stream.Device.IsProcessor)
        {
            session.Compare(Row($"{name} captured, device", shape), StreamClock.Contender(stream, () => graph.Launch(stream)), [], Verify);
        }
    }

    private static ReportCase Row(string name, string shape) => new(name, shape, "float", ReportUnit.Milliseconds);
}
