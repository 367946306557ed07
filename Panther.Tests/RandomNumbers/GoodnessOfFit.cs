using Panther.Jit.Dialect;

namespace Panther.Tests.RandomNumbers;

/// <summary>Tests of samples against distributions, each with a false-alarm probability of 0.001 for an ideal generator.</summary>
internal static class GoodnessOfFit
{
    /// <summary>The standard normal quantile of 0.9995.</summary>
    public const double TwoSided = 3.2905;

    /// <summary>The standard normal quantile of 0.999.</summary>
    private const double OneSided = 3.0902;

    /// <summary>Kolmogorov and Smirnov's test against the standard normal distribution.</summary>
    public static void AssertNormal(IEnumerable<double> sample) => AssertDistribution(sample, x => 0.5 * XMath.Erfc(-x / Math.Sqrt(2)));

    /// <summary>Kolmogorov and Smirnov's test against a continuous distribution function.</summary>
    public static void AssertDistribution(IEnumerable<double> sample, Func<double, double> cumulated)
    {
        double[] values = [.. sample];
        Array.Sort(values);
        double n = values.Length;
        double distance = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double cumulative = cumulated(values[i]);
            distance = Math.Max(distance, Math.Max(((i + 1) / n) - cumulative, cumulative - (i / n)));
        }

        // Kolmogorov's limit distribution exceeds 1.9495 with probability 0.001.
        Assert.InRange(distance * Math.Sqrt(n), 0, 1.9495);
    }

    /// <summary>Pearson's test of cells that are equally probable.</summary>
    public static void AssertUniform(IEnumerable<int> cells, int cellCount)
        => AssertProbabilities(cells, [.. Enumerable.Repeat(1d / cellCount, cellCount)]);

    /// <summary>Pearson's test of cells with given probabilities; of those with the probability 0 there may be none.</summary>
    public static void AssertProbabilities(IEnumerable<int> cells, double[] probabilities)
    {
        long[] counts = new long[probabilities.Length];
        long total = 0;
        foreach (int cell in cells)
        {
            counts[cell]++;
            total++;
        }

        double statistic = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            double expected = total * probabilities[i];
            Assert.True(expected > 0 || counts[i] == 0, $"cell {i} of probability 0 was drawn");
            statistic += expected > 0 ? (counts[i] - expected) * (counts[i] - expected) / expected : 0;
        }

        // Upper quantile of the chi-square distribution (Wilson and Hilferty, 1931).
        double freedom = probabilities.Count(p => p > 0) - 1;
        double root = 1 - (2 / (9 * freedom)) + (OneSided * Math.Sqrt(2 / (9 * freedom)));
        Assert.InRange(statistic, 0, freedom * root * root * root);
    }
}
