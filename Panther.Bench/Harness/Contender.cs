namespace Panther.Bench.Harness;

/// <summary>Work that can be timed again and again.</summary>
/// <param name="seconds">Does the work the given number of times in a row and returns the seconds that all of it took.</param>
internal sealed class Contender(Func<int, double> seconds)
{
    /// <summary>A contender on the host, timed by the wall clock.</summary>
    public static Contender Host(Action work) => new(repeats =>
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
        {
            work();
        }

        return System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
    });

    public double Seconds(int repeats) => seconds(repeats);
}
