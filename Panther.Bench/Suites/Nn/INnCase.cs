using Panther.Bench.Report;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.Nn;

/// <summary>A network, or a layer, whose training is timed; makes and frees all that it needs.</summary>
internal interface INnCase
{
    /// <summary>What the rows' names begin with.</summary>
    string Name { get; }

    /// <summary>Adds the rows.</summary>
    void Run(Device device, ReportSession session);
}
