namespace Panther.Bench.Report;

/// <summary>How a time becomes a figure.</summary>
/// <param name="Name">As printed.</param>
/// <param name="PerSecond">True for a rate, work per second; false for a duration.</param>
/// <param name="Scale">What the rate or the seconds are multiplied with.</param>
internal sealed record ReportUnit(string Name, bool PerSecond, double Scale)
{
    public static readonly ReportUnit GigabytesPerSecond = new("GB/s", true, 1e-9);
    public static readonly ReportUnit GigaflopsPerSecond = new("GFLOP/s", true, 1e-9);
    public static readonly ReportUnit Milliseconds = new("ms", false, 1e3);
    public static readonly ReportUnit Microseconds = new("us", false, 1e6);

    /// <summary>How many times as fast as the reference.</summary>
    public static readonly ReportUnit Times = new("x", true, 1);

    /// <summary>The figure of <paramref name="work"/> (bytes, operations) done in <paramref name="seconds"/>.</summary>
    public double Figure(double work, double seconds) => (PerSecond ? work / seconds : seconds) * Scale;

    /// <summary>Above 1 when <paramref name="ours"/> is better than <paramref name="theirs"/>.</summary>
    public double Ratio(double ours, double theirs) => PerSecond ? ours / theirs : theirs / ours;
}
