using Panther.Bench.Report;

namespace Panther.Bench.Suites;

/// <summary>The suites by name.</summary>
internal static class SuiteCatalog
{
    /// <summary>The suite, or <see langword="null"/> when it has no cases for this kind of device.</summary>
    public static ISuite? Find(string suite, string device) => (suite, device) switch
    {
        ("gemm", "cpu") => new HostGemmSuite(),
        _ => null,
    };
}
