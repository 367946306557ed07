using Panther.Bench.Report;

namespace Panther.Bench.Suites.Engine.Library;

/// <summary>A row of the report: a kernel of the library, which any device can run.</summary>
/// <param name="Row">What the row says.</param>
/// <param name="Bytes">The bytes that a copy moves which the kernel is compared with; 0 where memory does not bound it.</param>
/// <param name="Prepare">Makes the data on a workspace's device.</param>
internal sealed record KernelCase(ReportCase Row, double Bytes, Func<Workspace, KernelRun> Prepare)
{
    /// <summary>A case that memory bounds.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="bytes">The bytes that it must read and write.</param>
    /// <param name="prepare">Makes the data on a workspace's device.</param>
    /// <param name="type">The element type.</param>
    public static KernelCase Moving(string name, string shape, double bytes, Func<Workspace, KernelRun> prepare, string type = "float") =>
        new(new ReportCase(name, shape, type, ReportUnit.GigabytesPerSecond, bytes), bytes, prepare);
}
