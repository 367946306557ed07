using Panther.Kernels.Random;

namespace Panther.Tests.RandomNumbers;

/// <summary>
/// Statistics of fixed draws. Each single bound has a false-alarm probability of 0.001 for an ideal generator; the seeds are fixed, so a
/// result does not vary between runs.
/// </summary>
public sealed class DistributionTests
{
    private const int Count = 400_000;

    private const double TwoSided = GoodnessOfFit.TwoSided;

    [Fact]
    public void NormalSingle_Moments_AreStandard() => AssertNormalMoments(Sample<float, NormalSingle>(11).Select(x => (double)x));

    [Fact]
    public void NormalDouble_Moments_AreStandard() => AssertNormalMoments(Sample<double, NormalDouble>(12));

    [Fact]
    public void NormalSingle_KolmogorovSmirnov_AcceptsNormal() => GoodnessOfFit.AssertNormal(Sample<float, NormalSingle>(13).Select(x => (double)x));

    [Fact]
    public void NormalDouble_KolmogorovSmirnov_AcceptsNormal() => GoodnessOfFit.AssertNormal(Sample<double, NormalDouble>(14));

    [Fact]
    public void UniformSingle_ChiSquare_AcceptsUniform()
    {
        double[] values = [.. Sample<float, UniformSingle>(15).Select(x => (double)x)];
        Assert.All(values, x => Assert.InRange(x, 0, 1 - Math.ScaleB(1, -24)));
        GoodnessOfFit.AssertUniform(values.Select(x => (int)(x * 1024)), 1024);
        GoodnessOfFit.AssertUniform(values.Select(x => (int)(x * (1 << 24)) & 255), 256);
    }

    [Fact]
    public void UniformDouble_ChiSquare_AcceptsUniform()
    {
        double[] values = [.. Sample<double, UniformDouble>(16)];
        Assert.All(values, x => Assert.InRange(x, 0, 1 - Math.ScaleB(1, -53)));
        GoodnessOfFit.AssertUniform(values.Select(x => (int)(x * 1024)), 1024);
        GoodnessOfFit.AssertUniform(values.Select(x => (int)((long)(x * (1L << 53)) & 255)), 256);
    }

    [Fact]
    public void UniformSingle_NeighbouringPairs_FillTheSquare()
    {
        float[] values = [.. Sample<float, UniformSingle>(17)];
        GoodnessOfFit.AssertUniform(values.Chunk(2).Select(pair => ((int)(pair[0] * 32) * 32) + (int)(pair[1] * 32)), 1024);
    }

    [Fact]
    public void Signs_Both_AreBalancedAndEqual()
    {
        float[] single = [.. Sample<float, SignSingle>(18)];
        double[] twice = [.. Sample<double, SignDouble>(18)];
        Assert.All(single, x => Assert.Equal(1f, Math.Abs(x)));
        Assert.Equal(single.Select(x => (double)x), twice);
        Assert.InRange(Math.Abs(single.Sum(x => (double)x)), 0, TwoSided * Math.Sqrt(Count));
    }

    [Fact]
    public void NormalSingle_ColumnsAndStreams_AreUncorrelated()
    {
        RandomStream stream = new(19);
        double columns = 0;
        double rows = 0;
        double streams = 0;
        double squares = 0;
        const int Rows = 100_000;
        for (int i = 0; i < Rows; i++)
        {
            double x = RandomMatrix.Value<float, NormalSingle>(stream, i, 0);
            double right = RandomMatrix.Value<float, NormalSingle>(stream, i, 1);
            double below = RandomMatrix.Value<float, NormalSingle>(stream, i + 1, 0);
            columns += x * right;
            rows += x * below;
            streams += x * RandomMatrix.Value<float, NormalSingle>(stream.Next, i, 0);
            squares += ((x * x) - 1) * ((below * below) - 1);
        }

        double bound = TwoSided * Math.Sqrt(Rows);
        Assert.InRange(Math.Abs(columns), 0, bound);
        Assert.InRange(Math.Abs(rows), 0, bound);
        Assert.InRange(Math.Abs(streams), 0, bound);
        Assert.InRange(Math.Abs(squares), 0, 2 * bound);
    }

    [Fact]
    public void Normal_ExtremeBits_StayWithinTheStatedMagnitude()
    {
        uint[] words = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFF7F, 0xFFFFFFFF];
        float largest = 0;
        double largestDouble = 0;
        foreach (uint a in words)
        {
            foreach (uint b in words)
            {
                foreach (uint c in words)
                {
                    Draws<float> single = NormalSingle.Draw(new PhiloxBlock(a, b, a, c));
                    Draws<double> twice = NormalDouble.Draw(new PhiloxBlock(a, c, b, c));
                    Assert.True(float.IsFinite(single.First + single.Second + single.Third + single.Fourth));
                    Assert.True(double.IsFinite(twice.First + twice.Second));
                    largest = Math.Max(largest, Math.Max(Math.Abs(single.First), Math.Abs(single.Second)));
                    largestDouble = Math.Max(largestDouble, Math.Max(Math.Abs(twice.First), Math.Abs(twice.Second)));
                }
            }
        }

        Assert.InRange(largest, 6.7f, NormalSingle.MaxMagnitude);
        Assert.InRange(largestDouble, 9.4, NormalDouble.MaxMagnitude);
    }

    [Fact]
    public void NormalSingle_Tails_HaveTheirMass()
    {
        // P(|x| > 4) = 6.3342e-5.
        const int Blocks = 500_000;
        int beyond = 0;
        for (int i = 0; i < Blocks; i++)
        {
            Draws<float> draws = NormalSingle.Draw(Philox4x32.At(new RandomStream(20), i, 0));
            beyond += Count4(draws.First) + Count4(draws.Second) + Count4(draws.Third) + Count4(draws.Fourth);
        }

        double expected = 4 * Blocks * 6.3342e-5;
        Assert.InRange(beyond, expected - (TwoSided * Math.Sqrt(expected)), expected + (TwoSided * Math.Sqrt(expected)));

        static int Count4(float x) => Math.Abs(x) > 4 ? 1 : 0;
    }

    private static IEnumerable<T> Sample<T, TDistribution>(ulong seed)
        where T : unmanaged
        where TDistribution : struct, IDistribution<T>
    {
        for (int row = 0; row < Count; row++)
        {
            yield return RandomMatrix.Value<T, TDistribution>(new RandomStream(seed), row, 0);
        }
    }

    private static void AssertNormalMoments(IEnumerable<double> sample)
    {
        double[] values = [.. sample];
        double n = values.Length;
        double mean = values.Sum() / n;
        double variance = values.Sum(x => x * x) / n;
        double skewness = values.Sum(x => x * x * x) / n;
        double kurtosis = values.Sum(x => x * x * x * x) / n;

        // Variances of x, x², x³ and x⁴ of a standard normal: 1, 2, 15, 96.
        Assert.InRange(Math.Abs(mean), 0, TwoSided * Math.Sqrt(1 / n));
        Assert.InRange(Math.Abs(variance - 1), 0, TwoSided * Math.Sqrt(2 / n));
        Assert.InRange(Math.Abs(skewness), 0, TwoSided * Math.Sqrt(15 / n));
        Assert.InRange(Math.Abs(kurtosis - 3), 0, TwoSided * Math.Sqrt(96 / n));
    }
}
