namespace Panther.Tests.Core;

/// <summary>The singular values that low-rank approximations are tried on.</summary>
internal static class Spectrum
{
    public static TheoryData<string> Names { get; } = ["slow", "fast", "step", "flat"];

    public static double[] Of(string name, int count) => [.. Enumerable.Range(0, count).Select(i => name switch
    {
        "slow" => 1 / Math.Sqrt(1 + i),
        "fast" => Math.Pow(0.6, i),
        "step" => i < 8 ? 1.0 : 0.01,
        _ => 1.0,
    })];
}
