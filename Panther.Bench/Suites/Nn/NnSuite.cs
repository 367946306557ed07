using Panther.Bench.Report;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.Nn;

/// <summary>Networks in training, on data that the device keeps. No library that could be called here trains networks, so the rows have no reference.</summary>
internal sealed class NnSuite(Device device, params INnCase[] cases) : ISuite
{
    /// <summary>Gets all cases.</summary>
    public static INnCase[] All =>
    [
        new MlpCase(),
        new CnnCase(),
        new CharTransformerCase(),
        new SketchedLinearCase(),
        new RandomFeatureCase(),
    ];

    public void Run(ReportSession session)
    {
        session.Say($"device: {device}");
        foreach (INnCase @case in cases)
        {
            session.Step(@case.Name, () => @case.Run(device, session));
        }
    }
}
