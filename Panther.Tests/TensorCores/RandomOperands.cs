namespace Panther.Tests.TensorCores;

/// <summary>Numbers that a narrow type holds exactly.</summary>
internal static class RandomOperands
{
    /// <summary>Random numbers of magnitudes up to 2^4, cut off to some bits of significand.</summary>
    public static double[] Of(Random random, int count, int bits) =>
        [.. Enumerable.Range(0, count).Select(_ => Cut(Math.ScaleB((2 * random.NextDouble()) - 1, random.Next(-4, 5)), bits))];

    private static double Cut(double value, int bits)
    {
        if (value == 0 || bits >= 53)
        {
            return value;
        }

        int shift = bits - 1 - Math.ILogB(value);
        return Math.ScaleB(Math.Truncate(Math.ScaleB(value, shift)), -shift);
    }
}
