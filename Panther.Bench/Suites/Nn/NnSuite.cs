using Panther.Bench.Report;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.Nn;

/// <summary>Networks in training, on data that the device keeps. No library that could be called here trains networks, so the rows have no reference.</summary>
internal sealed class NnSuite(Device device) : ISuite
{
    private static readonly INnCase[] Cases =
    [
        new MlpCase(),
    ];

    public void Run(ReportSession session)
    {
        session.Say($"device: {device}");
        foreach (INnCase @case in Cases)
        {
            session.Step(@case.Name, () => @case.Run(device, session));
        }
    }
}
