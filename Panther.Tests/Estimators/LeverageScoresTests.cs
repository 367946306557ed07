using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Core;
using Panther.Tests.Kernels;
using Panther.Tests.Sketches;

namespace Panther.Tests.Estimators;

public sealed class LeverageScoresTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_OddSizesAndLayouts_AgreesWithQr(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((int rows, int columns) in new[] { (1, 1), (33, 1), (31, 31), (443, 7), (1025, 33) })
        {
            AssertExact<double>(device, rows, columns, MatrixLayout.RowMajor);
            AssertExact<float>(device, rows, columns, MatrixLayout.ColumnMajor);
        }
    }

    /// <summary>A score is the squared length of a row of Q, which errs by a small multiple of √n·u·κ, with κ at most 100 here.</summary>
    private static void AssertExact<T>(Device device, int rows, int columns, MatrixLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] values = [.. Enumerable.Range(0, columns).Select(i => 1 + (9.0 * i / columns))];
        double[,] exact = SpectrumMatrix.Create(rows, columns, values, rows);
        for (int j = 0; j < columns; j++)
        {
            exact[0, j] *= 10;
        }

        using DeviceMatrix<T> a = SketchFamily.Upload(device, SpectrumMatrix.Convert(exact, T.CreateTruncating), layout);
        using DeviceLeverageScoresResult result = LeverageScores.Compute(a, new LeverageScoresOptions { Seed = 2 });

        double epsilon = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        AssertScores(Reference(exact), [.. result.Scores.ToArray().Cast<double>()], 100 * Math.Sqrt(columns) * epsilon);
        Assert.Equal(columns, result.Rank);
        Assert.Equal(0, result.Probes);
        Assert.InRange(result.RelativeErrorEstimate, epsilon, 1000 * epsilon);
    }

    [Fact]
    public void Compute_RankDeficient_UsesTheRank()
    {
        double[,] basis = SpectrumMatrix.Create(200, 5, [3, 2, 1, 1, 1], 3);
        var matrix = new double[200, 8];
        for (int i = 0; i < 200; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                matrix[i, j] = basis[i, j];
            }

            // A copy, a sum and a zero column.
            matrix[i, 5] = basis[i, 2];
            matrix[i, 6] = basis[i, 0] - basis[i, 1];
        }

        var options = new LeverageScoresOptions { Device = TestDevice.Get("cpu") };
        double[] expected = Reference(basis);
        LeverageScoresResult<double[]> exact = LeverageScores.Compute(matrix, options);
        Assert.Equal(5, exact.Rank);
        AssertScores(expected, exact.Scores, 1e-13);
        Assert.Equal(5, exact.Scores.Sum(), 1e-12);
        LeverageScoresResult<double[]> approximate = LeverageScores.Approximate(matrix, options);
        Assert.Equal(5, approximate.Rank);
        Assert.Equal(5, approximate.Scores.Sum(), 1e-12);
    }

    /// <summary>Scores do not change when columns are scaled; neither does what is found, whatever the scales.</summary>
    [Fact]
    public void Compute_BadlyScaledColumns_KeepsScoresAndRank()
    {
        double[,] plain = SpectrumMatrix.Create(150, 6, [1, 1, 1, 1, 1, 1], 5);
        var scaled = (double[,])plain.Clone();
        for (int i = 0; i < 150; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                scaled[i, j] *= Math.Pow(10, (25 * j) - 60);
            }
        }

        LeverageScoresResult<double[]> result = LeverageScores.Compute(scaled, new LeverageScoresOptions { Device = TestDevice.Get("cpu") });
        Assert.Equal(6, result.Rank);
        AssertScores(Reference(plain), result.Scores, 1e-12);
    }

    /// <summary>κ = 1e10: rounding A changes its column space by κ·u, which is the error estimate.</summary>
    [Fact]
    public void Compute_IllConditioned_StaysWithinItsErrorEstimate()
    {
        double[] values = [.. Enumerable.Range(0, 11).Select(i => Math.Pow(10, -i))];
        double[,] matrix = SpectrumMatrix.Create(300, 11, values, 7);
        LeverageScoresResult<double[]> result = LeverageScores.Compute(matrix, new LeverageScoresOptions { Device = TestDevice.Get("cpu") });
        Assert.Equal(11, result.Rank);
        Assert.InRange(result.RelativeErrorEstimate, 1e-8, 1e-4);
        AssertScores(Reference(matrix), result.Scores, result.RelativeErrorEstimate);
    }

    /// <summary>
    /// Kahan's triangle has columns of length 1 and one singular value far below the others, which pivots of a matrix that is its own sketch hide: the diagonal falls to 0.07 only. Scores are those of what is left without it.
    /// </summary>
    [Theory]
    [InlineData(90, 90)]
    [InlineData(100, 80)]
    public void Compute_NearlySquareKahanMatrix_FindsTheRank(int rows, int columns)
    {
        const double Sine = 0.97;
        double cosine = Math.Sqrt(1 - (Sine * Sine));
        var matrix = new float[rows, columns];
        for (int i = 0; i < columns; i++)
        {
            for (int j = i; j < columns; j++)
            {
                matrix[i, j] = (float)(Math.Pow(Sine, i) * (i == j ? 1 + (25 * 1.2e-7 * (columns - i)) : -cosine));
            }
        }

        Matrix<double> left = Matrix<double>.Build.DenseOfArray(SpectrumMatrix.Widen(matrix)).Svd().U;
        double[] expected = [.. left.EnumerateRows().Select(row => row.Take(columns - 1).Sum(value => value * value))];
        var options = new LeverageScoresOptions { Device = TestDevice.Get("cpu") };
        LeverageScoresResult<double[]> exact = LeverageScores.Compute(matrix, options);
        Assert.Equal(columns - 1, exact.Rank);
        AssertScores(expected, exact.Scores, exact.RelativeErrorEstimate);
        Assert.InRange(exact.RelativeErrorEstimate, 1e-6, 1e-4);
        LeverageScoresResult<double[]> approximate = LeverageScores.Approximate(matrix, options);
        Assert.Equal(columns - 1, approximate.Rank);
        Assert.Equal(0, approximate.SketchRows);
        for (int i = 0; i < rows; i++)
        {
            // Rows beyond the triangle are zero; for the others, five standard deviations of a χ².
            Assert.InRange(approximate.Scores[i], expected[i] * Math.Exp(-5 * approximate.RelativeErrorEstimate), expected[i] * Math.Exp(5 * approximate.RelativeErrorEstimate));
        }
    }

    /// <summary>Lengths whose squares, quotients and inverses leave the range of the type; powers of two change no digit of A.</summary>
    [Fact]
    public void Compute_ColumnsAtTheEndsOfTheRange_KeepsScoresAndRank()
    {
        double[,] plain = SpectrumMatrix.Create(150, 3, [1, 1, 1], 5);
        Check<float>([-100, 0, 120], 1e-5);
        Check<double>([-900, 0, 1000], 1e-12);

        void Check<T>(int[] exponents, double tolerance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var scaled = new T[150, 3];
            for (int i = 0; i < 150; i++)
            {
                for (int j = 0; j < 3; j++)
                {
                    scaled[i, j] = T.ScaleB(T.CreateTruncating(plain[i, j]), exponents[j]);
                }
            }

            var options = new LeverageScoresOptions { Device = TestDevice.Get("cpu") };
            LeverageScoresResult<double[]> exact = LeverageScores.Compute(scaled, options);
            Assert.Equal(3, exact.Rank);
            AssertScores(Reference(plain), exact.Scores, tolerance);
            LeverageScoresResult<double[]> approximate = LeverageScores.Approximate(scaled, options);
            Assert.Equal(3, approximate.Rank);
            Assert.Equal(3, approximate.Scores.Sum(), 1e-9);
            Assert.All(
                approximate.Scores.Zip(Reference(plain)), pair => Assert.InRange(Math.Abs(Math.Log(pair.First / pair.Second)), 0, 5 * approximate.RelativeErrorEstimate));
        }
    }

    [Fact]
    public void Compute_OneRowAlone_HasCoherenceOne()
    {
        double[,] matrix = SpectrumMatrix.Create(400, 4, [1, 1, 1, 1], 9);
        for (int i = 0; i < 400; i++)
        {
            matrix[i, 3] = i == 17 ? 2 : 0;
        }

        var options = new LeverageScoresOptions { Device = TestDevice.Get("cpu") };
        LeverageScoresResult<double[]> exact = LeverageScores.Compute(matrix, options);
        Assert.Equal(1, exact.Scores[17], 1e-12);
        Assert.Equal(1, exact.Coherence, 1e-12);
        LeverageScoresResult<double[]> approximate = LeverageScores.Approximate(matrix, options);
        Assert.InRange(approximate.Scores[17], 0.5, 1);
        Assert.Equal(approximate.Scores.Max(), approximate.Coherence);
    }

    /// <summary>
    /// Over 100 seeds: the root mean square of the relative errors is the estimate within 30 %, and three estimates hold for 99 % of all scores.
    /// </summary>
    [Theory]
    [InlineData(16)]
    [InlineData(100)]
    public void Approximate_OverSeeds_HasTheErrorItSays(int probes)
    {
        const int Rows = 300;
        double[,] matrix = SpectrumMatrix.Create(Rows, 10, [.. Enumerable.Range(1, 10).Select(i => 1.0 / i)], 12);
        double[] expected = Reference(matrix);
        var options = new LeverageScoresOptions { Device = TestDevice.Get("cpu"), Probes = probes, SketchFactor = 6 };
        double square = 0;
        int within = 0;
        double estimate = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            LeverageScoresResult<double[]> result = LeverageScores.Approximate(matrix, options with { Seed = seed });
            estimate = result.RelativeErrorEstimate;
            for (int i = 0; i < Rows; i++)
            {
                double error = Math.Abs(result.Scores[i] - expected[i]) / expected[i];
                square += error * error / (100 * Rows);
                within += error <= 3 * estimate ? 1 : 0;
            }
        }

        Assert.InRange(Math.Sqrt(square) / estimate, 0.7, 1.3);
        Assert.InRange(within, 0.98 * 100 * Rows, 100 * Rows);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Approximate_BothTypes_IsWithinItsErrors(string kind)
    {
        Device device = TestDevice.Get(kind);
        double[,] matrix = SpectrumMatrix.Create(700, 12, [.. Enumerable.Range(1, 12).Select(i => 1.0 / i)], 1);
        double[] expected = Reference(matrix);
        Check<float>(MatrixLayout.RowMajor);
        Check<double>(MatrixLayout.ColumnMajor);

        void Check<T>(MatrixLayout layout)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using DeviceMatrix<T> a = SketchFamily.Upload(device, SpectrumMatrix.Convert(matrix, T.CreateTruncating), layout);
            using DeviceLeverageScoresResult result = LeverageScores.Approximate(a);
            double[] scores = [.. result.Scores.ToArray().Cast<double>()];

            // The sketch makes a score an inverse χ², with as heavy a tail above as below in its logarithm; five standard deviations hold for 700 scores.
            Assert.All(scores.Zip(expected), pair => Assert.InRange(Math.Abs(Math.Log(pair.First / pair.Second)), 0, 5 * result.RelativeErrorEstimate));
            Assert.Equal(12, scores.Sum(), 1e-9);
            Assert.Equal(48, result.SketchRows);
        }
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void Compute_ExtremeScale_DoesNotMatter(double factor)
    {
        double[,] plain = SpectrumMatrix.Create(120, 6, [3, 2, 1, 1, 1, 1], 5);
        LeverageScoresResult<double[]> result = LeverageScores.Compute(
            SpectrumMatrix.Convert(plain, v => v * factor), new LeverageScoresOptions { Device = TestDevice.Get("cpu") });
        AssertScores(Reference(plain), result.Scores, 1e-12);
    }

    [Fact]
    public void Compute_ZeroMatrix_HasRankZero()
    {
        var options = new LeverageScoresOptions { Device = TestDevice.Get("cpu") };
        Assert.Equal((0, 0.0), (LeverageScores.Compute(new float[90, 3], options).Rank, LeverageScores.Compute(new float[90, 3], options).Coherence));
        Assert.All(LeverageScores.Approximate(new float[90, 3], options).Scores, score => Assert.Equal(0, score));
    }

    [Fact]
    public void Compute_BadArguments_Throws()
    {
        Device device = TestDevice.Get("cpu");
        Assert.Throws<ArgumentNullException>(() => LeverageScores.Compute((double[,])null!));
        Assert.Throws<ArgumentNullException>(() => LeverageScores.Approximate((DeviceMatrix<double>)null!));
        Assert.Throws<ArgumentException>(() => LeverageScores.Compute(new double[3, 4]));
        Assert.Throws<ArgumentException>(() => LeverageScores.Compute(new double[3, 0]));
        Assert.Throws<ArgumentException>(() => LeverageScores.Compute<double>(new double[5], 3, 2, MatrixLayout.RowMajor));
        Assert.Throws<ArgumentException>(() => LeverageScores.Approximate<double>([1, 2, double.NaN], 3, 1, MatrixLayout.RowMajor));
        Assert.Throws<ArgumentOutOfRangeException>(() => LeverageScores.Compute(new double[3, 1], new LeverageScoresOptions { SketchFactor = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LeverageScores.Compute(new double[3, 1], new LeverageScoresOptions { Probes = 0 }));
        Assert.Throws<NotSupportedException>(() => LeverageScores.Compute(new Half[3, 1]));
        Assert.Throws<OperationCanceledException>(() => LeverageScores.Compute(new double[3, 1], cancellationToken: new CancellationToken(canceled: true)));
        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(device, new double[3, 1]);
        if (Device.All.FirstOrDefault(other => other != device) is { } other)
        {
            Assert.Throws<ArgumentException>(() => LeverageScores.Compute(a, new LeverageScoresOptions { Device = other }));
        }

        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => LeverageScores.Compute(a));
    }

    private static double[] Reference(double[,] matrix)
    {
        Matrix<double> q = Matrix<double>.Build.DenseOfArray(matrix).QR(QRMethod.Thin).Q;
        return [.. q.EnumerateRows().Select(row => row.DotProduct(row))];
    }

    private static void AssertScores(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.InRange(Math.Abs(actual[i] - expected[i]), 0, tolerance);
        }
    }
}
