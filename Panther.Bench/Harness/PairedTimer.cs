using System.Diagnostics;

namespace Panther.Bench.Harness;

/// <summary>
/// Times contenders in alternating runs, so that a machine that slows down or speeds up does so for all of them, and takes
/// medians, so that a disturbed run does not count.
/// </summary>
internal static class PairedTimer
{
    private const int MaxRepeats = 10_000;

    /// <summary>The median seconds of one run of each contender.</summary>
    public static double[] Medians(IReadOnlyList<Contender> contenders, PairedTimerBudget budget)
    {
        long start = Stopwatch.GetTimestamp();
        int[] repeats = [.. contenders.Select(c => Calibrated(c, budget.SampleSeconds))];
        var samples = contenders.Select(_ => new List<double>()).ToArray();
        for (int round = 0; round < budget.MaxRounds; round++)
        {
            if (round >= budget.MinRounds && Stopwatch.GetElapsedTime(start).TotalSeconds > budget.Seconds)
            {
                break;
            }

            for (int i = 0; i < contenders.Count; i++)
            {
                // The first of a round changes, so that none always runs after the same other one.
                int who = (i + round) % contenders.Count;
                samples[who].Add(contenders[who].Seconds(repeats[who]) / repeats[who]);
            }
        }

        return [.. samples.Select(Median)];
    }

    /// <summary>Warms up and finds how many repeats fill one sample.</summary>
    private static int Calibrated(Contender contender, double sampleSeconds)
    {
        // The first call compiles; short work is called often enough below that tiered compilation settles as well.
        if (contender.Seconds(1) >= 50 * sampleSeconds)
        {
            return 1;
        }

        int repeats = 1;
        while (true)
        {
            double seconds = contender.Seconds(repeats);
            if (seconds >= sampleSeconds || repeats >= MaxRepeats)
            {
                return repeats;
            }

            double wanted = repeats * sampleSeconds / Math.Max(seconds, 1e-9);
            repeats = (int)Math.Min(MaxRepeats, Math.Max(Math.Ceiling(wanted), repeats + 1));
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        int middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
    }
}
