using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Bench.Suites.Engine.Library;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.Engine;

/// <content>The kernels of the library: beside copies of as many bytes where memory bounds them, and on the CPU device beside PoCL.</content>
internal sealed partial class EngineSuite
{
    /// <summary>One of each kind of work, for the mean beside PoCL.</summary>
    private static readonly string[] Representatives =
        ["elementwise", "sum", "transpose", "row-softmax", "gemm-tiled", "fwht-rows", "bitonic-sort", "histogram"];

    private void Kernels(ReportSession session)
    {
        foreach (KernelCase @case in KernelCases.All(device.IsProcessor, session.Quick))
        {
            session.Step(@case.Row.Name, () => Compare(session, @case));
        }

        session.Mean("kernels-mean", PoclReference.Name, Representatives);
    }

    private void Compare(ReportSession session, KernelCase @case)
    {
        using var ours = new Workspace(device);
        KernelRun run = @case.Prepare(ours);
        Reference[] copies = @case.Bytes > 0 ? references.Move((long)@case.Bytes) : [];
        Workspace? theirs = null;
        Reference[] others = device.Kind == DeviceKind.Cpu ? [PoclReference.Of(other => @case.Prepare(theirs = new Workspace(other)).Enqueue)] : [];
        session.Compare(@case.Row, StreamClock.Contender(ours.Stream, run.Enqueue), [.. copies, .. others], run.Verify);
        references.Release();
        theirs?.Dispose();
    }
}
