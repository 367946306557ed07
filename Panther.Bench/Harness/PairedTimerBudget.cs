namespace Panther.Bench.Harness;

/// <summary>How long a comparison may take.</summary>
/// <param name="Seconds">When this much time has gone, no further round starts, once there were <paramref name="MinRounds"/>.</param>
/// <param name="MinRounds">Rounds in any case.</param>
/// <param name="MaxRounds">Rounds at most.</param>
/// <param name="SampleSeconds">Short work is repeated until one sample takes about this long.</param>
internal sealed record PairedTimerBudget(double Seconds, int MinRounds, int MaxRounds, double SampleSeconds)
{
    public static PairedTimerBudget For(bool quick) => quick ? new(1, 3, 7, 0.005) : new(5, 3, 31, 0.02);
}
