using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Kernels;

namespace Panther.Tests.Sketches;

/// <summary>
/// Statistics of fixed draws. Each bound has a false-alarm probability of about 0.001 for an ideal generator; the seeds are fixed, so a result does not vary.
/// </summary>
public sealed class SketchStatisticsTests
{
    // The standard normal quantiles of 0.9995 (two-sided) and 0.999 (one-sided).
    private const double TwoSided = 3.2905;
    private const double OneSided = 3.0902;

    public static TheoryData<string> Families => SketchFamily.All;

    [Fact]
    public void UniformSketch_KolmogorovSmirnov_AcceptsUniform()
    {
        double[] twice = [.. SketchFamily.Whole<double>(Unscaled(new UniformSketch(400, 500)), TestDevice.Get("cpu")).Cast<double>()];
        AssertKolmogorovSmirnov([.. twice.Select(x => (x + Math.Sqrt(3)) / (2 * Math.Sqrt(3)))]);
        float[] single = [.. SketchFamily.Whole<float>(Unscaled(new UniformSketch(400, 500)), TestDevice.Get("cpu")).Cast<float>()];
        AssertKolmogorovSmirnov([.. single.Select(x => (x + Math.Sqrt(3)) / (2 * Math.Sqrt(3)))]);
    }

    [Fact]
    public void GaussianSketch_KolmogorovSmirnov_AcceptsNormal()
    {
        double[] values = [.. SketchFamily.Whole<double>(Unscaled(new GaussianSketch(400, 500)), TestDevice.Get("cpu")).Cast<double>()];
        AssertKolmogorovSmirnov([.. values.Select(x => MathNet.Numerics.Distributions.Normal.CDF(0, 1, x))]);
        float[] single = [.. SketchFamily.Whole<float>(Unscaled(new GaussianSketch(400, 500)), TestDevice.Get("cpu")).Cast<float>()];
        AssertKolmogorovSmirnov([.. single.Select(x => MathNet.Numerics.Distributions.Normal.CDF(0, 1, x))]);
    }

    [Fact]
    public void RademacherSketch_RunsOfSigns_AreFair()
    {
        // Runs of four neighbours in rows and in columns: sixteen patterns each.
        float[,] s = SketchFamily.Whole<float>(Unscaled(new RademacherSketch(200, 400)), TestDevice.Get("cpu"));
        double[] inRows = new double[16];
        double[] inColumns = new double[16];
        for (int i = 0; i < 200; i++)
        {
            for (int j = 0; j < 400; j++)
            {
                Assert.Equal(1, Math.Abs(s[i, j]));
                if (j % 4 == 0)
                {
                    inRows[Enumerable.Range(0, 4).Sum(k => s[i, j + k] > 0 ? 1 << k : 0)]++;
                }

                if (i % 4 == 0)
                {
                    inColumns[Enumerable.Range(0, 4).Sum(k => s[i + k, j] > 0 ? 1 << k : 0)]++;
                }
            }
        }

        AssertChiSquare(inRows, 200 * 100 / 16d, 15);
        AssertChiSquare(inColumns, 50 * 400 / 16d, 15);
    }

    [Fact]
    public void SrhtSketch_SelectedRowsAndSigns_AreUniform()
    {
        // In one block, two rows of S differ by the signs of the rows and by row p xor q of the Hadamard matrix, for the selected rows p and q; that shows in columns 0, 1, 2, 4, 8.
        const int Seeds = 3_000;
        double[] differences = new double[16];
        double[] signs = new double[4];
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            float[,] s = SketchFamily.Whole<float>((new SrhtSketch(2, 16) with { IsScaled = false }).Sample(seed), TestDevice.Get("cpu"));
            float first = s[0, 0] * s[1, 0];
            differences[Enumerable.Range(0, 4).Sum(k => s[0, 1 << k] * s[1, 1 << k] != first ? 1 << k : 0)]++;
            signs[(s[0, 0] > 0 ? 1 : 0) + (s[0, 1] > 0 ? 2 : 0)]++;
        }

        Assert.Equal(0, differences[0]);
        AssertChiSquare(differences[1..], Seeds / 15d, 14);
        AssertChiSquare(signs, Seeds / 4d, 3);
    }

    [Fact]
    public void TensorSketch_PlacesAndSigns_AreUniform()
    {
        const int Rows = 16;
        float[,] s = SketchFamily.Whole<float>(Unscaled(new TensorSketch(Rows, 120, 2)), TestDevice.Get("cpu"));

        double[] counts = new double[2 * Rows];
        for (int offset = 0; offset < 60; offset++)
        {
            for (int digit = 0; digit < 120; digit++)
            {
                int column = (digit * 120) + ((digit + offset) % 120);
                int row = Enumerable.Range(0, Rows).Single(i => s[i, column] != 0);
                counts[(2 * row) + (s[row, column] > 0 ? 1 : 0)]++;
            }
        }

        // A pairwise independent hash: the counts vary as those of independent draws.
        AssertChiSquare(counts, 60 * 120 / (2d * Rows), (2 * Rows) - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void SjltSketch_PlacesAndSigns_AreUniform(int nonzeros)
    {
        const int Rows = 60;
        const int Columns = 30_000;
        float[,] s = SketchFamily.Whole<float>(Unscaled(new SjltSketch(Rows, Columns, nonzeros)), TestDevice.Get("cpu"));
        double[] counts = new double[Rows];
        double signs = 0;
        for (int j = 0; j < Columns; j++)
        {
            int found = 0;
            for (int i = 0; i < Rows; i++)
            {
                if (s[i, j] != 0)
                {
                    Assert.Equal(1, Math.Abs(s[i, j]));
                    Assert.Equal(found, i / (Rows / nonzeros));
                    found++;
                    counts[i]++;
                    signs += s[i, j];
                }
            }

            Assert.Equal(nonzeros, found);
        }

        AssertChiSquare(counts, (double)Columns * nonzeros / Rows, Rows - nonzeros);
        Assert.InRange(Math.Abs(signs), 0, TwoSided * Math.Sqrt((double)Columns * nonzeros));
    }

    [Fact]
    public void LasoSketch_Places_AreUniform()
    {
        const int Rows = 20_000;
        float[,] s = SketchFamily.Whole<float>(Unscaled(new LasoSketch(Rows, 50, 5)), TestDevice.Get("cpu"));
        double[] counts = new double[50];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < 50; j++)
            {
                counts[j] += Math.Abs(s[i, j]);
            }
        }

        AssertChiSquare(counts, Rows / 10d, 45);
    }

    [Fact]
    public void RowSampling_Weighted_FollowsTheProbabilities()
    {
        double[] weights = [3, 0, 1, 5, 0.5, 0.5, 0];
        const int Rows = 40_000;
        RowSamplingSketch distribution = new(Rows, weights);
        double[,] s = SketchFamily.Whole<double>(distribution.Sample(11), TestDevice.Get("cpu"));
        double[] counts = new double[weights.Length];
        for (int i = 0; i < Rows; i++)
        {
            int picked = Enumerable.Range(0, weights.Length).Single(j => s[i, j] != 0);
            counts[picked]++;
            Assert.Equal(1 / Math.Sqrt(Rows * distribution.Probabilities.Span[picked]), s[i, picked], 1e-15);
        }

        double statistic = 0;
        for (int j = 0; j < weights.Length; j++)
        {
            double expected = Rows * weights[j] / 10;
            Assert.True(expected > 0 || counts[j] == 0);
            statistic += expected > 0 ? (counts[j] - expected) * (counts[j] - expected) / expected : 0;
        }

        AssertChiSquareValue(statistic, 4);
    }

    [Fact]
    public void RowSampling_Uniform_PicksEachRowAtMostOnce()
    {
        Device device = TestDevice.Get("cpu");
        double[] counts = new double[13];
        const int Seeds = 2_000;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            // The operator applied to 0, 1, 2, … gives the picked rows.
            using DeviceMatrix<double> places = DeviceMatrix<double>.Create(device, [.. Enumerable.Range(0, 13).Select(x => (double)x)], 13, 1);
            using DeviceMatrix<double> picked = (new RowSamplingSketch(5, 13) with { IsScaled = false }).Sample(seed).ApplyLeft(places);
            double[] rows = [.. picked.ToArray().Cast<double>()];
            Assert.Equal(5, rows.Distinct().Count());
            Array.ForEach(rows, row => counts[(int)row]++);
        }

        // Without replacement, counts vary less than those of independent picks.
        AssertChiSquare(counts, Seeds * 5 / 13d, 12);
    }

    [Fact]
    public void SrhtSketch_OneFullBlock_IsOrthogonal()
    {
        // All rows of H in some order, with signs: SᵀS = 1 exactly up to rounding.
        double[,] s = SketchFamily.Whole<double>(new SrhtSketch(32, 32).Sample(3), TestDevice.Get("cpu"));
        for (int i = 0; i < 32; i++)
        {
            for (int j = 0; j < 32; j++)
            {
                double dot = Enumerable.Range(0, 32).Sum(k => s[k, i] * s[k, j]);
                Assert.InRange(Math.Abs(dot - (i == j ? 1 : 0)), 0, 64 * Math.ScaleB(1, -52));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Sketch_OfAVector_KeepsItsSquaredNormOnAverage(string family)
    {
        // For x with equal magnitudes, Var‖S x‖² is at most 2/d for independent, CountSketch and SJLT entries (Kane and Nelson 2014, section 3), for a LASO and an
        // SRHT without replacement too; uniform samples of such an x are exact. The mean over the seeds is then within TwoSided·√(2/(d·seeds)).
        Device device = TestDevice.Get("cpu");
        const int Rows = 12;
        const int Columns = 75;
        const int Seeds = 400;
        double[] x = [.. KernelDevices.Values(Columns, 1).Select(v => v < 0 ? -1 / Math.Sqrt(Columns) : 1 / Math.Sqrt(Columns))];
        using DeviceMatrix<double> vector = DeviceMatrix<double>.Create(device, x, Columns, 1);
        double sum = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            using DeviceMatrix<double> sketch = SketchFamily.Create(family, Rows, Columns).Sample(seed).ApplyLeft(vector);
            sum += sketch.ToArray().Cast<double>().Sum(v => v * v);
        }

        Assert.InRange(Math.Abs((sum / Seeds) - 1), 0, TwoSided * Math.Sqrt(2d / (Rows * Seeds)));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Sketch_OfASubspace_KeepsItsSingularValues(string family)
    {
        // An incoherent basis: columns of a Hadamard matrix with random signs. For Gaussian entries, Davidson and Szarek (2001) give 1 ± (√(k/d) + t) with
        // t = √(2·ln(2/δ)/d); sub-Gaussian and sparse families stay within constants of that, for which one more √(k/d) is allowed.
        Device device = TestDevice.Get("cpu");
        const int Dimension = 8;
        const int Rows = 256;
        const int Columns = 1024;
        const int Seeds = 100;
        double[,] basis = new double[Columns, Dimension];
        for (int i = 0; i < Columns; i++)
        {
            for (int j = 0; j < Dimension; j++)
            {
                int parity = System.Numerics.BitOperations.PopCount((uint)(i & ((37 * j) + 5))) & 1;
                basis[i, j] = (parity == 0 ? 1 : -1) / Math.Sqrt(Columns);
            }
        }

        double ratio = Math.Sqrt((double)Dimension / Rows);
        double slack = Math.Sqrt(2 * Math.Log(2 * Seeds / 0.001) / Rows);
        double allowed = ratio + slack + (family == "gaussian" ? 0 : ratio);
        using DeviceMatrix<double> matrix = DeviceMatrix<double>.Create(device, basis);
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            using DeviceMatrix<double> sketch = SketchFamily.Create(family, Rows, Columns).Sample(seed, 1).ApplyLeft(matrix);
            double[] values = [.. MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(sketch.ToArray()).Svd(false).S];
            Assert.InRange(values.Max(), 0, 1 + allowed);
            Assert.InRange(values.Min(), 1 - allowed, 2);
        }
    }

    private static SketchOperator Unscaled(SketchDistribution distribution) => (distribution with { IsScaled = false }).Sample(21);

    /// <summary>√n times the greatest distance to the uniform distribution exceeds 1.9495 with probability 0.001.</summary>
    private static void AssertKolmogorovSmirnov(double[] values)
    {
        Array.Sort(values);
        double distance = 0;
        for (int i = 0; i < values.Length; i++)
        {
            distance = Math.Max(distance, Math.Max(values[i] - ((double)i / values.Length), ((i + 1d) / values.Length) - values[i]));
        }

        Assert.InRange(distance * Math.Sqrt(values.Length), 0, 1.9495);
    }

    private static void AssertChiSquare(double[] counts, double expected, int freedom) =>
        AssertChiSquareValue(counts.Sum(count => (count - expected) * (count - expected) / expected), freedom);

    /// <summary>The quantile by Wilson and Hilferty's approximation.</summary>
    private static void AssertChiSquareValue(double statistic, int freedom)
    {
        double ninth = 2d / (9 * freedom);
        Assert.InRange(statistic, 0, freedom * Math.Pow(1 - ninth + (OneSided * Math.Sqrt(ninth)), 3));
    }
}
