using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Core;
using Panther.Tests.Estimators;
using Panther.Tests.Kernels;
using Panther.Tests.Sketches;

namespace Panther.Tests.Interpolation;

public sealed class InterpolativeDecompositionTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_OddSizesAndLayouts_InterpolatesNearBest(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((int rows, int columns, int rank) in new[] { (1, 1, 1), (1, 33, 1), (31, 7, 7), (33, 443, 5), (130, 65, 20) })
        {
            Check<double>(device, rows, columns, rank, MatrixLayout.RowMajor, InterpolationAxis.Columns);
            Check<double>(device, rows, columns, rank, MatrixLayout.ColumnMajor, InterpolationAxis.Rows);
            Check<float>(device, rows, columns, rank, MatrixLayout.ColumnMajor, InterpolationAxis.Columns);
            Check<float>(device, rows, columns, rank, MatrixLayout.RowMajor, InterpolationAxis.Rows);
        }
    }

    /// <summary>
    /// There are k columns within √(k + 1) of the best error (Deshpande, Rademacher, Vempala and Wang 2006, theorem 1.3); least squares on a sketch of d rows add √(1 + k/(d - k - 1)) in the
    /// mean, below √2 here; a product of k terms errs by √(mn)·k·u at most.
    /// </summary>
    private static void Check<T>(Device device, int rows, int columns, int rank, MatrixLayout layout, InterpolationAxis axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] values = [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(i => 1.0 / (1 + i))];
        double[,] exact = SpectrumMatrix.Create(rows, columns, values, rows + columns);
        T[,] matrix = SpectrumMatrix.Convert(exact, T.CreateTruncating);
        using DeviceMatrix<T> a = SketchFamily.Upload(device, matrix, layout);

        using DeviceInterpolationResult<T> result = InterpolativeDecomposition.Compute(a, rank, new InterpolationOptions { Axis = axis, Seed = 3 });

        bool isColumns = axis == InterpolationAxis.Columns;
        T[,] skeleton = result.Skeleton.ToArray();
        T[,] coefficients = result.Coefficients.ToArray();
        Assert.Equal(rank, result.Rank);
        Assert.Equal(rank, result.Indices.Distinct().Count());
        for (int i = 0; i < rank; i++)
        {
            int index = result.Indices[i];
            for (int j = 0; j < (isColumns ? rows : columns); j++)
            {
                Assert.Equal(isColumns ? matrix[j, index] : matrix[index, j], isColumns ? skeleton[j, i] : skeleton[i, j]);
            }

            for (int j = 0; j < rank; j++)
            {
                Assert.Equal(i == j ? T.One : T.Zero, isColumns ? coefficients[j, index] : coefficients[index, j]);
            }
        }

        double[,] x = SkeletonMatrix.Doubles(coefficients);
        Assert.Equal(result.LargestCoefficient, x.Cast<double>().Max(Math.Abs), 1e-12);
        Assert.InRange(result.LargestCoefficient, 1, 2);
        double rounding = 4 * Math.Sqrt(rows * columns) * rank * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        double error = isColumns ? SkeletonMatrix.Error(exact, SkeletonMatrix.Doubles(skeleton), x) : SkeletonMatrix.Error(exact, x, SkeletonMatrix.Doubles(skeleton));
        double best = SpectrumMatrix.Tail(values, rank);
        Assert.InRange(error, best * (1 - 1e-3) - rounding, (best * Math.Sqrt(2 * (rank + 1))) + rounding);
        Assert.InRange(result.ErrorEstimate, (error / 3) - rounding, (error * 3) + rounding);
        Assert.Equal(SpectrumMatrix.Tail(values, 0), result.FrobeniusNorm, 1e-5);
        Assert.Equal(2, result.Passes);
    }

    /// <summary>
    /// Over 100 seeds, on every kind of spectrum: the mean square of the error is within (k + 1)·(1 + k/(d - k - 1)) of the best, as in the theorem above; every seed is within the bound of a
    /// strong rank-revealing factorisation with coefficients up to 2, √(1 + 4k(n - k)) (Gu and Eisenstat 1996, theorem 3.2); and estimates are within a factor 3 for 99 seeds.
    /// </summary>
    [Theory]
    [InlineData("flat", InterpolationAxis.Columns)]
    [InlineData("slow", InterpolationAxis.Rows)]
    [InlineData("poly", InterpolationAxis.Columns)]
    [InlineData("fast", InterpolationAxis.Columns)]
    [InlineData("fast", InterpolationAxis.Rows)]
    [InlineData("step", InterpolationAxis.Columns)]
    public void Compute_OverSeeds_StaysWithinTheBoundsOfTheory(string spectrum, InterpolationAxis axis)
    {
        const int Rank = 9;
        const int Sketch = (2 * Rank) + 10;
        double[,] matrix = SkeletonMatrix.Create(spectrum, 80, 60);
        double best = SpectrumMatrix.Tail(SymmetricMatrix.Spectrum(spectrum, 60), Rank);
        var options = new InterpolationOptions { Axis = axis, Device = TestDevice.Get("cpu") };
        double meanSquare = 0;
        int known = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            InterpolationResult<double[,], double[,]> result = InterpolativeDecomposition.Compute(matrix, Rank, options with { Seed = seed });
            double error = axis == InterpolationAxis.Columns
                ? SkeletonMatrix.Error(matrix, result.Skeleton, result.Coefficients)
                : SkeletonMatrix.Error(matrix, result.Coefficients, result.Skeleton);
            Assert.InRange(error, best, best * Math.Sqrt(1 + (4 * Rank * (80 - Rank))));
            Assert.InRange(result.LargestCoefficient, 1, 2);
            meanSquare += error * error / 100;
            known += result.ErrorEstimate >= error / 3 && result.ErrorEstimate <= error * 3 ? 1 : 0;
        }

        Assert.InRange(Math.Sqrt(meanSquare) / best, 1, Math.Sqrt((Rank + 1) * (1 + (Rank / (Sketch - Rank - 1.0)))));
        Assert.True(known >= 99, $"{known} of 100");
    }

    [Theory]
    [InlineData("cpu", 0.3)]
    [InlineData("cpu", 1e-3)]
    [InlineData("cpu", 1e-8)]
    [InlineData("cuda", 1e-3)]
    [InlineData("opencl", 1e-3)]
    public void Compute_Tolerance_FindsFewColumns(string kind, double tolerance)
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => Math.Pow(0.8, i))];
        double[,] matrix = SpectrumMatrix.Create(160, 120, values, seed: 9);
        double norm = SpectrumMatrix.Tail(values, 0);

        // Interpolation may cost a factor √(2(k + 1)) of error.
        int best = Enumerable.Range(1, 100).First(k => SpectrumMatrix.Tail(values, k) <= tolerance * norm);
        int most = Enumerable.Range(1, 100).First(k => SpectrumMatrix.Tail(values, k) * Math.Sqrt(2 * (k + 1)) <= tolerance * norm);

        InterpolationResult<double[,], double[,]> result = InterpolativeDecomposition.Compute(matrix, tolerance, new InterpolationOptions { Device = TestDevice.Get(kind) });

        Assert.InRange(result.Rank, best, most);
        Assert.InRange(result.RelativeErrorEstimate, 0, tolerance);
        Assert.InRange(SkeletonMatrix.Error(matrix, result.Skeleton, result.Coefficients), 0, 1.5 * tolerance * norm);
    }

    [Fact]
    public void Compute_ToleranceOutOfReach_Throws()
    {
        double[,] matrix = SkeletonMatrix.Create("flat", 60, 60);
        var options = new InterpolationOptions { Device = TestDevice.Get("cpu"), MaximumRank = 10 };
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => InterpolativeDecomposition.Compute(matrix, 0.1, options));
        Assert.Contains("No rank up to 10", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_RankDeficient_PicksTheRank(string kind)
    {
        double[,] matrix = SpectrumMatrix.Create(70, 50, [3, 2, 1], seed: 4);
        var options = new InterpolationOptions { Device = TestDevice.Get(kind) };
        InterpolationResult<double[,], double[,]> result = InterpolativeDecomposition.Compute(matrix, 8, options);
        Assert.Equal(3, result.Rank);
        Assert.InRange(SkeletonMatrix.Error(matrix, result.Skeleton, result.Coefficients), 0, 1e-12);
        Assert.Equal(3, InterpolativeDecomposition.Compute(matrix, 1e-10, options).Rank);
        InterpolationResult<float[,], float[,]> zero = InterpolativeDecomposition.Compute(new float[20, 30], 4, options);
        Assert.Equal((1, 0.0, 0.0), (zero.Rank, zero.ErrorEstimate, zero.RelativeErrorEstimate));
        Assert.Equal(1, zero.Coefficients.Cast<float>().Sum());
    }

    /// <summary>
    /// Kahan's matrix, where pivoting takes the columns as they are: to combine the first 29 to the last takes coefficients that grow like (1 + c)^28 (Gu and Eisenstat 1996, example 1). So the
    /// last column has to come in.
    /// </summary>
    [Fact]
    public void Compute_KahanMatrix_ExchangesColumns()
    {
        const int N = 30;
        double sine = 0.8;
        double cosine = Math.Sqrt(1 - (sine * sine));
        var matrix = new double[N, N];
        for (int i = 0; i < N; i++)
        {
            for (int j = i; j < N; j++)
            {
                // The scale keeps the order of the columns under rounding.
                matrix[i, j] = Math.Pow(sine, i) * (i == j ? 1 : -cosine) * (1 - (1e-12 * j));
            }
        }

        InterpolationResult<double[,], double[,]> result = InterpolativeDecomposition.Compute(matrix, N - 1, new InterpolationOptions { Device = TestDevice.Get("cpu") });
        double smallest = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(matrix).Svd(false).S[N - 1];
        Assert.InRange(result.LargestCoefficient, 1, 2);
        Assert.Contains(N - 1, result.Indices);
        Assert.InRange(SkeletonMatrix.Error(matrix, result.Skeleton, result.Coefficients), 0, smallest * Math.Sqrt(1 + (4 * (N - 1))));
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void Compute_ExtremeScale_StaysInRange(double factor)
    {
        double[,] plain = SkeletonMatrix.Create("poly", 40, 30);
        double[,] scaled = SpectrumMatrix.Convert(plain, v => v * factor);
        var options = new InterpolationOptions { Device = TestDevice.Get("cpu") };
        InterpolationResult<double[,], double[,]> expected = InterpolativeDecomposition.Compute(plain, 5, options);
        InterpolationResult<double[,], double[,]> result = InterpolativeDecomposition.Compute(scaled, 5, options);
        Assert.Equal(expected.Indices, result.Indices);
        Assert.Equal(expected.ErrorEstimate, result.ErrorEstimate / factor, 1e-12);
    }

    [Fact]
    public void Compute_Twice_HasTheSameBits()
    {
        double[,] matrix = SkeletonMatrix.Create("slow", 90, 70);
        var options = new InterpolationOptions { Device = TestDevice.Get("cpu"), Seed = 4 };
        InterpolationResult<double[,], double[,]> first = InterpolativeDecomposition.Compute(matrix, 12, options);
        InterpolationResult<double[,], double[,]> second = InterpolativeDecomposition.Compute(matrix, 12, options);
        Assert.Equal(first.Indices, second.Indices);
        Assert.Equal(first.Coefficients.Cast<double>(), second.Coefficients.Cast<double>());
        Assert.Equal(first.ErrorEstimate, second.ErrorEstimate);
    }

    [Fact]
    public void Compute_BadArguments_Throws()
    {
        Device device = TestDevice.Get("cpu");
        Assert.Throws<ArgumentNullException>(() => InterpolativeDecomposition.Compute((double[,])null!, 1));
        Assert.Throws<ArgumentNullException>(() => InterpolativeDecomposition.Compute((DeviceMatrix<double>)null!, 1));
        Assert.Throws<ArgumentException>(() => InterpolativeDecomposition.Compute(new double[0, 5], 1));
        Assert.Throws<ArgumentException>(() => InterpolativeDecomposition.Compute(new double[,] { { 1, double.NaN } }, 1));
        Assert.Throws<ArgumentException>(() => InterpolativeDecomposition.Compute(new double[,] { { 1, double.PositiveInfinity } }, 0.1));
        Assert.Throws<ArgumentException>(() => InterpolativeDecomposition.Compute<double>(new double[7], 2, 3, MatrixLayout.RowMajor, 1));
        Assert.Throws<NotSupportedException>(() => InterpolativeDecomposition.Compute(new Half[3, 3], 1));
        foreach (int rank in new[] { 0, -1, 6 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => InterpolativeDecomposition.Compute(new double[5, 7], rank));
        }

        foreach (double tolerance in new[] { 0, 1, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => InterpolativeDecomposition.Compute(new double[5, 7], tolerance));
        }

        foreach (InterpolationOptions options in new InterpolationOptions[] { new() { Oversampling = -1 }, new() { MaximumRank = 0 }, new() { Axis = (InterpolationAxis)2 } })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => InterpolativeDecomposition.Compute(new double[5, 7], 2, options));
        }

        Assert.Throws<OperationCanceledException>(
            () => InterpolativeDecomposition.Compute(new double[5, 7], 2, cancellationToken: new CancellationToken(canceled: true)));
        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(device, new double[5, 7]);
        if (Device.All.FirstOrDefault(other => other != device) is { } other)
        {
            Assert.Throws<ArgumentException>(() => InterpolativeDecomposition.Compute(a, 2, new InterpolationOptions { Device = other }));
        }

        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => InterpolativeDecomposition.Compute(a, 2));
    }
}
