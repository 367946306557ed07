using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Kernels;

namespace Panther.Tests.KernelMatrices;

public sealed class PivotedCholeskyTests
{
    private const int Order = 300;

    public static TheoryData<string, int> Spectra => new()
    {
        { "slow", 20 }, { "fast", 10 }, { "step", 20 }, { "flat", 30 },
    };

    /// <summary>
    /// Theorem 3.1 of Chen, Epperly, Tropp and Webber: with k ≥ r/ε + r·log(1/(ε η)) pivots, η the best relative trace error of rank r, the mean trace error is at most 1 + ε
    /// times the best of rank r. With ε = 1 that is k = r + r·log(1/η) and twice the best; the mean over 25 seeds may lie above its expectation by its own spread, which for
    /// these is below 10 %.
    /// </summary>
    [Theory]
    [MemberData(nameof(Spectra))]
    public void Compute_AnySpectrum_MeetsExpectationBound(string spectrum, int best)
    {
        double[] values = [.. Enumerable.Range(0, Order).Select(i => spectrum switch
        {
            "slow" => 1.0 / (1 + i),
            "fast" => Math.Pow(0.8, i),
            "step" => i < 20 ? 1 : 1e-4,
            _ => 1,
        })];
        double[,] matrix = Psd(values, seed: 4);
        double trace = values.Sum();
        double tail = values.Skip(best).Sum();
        int rank = (int)Math.Min(Order, Math.Ceiling(best * (1 + Math.Max(0, Math.Log(trace / tail)))));

        const int Seeds = 25;
        double mean = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            PivotedCholeskyResult<double[,]> result =
                PivotedCholesky.Compute(matrix, rank, new PivotedCholeskyOptions { Device = TestDevice.Get("cpu"), Seed = seed, BlockSize = 16 });
            mean += result.TraceError / Seeds;
            Assert.Equal(trace, result.Trace, tolerance: 1e-12 * trace);
        }

        Assert.InRange(mean, 0, 1.1 * 2 * tail);
    }

    /// <summary>
    /// The rejection keeps the distribution of pivots drawn one by one (arXiv 2410.03969, theorem 2.1). On a diagonal matrix a set of pivots drawn one by one has a known
    /// chance: of weights 4, 3, 2, 1 the first two are {0, 1} with 0.4·3/6 + 0.3·4/7 = 0.3714. 600 seeds make a standard deviation of 0.02.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Compute_DiagonalMatrix_DrawsInProportion(int blockSize)
    {
        var matrix = new double[4, 4];
        for (int i = 0; i < 4; i++)
        {
            matrix[i, i] = 4 - i;
        }

        int first = 0;
        int pair = 0;
        const int Seeds = 600;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            int[] pivots =
                PivotedCholesky.Compute(matrix, 2, new PivotedCholeskyOptions { Device = TestDevice.Get("cpu"), Seed = seed, BlockSize = blockSize }).Pivots;
            first += pivots[0] == 0 ? 1 : 0;
            pair += pivots.Order().SequenceEqual([0, 1]) ? 1 : 0;
        }

        Assert.InRange(first / (double)Seeds, 0.4 - 0.08, 0.4 + 0.08);
        Assert.InRange(pair / (double)Seeds, 0.3714 - 0.08, 0.3714 + 0.08);
    }

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Compute_AnyDevice_InterpolatesAtPivots(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        double[] values = [.. Enumerable.Range(0, 97).Select(i => Math.Pow(0.9, i))];
        double[,] exact = Psd(values, seed: 3);
        foreach (PivotSelection selection in Enum.GetValues<PivotSelection>())
        {
            var options = new PivotedCholeskyOptions { Device = device, Selection = selection, Seed = 5, BlockSize = 7 };
            CheckInterpolation(exact, exact, PivotedCholesky.Compute(exact, 33, options), 2.3e-16);
            float[,] single = Core.SpectrumMatrix.Convert(exact, v => (float)v);
            CheckInterpolation(exact, single, PivotedCholesky.Compute(single, 33, options), 1.2e-7);
        }
    }

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Compute_GaussianKernel_AgreesWithStoredMatrix(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        double[] points = KernelDevices.Values(2 * 130, seed: 7);
        var stored = new double[130, 130];
        for (int i = 0; i < 130; i++)
        {
            for (int j = 0; j < 130; j++)
            {
                double dx = points[i] - points[j];
                double dy = points[130 + i] - points[130 + j];
                stored[i, j] = Math.Exp(-((dx * dx) + (dy * dy)) / (2 * 0.5 * 0.5));
            }
        }

        using DeviceMatrix<double> byColumns = DeviceMatrix<double>.Create(device, points, 130, 2, MatrixLayout.ColumnMajor);
        var kernel = new GaussianKernelMatrix<double>(byColumns, bandwidth: 0.5);
        var options = new PivotedCholeskyOptions { Seed = 3, Tolerance = 1e-6, BlockSize = 20 };
        using DevicePivotedCholeskyResult<double> fromPoints = PivotedCholesky.Compute(kernel, 130, options);
        PivotedCholeskyResult<double[,]> fromMatrix = PivotedCholesky.Compute(stored, 130, options with { Device = device });

        Assert.Equal(fromMatrix.Pivots, fromPoints.Pivots);
        Assert.InRange(fromPoints.RelativeTraceError, 0, 1e-6);
        Assert.InRange(fromPoints.Rank, 10, 100);
        Assert.InRange(Error(stored, fromPoints.Factor.ToArray()), 0, 1e-6 * 130);

        using DeviceMatrix<double> panel = DeviceMatrix<double>.Create(device, KernelDevices.Values(130 * 3, seed: 2), 130, 3);
        using DeviceMatrix<double> product = DeviceMatrix<double>.Allocate(device, 130, 3);
        kernel.Multiply(panel, product);
        Matrix<double> expected = Matrix<double>.Build.DenseOfArray(stored) * Matrix<double>.Build.DenseOfArray(panel.ToArray());
        Assert.InRange((expected - Matrix<double>.Build.DenseOfArray(product.ToArray())).FrobeniusNorm(), 0, 130 * 1e-15 * expected.FrobeniusNorm());
    }

    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Compute_LowRank_StopsAtTheRank(string deviceName)
    {
        double[,] matrix = Psd([3, 2, 1, 0.5, 0.1], seed: 2, order: 60);

        PivotedCholeskyResult<double[,]> result = PivotedCholesky.Compute(matrix, 40, new PivotedCholeskyOptions { Device = TestDevice.Get(deviceName) });

        Assert.Equal(5, result.Rank);
        Assert.Equal(5, result.Factor.GetLength(1));
        Assert.InRange(Error(matrix, result.Factor), 0, 1e-13);
    }

    [Fact]
    public void Compute_Greedy_TakesTheLargest()
    {
        var matrix = new double[5, 5];
        for (int i = 0; i < 5; i++)
        {
            matrix[i, i] = 1 + ((3 * i) % 5);
        }

        int[] pivots = PivotedCholesky.Compute(
            matrix, 3, new PivotedCholeskyOptions { Device = TestDevice.Get("cpu"), Selection = PivotSelection.Greedy }).Pivots;

        // 1, 4, 2, 5, 3
        Assert.Equal([3, 1, 4], pivots);
    }

    [Fact]
    public void Compute_Zero_HasRankZero()
    {
        PivotedCholeskyResult<double[,]> result = PivotedCholesky.Compute(new double[4, 4], 2, new PivotedCholeskyOptions { Device = TestDevice.Get("cpu") });

        Assert.Equal(0, result.Rank);
        Assert.Equal(0, result.RelativeTraceError);
        Assert.Equal(0, result.Factor.GetLength(1));
    }

    [Fact]
    public void Compute_BadArguments_Throw()
    {
        var cpu = new PivotedCholeskyOptions { Device = TestDevice.Get("cpu") };
        var identity = new double[,] { { 1, 0 }, { 0, 1 } };

        Assert.Throws<ArgumentException>(() => PivotedCholesky.Compute(new double[2, 3], 1, cpu));
        Assert.Throws<ArgumentException>(() => PivotedCholesky.Compute(new double[0, 0], 1, cpu));
        Assert.Throws<ArgumentOutOfRangeException>(() => PivotedCholesky.Compute(identity, 0, cpu));
        Assert.Throws<ArgumentOutOfRangeException>(() => PivotedCholesky.Compute(identity, 3, cpu));
        Assert.Throws<ArgumentOutOfRangeException>(() => PivotedCholesky.Compute(identity, 1, cpu with { BlockSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PivotedCholesky.Compute(identity, 1, cpu with { Tolerance = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PivotedCholesky.Compute(identity, 1, cpu with { Selection = (PivotSelection)9 }));
        Assert.Throws<ArgumentException>(() => PivotedCholesky.Compute(new double[,] { { 1, 0 }, { 0, -1 } }, 1, cpu));
        Assert.Throws<ArgumentException>(() => PivotedCholesky.Compute(new double[,] { { 1, 2 }, { 2, 1 } }, 1, cpu));
        Assert.Throws<ArgumentException>(() => PivotedCholesky.Compute(new double[,] { { 1, double.NaN }, { double.NaN, 1 } }, 1, cpu));
        Assert.Throws<ArgumentException>(() => PivotedCholesky.Compute(new double[,] { { double.PositiveInfinity, 0 }, { 0, 1 } }, 1, cpu));
        using DeviceMatrix<double> points = DeviceMatrix<double>.Allocate(TestDevice.Get("cpu"), 3, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianKernelMatrix<double>(points, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianKernelMatrix<double>(points, double.NaN));
    }

    /// <summary>At pivots F Fᵀ has A's columns; elsewhere the diagonal of A - F Fᵀ sums up to the trace error. Rounding: k terms a sum, of elements up to 1.</summary>
    private static void CheckInterpolation<T>(double[,] exact, T[,] matrix, PivotedCholeskyResult<T[,]> result, double epsilon)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        int n = exact.GetLength(0);
        double tolerance = 20 * result.Rank * epsilon;
        Matrix<double> f = Matrix<double>.Build.Dense(n, result.Rank, (i, j) => double.CreateTruncating(result.Factor[i, j]));
        Matrix<double> difference = Matrix<double>.Build.Dense(n, n, (i, j) => double.CreateTruncating(matrix[i, j])) - (f * f.Transpose());
        Assert.Equal(result.Rank, result.Pivots.Distinct().Count());
        foreach (int pivot in result.Pivots)
        {
            Assert.InRange(difference.Column(pivot).AbsoluteMaximum(), 0, tolerance);
        }

        Assert.Equal(difference.Trace(), result.TraceError, tolerance: n * tolerance);
    }

    private static double Error(double[,] matrix, double[,] factor)
    {
        Matrix<double> f = Matrix<double>.Build.DenseOfArray(factor);
        return (Matrix<double>.Build.DenseOfArray(matrix) - (f * f.Transpose())).FrobeniusNorm();
    }

    private static double[,] Psd(double[] values, int seed, int? order = null)
    {
        int n = order ?? values.Length;
        double[,] root = Core.SpectrumMatrix.Create(n, n, [.. values.Select(Math.Sqrt)], seed);
        Matrix<double> r = Matrix<double>.Build.DenseOfArray(root);
        return (r * r.Transpose()).ToArray();
    }
}
