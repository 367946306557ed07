using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Core;
using Panther.Tests.Estimators;
using Panther.Tests.Kernels;

namespace Panther.Tests.Interpolation;

/// <summary>Interpolative decompositions of sparse matrices and of operators: the same algorithm as for dense ones, so that the dense result is the yardstick.</summary>
public sealed class SparseInterpolationTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_SparseOrOperator_PicksWhatTheDenseOnePicks(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((int rows, int columns, int rank) in new[] { (1, 1, 1), (1, 33, 1), (31, 7, 6), (33, 443, 5), (131, 97, 40) })
        {
            Check(device, rows, columns, rank, InterpolationAxis.Columns);
            Check(device, rows, columns, rank, InterpolationAxis.Rows);
        }
    }

    /// <summary>
    /// Sketches differ by rounding, by √m·u of their norm; that changes the coefficients R₁⁻¹R₂ by as much times the condition number of R₁, which is σ₁/σ_k times at most √(1 + 4k(n - k)) (Gu
    /// and Eisenstat 1996, theorem 3.2).
    /// </summary>
    private static void Check(Device device, int rows, int columns, int rank, InterpolationAxis axis)
    {
        double[] values = [.. Enumerable.Range(0, SparseMatrix.Filled(Math.Min(rows, columns))).Select(i => 1.0 / (1 + i))];
        double[,] matrix = SparseMatrix.Create(values, rows, columns);
        using CsrMatrix<double> stored = SparseMatrix.Upload(device, matrix);
        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(device, matrix);
        var products = new ProductsOnly<double>(a);
        var options = new InterpolationOptions { Axis = axis, Seed = 3 };

        using DeviceInterpolationResult<double> expected = InterpolativeDecomposition.Compute(a, rank, options);
        using SparseInterpolationResult<double> sparse = InterpolativeDecomposition.Compute(stored, rank, options);
        using DeviceInterpolationResult<double> known = InterpolativeDecomposition.Compute(products, rank, options);

        double tolerance = 8 * Math.Sqrt(Math.Max(rows, columns)) * 2.3e-16 * (values[0] / values[rank - 1]) * Math.Sqrt(1 + (4 * rank * Math.Max(rows, columns)));
        foreach ((int[] indices, double[,] skeleton, DeviceMatrix<double> x, double error) in new[]
        {
            (sparse.Indices, sparse.Skeleton.ToArray(), sparse.Coefficients, sparse.ErrorEstimate),
            (known.Indices, known.Skeleton.ToArray(), known.Coefficients, known.ErrorEstimate),
        })
        {
            Assert.Equal(expected.Indices, indices);
            Assert.Equal(expected.Skeleton.ToArray(), skeleton);
            Assert.All(expected.Coefficients.ToArray().Cast<double>().Zip(x.ToArray().Cast<double>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
            Assert.Equal(expected.ErrorEstimate, error, tolerance);
        }

        Assert.Equal(expected.Skeleton.ToArray().Cast<double>().Count(value => value != 0), sparse.Skeleton.NonzeroCount);
        Assert.Equal(expected.FrobeniusNorm, sparse.FrobeniusNorm, 1e-14);

        // The norm of d = 30 Gaussian products or more; the square spreads by √(2/d) at most.
        Assert.InRange(known.FrobeniusNorm / expected.FrobeniusNorm, 0.4, 1.8);
        Assert.Equal(products.Products, known.Passes);
        Assert.InRange(products.Widest, 1, (2 * rank) + 20);
    }

    /// <summary>A sparse matrix that is passed as an operator is measured and picked from all the same; only the types differ.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_SparseMatrixAsOperator_GoesTheSparseWay(string kind)
    {
        double[,] matrix = SparseMatrix.Create("poly", 61, 43);
        using CsrMatrix<double> a = SparseMatrix.Upload(TestDevice.Get(kind), matrix);
        ILinearOperator<double> asOperator = a;
        foreach (InterpolationAxis axis in Enum.GetValues<InterpolationAxis>())
        {
            foreach (double tolerance in new[] { 0, 0.2 })
            {
                var options = new InterpolationOptions { Axis = axis };
                using SparseInterpolationResult<double> expected =
                    tolerance > 0 ? InterpolativeDecomposition.Compute(a, tolerance, options) : InterpolativeDecomposition.Compute(a, 7, options);
                using DeviceInterpolationResult<double> result =
                    tolerance > 0 ? InterpolativeDecomposition.Compute(asOperator, tolerance, options) : InterpolativeDecomposition.Compute(asOperator, 7, options);
                Assert.Equal(expected.FrobeniusNorm, result.FrobeniusNorm);
                Assert.Equal(expected.Passes, result.Passes);
                Assert.Equal(expected.Indices, result.Indices);
                Assert.Equal(expected.Skeleton.ToArray(), result.Skeleton.ToArray());
                Assert.Equal(expected.Coefficients.ToArray(), result.Coefficients.ToArray());
                Assert.Equal(expected.ErrorEstimate, result.ErrorEstimate);
            }
        }
    }

    /// <summary>The bounds of <see cref="InterpolativeDecompositionTests.Compute_OverSeeds_StaysWithinTheBoundsOfTheory"/>, on sparse matrices.</summary>
    [Theory]
    [InlineData("slow", InterpolationAxis.Columns)]
    [InlineData("slow", InterpolationAxis.Rows)]
    [InlineData("fast", InterpolationAxis.Columns)]
    [InlineData("step", InterpolationAxis.Rows)]
    public void Compute_OverSeeds_StaysWithinTheBoundsOfTheory(string spectrum, InterpolationAxis axis)
    {
        const int Rank = 9;
        const int Seeds = 30;
        const int Sketch = (2 * Rank) + 10;
        double[,] matrix = SparseMatrix.Create(spectrum, 80, 60);
        double best = SpectrumMatrix.Tail(SymmetricMatrix.Spectrum(spectrum, SparseMatrix.Filled(60)), Rank);
        using CsrMatrix<double> a = SparseMatrix.Upload(TestDevice.Get("cpu"), matrix);
        double meanSquare = 0;
        int known = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            using SparseInterpolationResult<double> result = InterpolativeDecomposition.Compute(a, Rank, new InterpolationOptions { Axis = axis, Seed = seed });
            double error = axis == InterpolationAxis.Columns
                ? SkeletonMatrix.Error(matrix, result.Skeleton.ToArray(), result.Coefficients.ToArray())
                : SkeletonMatrix.Error(matrix, result.Coefficients.ToArray(), result.Skeleton.ToArray());
            Assert.InRange(error, best * (1 - 1e-12), best * Math.Sqrt(1 + (4 * Rank * (80 - Rank))));
            Assert.InRange(result.LargestCoefficient, 1, 2);
            meanSquare += error * error / Seeds;
            known += result.ErrorEstimate >= error / 3 && result.ErrorEstimate <= error * 3 ? 1 : 0;
        }

        Assert.InRange(Math.Sqrt(meanSquare) / best, 1 - 1e-12, Math.Sqrt((Rank + 1) * (1 + (Rank / (Sketch - Rank - 1.0)))));
        Assert.InRange(known, Seeds - 1, Seeds);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_Single_InterpolatesNearBest(string kind)
    {
        const int Rank = 6;
        double[] values = [.. Enumerable.Range(0, SparseMatrix.Filled(65)).Select(i => 1.0 / (1 + i))];
        float[,] matrix = SpectrumMatrix.Convert(SparseMatrix.Create(values, 130, 65), v => (float)v);
        using CsrMatrix<float> a = SparseMatrix.Upload(TestDevice.Get(kind), matrix);
        using SparseInterpolationResult<float> result = InterpolativeDecomposition.Compute(a, Rank, new InterpolationOptions { Seed = 3 });
        using DeviceInterpolationResult<float> known = InterpolativeDecomposition.Compute(new ProductsOnly<float>(a), Rank, new InterpolationOptions { Seed = 3 });
        foreach ((float[,] skeleton, DeviceMatrix<float> coefficients, double estimate) in new[]
        {
            (result.Skeleton.ToArray(), result.Coefficients, result.ErrorEstimate), (known.Skeleton.ToArray(), known.Coefficients, known.ErrorEstimate),
        })
        {
            // As for dense matrices: √(k + 1) of the best, and √2 for a sketch of d rows, with a product of k terms.
            double error = SkeletonMatrix.Error(SkeletonMatrix.Doubles(matrix), SkeletonMatrix.Doubles(skeleton), SkeletonMatrix.Doubles(coefficients.ToArray()));
            double rounding = 4 * Math.Sqrt(130 * 65) * Rank * 1.2e-7;
            double best = SpectrumMatrix.Tail(values, Rank);
            Assert.InRange(error, best * (1 - 1e-3) - rounding, (best * Math.Sqrt(2 * (Rank + 1))) + rounding);
            Assert.InRange(estimate, (error / 3) - rounding, (error * 3) + rounding);
        }
    }

    [Theory]
    [InlineData("cpu", 0.3)]
    [InlineData("cpu", 1e-6)]
    [InlineData("opencl", 1e-3)]
    [InlineData("cuda", 1e-3)]
    public void Compute_Tolerance_FindsFewColumns(string kind, double tolerance)
    {
        double[] values = [.. Enumerable.Range(0, SparseMatrix.Filled(120)).Select(i => Math.Pow(0.8, i))];
        double[,] matrix = SparseMatrix.Create(values, 160, 120);
        double norm = SpectrumMatrix.Tail(values, 0);
        int best = Enumerable.Range(1, 100).First(k => SpectrumMatrix.Tail(values, k) <= tolerance * norm);
        int most = Enumerable.Range(1, 100).First(k => SpectrumMatrix.Tail(values, k) * Math.Sqrt(2 * (k + 1)) <= tolerance * norm);
        using CsrMatrix<double> a = SparseMatrix.Upload(TestDevice.Get(kind), matrix);

        using SparseInterpolationResult<double> result = InterpolativeDecomposition.Compute(a, tolerance);
        using DeviceInterpolationResult<double> known = InterpolativeDecomposition.Compute(new ProductsOnly<double>(a), tolerance);

        Assert.InRange(result.Rank, best, most);
        Assert.InRange(SkeletonMatrix.Error(matrix, result.Skeleton.ToArray(), result.Coefficients.ToArray()), 0, 1.5 * tolerance * norm);

        // Against an estimated norm.
        Assert.InRange(known.RelativeErrorEstimate, 0, tolerance);
        Assert.InRange(SkeletonMatrix.Error(matrix, known.Skeleton.ToArray(), known.Coefficients.ToArray()), 0, 3 * tolerance * norm);
    }

    [Fact]
    public void Compute_ToleranceOutOfReach_Throws()
    {
        using CsrMatrix<double> a = SparseMatrix.Upload(TestDevice.Get("cpu"), SparseMatrix.Create("flat", 60, 60));
        var options = new InterpolationOptions { MaximumRank = 10 };
        Assert.Throws<InvalidOperationException>(() => InterpolativeDecomposition.Compute(a, 0.1, options));
        Assert.Throws<InvalidOperationException>(() => InterpolativeDecomposition.Compute(new ProductsOnly<double>(a), 0.1, options));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_RankDeficient_PicksTheRank(string kind)
    {
        Device device = TestDevice.Get(kind);
        double[,] matrix = SparseMatrix.Create([3, 2, 1], 70, 50);
        using CsrMatrix<double> a = SparseMatrix.Upload(device, matrix);
        using SparseInterpolationResult<double> result = InterpolativeDecomposition.Compute(a, 8);
        using DeviceInterpolationResult<double> known = InterpolativeDecomposition.Compute(new ProductsOnly<double>(a), 8);
        Assert.Equal((3, 3), (result.Rank, known.Rank));
        Assert.InRange(SkeletonMatrix.Error(matrix, result.Skeleton.ToArray(), result.Coefficients.ToArray()), 0, 1e-12);

        using CsrMatrix<double> zero = CsrMatrix<double>.Create(device, 20, 30, new long[21], [], []);
        using SparseInterpolationResult<double> nothing = InterpolativeDecomposition.Compute(zero, 4);
        using DeviceInterpolationResult<double> noProduct = InterpolativeDecomposition.Compute(new ProductsOnly<double>(zero), 4);
        Assert.Equal((1, 0L, 0.0, 0.0), (nothing.Rank, nothing.Skeleton.NonzeroCount, nothing.ErrorEstimate, nothing.FrobeniusNorm));
        Assert.Equal((1, 0.0, 0.0), (noProduct.Rank, noProduct.ErrorEstimate, noProduct.RelativeErrorEstimate));
    }

    /// <summary>Squares of the elements are out of range; powers of two change no digit.</summary>
    [Theory]
    [InlineData(66, 531)]
    [InlineData(-66, -531)]
    public void Compute_ScaledByAPowerOfTwo_GivesTheSameDigits(int single, int twice)
    {
        Check<float>(single);
        Check<double>(twice);

        static void Check<T>(int exponent)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            Device device = TestDevice.Get("cpu");
            double[,] matrix = SparseMatrix.Create("poly", 60, 40);
            using CsrMatrix<T> a = SparseMatrix.Upload(device, SpectrumMatrix.Convert(matrix, T.CreateTruncating));
            using CsrMatrix<T> scaled = SparseMatrix.Upload(device, SpectrumMatrix.Convert(matrix, value => T.ScaleB(T.CreateTruncating(value), exponent)));
            using SparseInterpolationResult<T> expected = InterpolativeDecomposition.Compute(a, 5), result = InterpolativeDecomposition.Compute(scaled, 5);
            using DeviceInterpolationResult<T> known = InterpolativeDecomposition.Compute(new ProductsOnly<T>(scaled), 5);
            Assert.Equal(expected.Indices, result.Indices);
            Assert.Equal(expected.Indices, known.Indices);
            Assert.Equal(expected.Coefficients.ToArray(), result.Coefficients.ToArray());
            Assert.Equal(expected.Coefficients.ToArray(), known.Coefficients.ToArray());
            Assert.Equal(expected.RelativeErrorEstimate, result.RelativeErrorEstimate, 1e-12);
            Assert.Equal(expected.FrobeniusNorm, Math.ScaleB(result.FrobeniusNorm, -exponent), 1e-12);
        }
    }

    /// <summary>All columns, or all rows, of full rank: coefficients are a permutation, and nothing is left.</summary>
    [Theory]
    [InlineData(12, 9)]
    [InlineData(9, 12)]
    [InlineData(9, 9)]
    public void Compute_AsManyAsTheSmallerSide_LeavesRounding(int rows, int columns)
    {
        double[,] matrix = SparseMatrix.Create([9, 8, 7, 6, 5, 4, 3, 2, 1], rows, columns);
        using CsrMatrix<double> a = SparseMatrix.Upload(TestDevice.Get("cpu"), matrix);
        var options = new InterpolationOptions { Axis = columns == 9 ? InterpolationAxis.Columns : InterpolationAxis.Rows };
        using SparseInterpolationResult<double> result = InterpolativeDecomposition.Compute(a, 9, options);
        using DeviceInterpolationResult<double> known = InterpolativeDecomposition.Compute(new ProductsOnly<double>(a), 9, options);
        Assert.Equal(Enumerable.Range(0, 9), result.Indices.Order());
        Assert.Equal(result.Indices, known.Indices);
        Assert.Equal((0.0, 1.0), (result.ErrorEstimate, result.LargestCoefficient));
        Assert.Equal(9, result.Coefficients.ToArray().Cast<double>().Sum());

        // σ₁/σ_k = 9 multiplies the rounding of C⁺AR⁺ twice.
        using SparseCurResult<double> cur = Cur.Compute(a, 9);
        Assert.InRange(SkeletonMatrix.Error(matrix, cur.C.ToArray(), cur.U.ToArray(), cur.R.ToArray()), 0, 81 * 9 * 12 * 2.3e-16 * cur.FrobeniusNorm);
    }

    /// <summary>Elements at one place add up; halves do so without rounding, whatever else is between them.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_RepeatedElements_AreOne(string kind)
    {
        Device device = TestDevice.Get(kind);
        double[,] matrix = SparseMatrix.Create("poly", 60, 40);
        using CsrMatrix<double> once = SparseMatrix.Upload(device, matrix), twice = SparseMatrix.Upload(device, matrix, isRepeated: true);
        foreach (InterpolationAxis axis in Enum.GetValues<InterpolationAxis>())
        {
            var options = new InterpolationOptions { Axis = axis };
            using SparseInterpolationResult<double> expected = InterpolativeDecomposition.Compute(once, 5, options);
            using SparseInterpolationResult<double> result = InterpolativeDecomposition.Compute(twice, 5, options);
            Assert.Equal(expected.Indices, result.Indices);
            Assert.Equal(expected.Skeleton.ToArray(), result.Skeleton.ToArray());
            Assert.Equal(expected.FrobeniusNorm, result.FrobeniusNorm, 1e-14);
        }
    }

    /// <summary>As a dense matrix this one would take 29 GB.</summary>
    [Fact]
    public void Compute_LargeSparseMatrix_StaysSparse()
    {
        const int Side = 60_000;
        long[] starts = [.. Enumerable.Range(0, Side + 1).Select(i => (long)i)];
        int[] columns = [.. Enumerable.Range(0, Side).Select(i => (int)(7919L * i % Side))];
        double[] values = [.. Enumerable.Range(0, Side).Select(i => i is 3 or 40_000 ? 1000.0 : 1e-3)];
        using CsrMatrix<double> a = CsrMatrix<double>.Create(TestDevice.Get("cpu"), Side, Side, starts, columns, values);

        using SparseInterpolationResult<double> result = InterpolativeDecomposition.Compute(a, 2, new InterpolationOptions { Oversampling = 0 });

        Assert.Equal(new[] { columns[3], columns[40_000] }.Order(), result.Indices.Order());
        Assert.Equal(2, result.Skeleton.NonzeroCount);
        Assert.Equal(Math.Sqrt(2e6), result.FrobeniusNorm, 1e-3);
    }

    [Fact]
    public void Compute_Twice_HasTheSameBitsAndLeavesTheMatrix()
    {
        double[,] matrix = SparseMatrix.Create("slow", 90, 70);
        using CsrMatrix<double> a = SparseMatrix.Upload(TestDevice.Get("cpu"), matrix);
        using SparseInterpolationResult<double> first = InterpolativeDecomposition.Compute(a, 12);
        using SparseInterpolationResult<double> second = InterpolativeDecomposition.Compute(a, 12);
        Assert.Equal(first.Indices, second.Indices);
        Assert.Equal(first.Coefficients.ToArray(), second.Coefficients.ToArray());
        Assert.Equal(first.ErrorEstimate, second.ErrorEstimate);
        Assert.Equal(matrix, a.ToArray());
    }

    [Fact]
    public void InterpolativeDecomposition_OfSparseMathNetMatrix_PicksSparseColumns()
    {
        double[,] matrix = SparseMatrix.Create("poly", 60, 40);
        var options = new InterpolationOptions { Device = TestDevice.Get("cpu"), Seed = 2 };
        InterpolationResult<Matrix<double>, Matrix<double>> dense = Matrix<double>.Build.DenseOfArray(matrix).InterpolativeDecomposition(7, options);
        InterpolationResult<Matrix<double>, Matrix<double>> sparse = Matrix<double>.Build.SparseOfArray(matrix).InterpolativeDecomposition(7, options);
        InterpolationResult<Matrix<double>, Matrix<double>> rows =
            Matrix<double>.Build.SparseOfArray(matrix).InterpolativeDecomposition(0.1, options with { Axis = InterpolationAxis.Rows });

        Assert.Equal(dense.Indices, sparse.Indices);
        Assert.IsType<SparseCompressedRowMatrixStorage<double>>(sparse.Skeleton.Storage);
        Assert.Equal(dense.Skeleton.ToArray(), sparse.Skeleton.ToArray());
        Assert.IsType<SparseCompressedRowMatrixStorage<double>>(rows.Skeleton.Storage);
        Assert.InRange(SkeletonMatrix.Error(matrix, rows.Coefficients.ToArray(), rows.Skeleton.ToArray()), 0, 0.15 * rows.FrobeniusNorm);
    }

    [Fact]
    public void Compute_BadArguments_Throws()
    {
        Device device = TestDevice.Get("cpu");
        using CsrMatrix<double> a = SparseMatrix.Upload(device, SparseMatrix.Create("poly", 7, 5));
        Assert.Throws<ArgumentNullException>(() => InterpolativeDecomposition.Compute((CsrMatrix<double>)null!, 1));
        Assert.Throws<ArgumentNullException>(() => InterpolativeDecomposition.Compute((ILinearOperator<double>)null!, 1));
        foreach (ILinearOperator<double> matrix in new ILinearOperator<double>[] { a, new ProductsOnly<double>(a) })
        {
            foreach (int rank in new[] { 0, 6 })
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => Run(matrix, rank));
            }

            foreach (double tolerance in new[] { 0, 1, double.NaN })
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => Run(matrix, tolerance));
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => Run(matrix, 2, new InterpolationOptions { Oversampling = -1 }));
            Assert.Throws<OperationCanceledException>(() => Run(matrix, 2, null, new CancellationToken(canceled: true)));
            if (Device.All.FirstOrDefault(other => other != device) is { } other)
            {
                Assert.Throws<ArgumentException>(() => Run(matrix, 2, new InterpolationOptions { Device = other }));
            }
        }

        foreach (double value in new[] { double.NaN, double.NegativeInfinity })
        {
            using CsrMatrix<double> bad = CsrMatrix<double>.Create(device, 3, 4, [0, 1, 2, 2], [3, 0], [1, value]);
            Assert.Throws<ArgumentException>(() => Run(bad, 2));
            Assert.Throws<ArgumentException>(() => Run(bad, 0.1));
            Assert.Throws<ArgumentException>(() => Run(new ProductsOnly<double>(bad), 2));
        }

        using CsrMatrix<double> empty = CsrMatrix<double>.Create(device, 0, 4, [0], [], []);
        using CsrMatrix<Half> half = CsrMatrix<Half>.Create(device, 1, 1, [0, 0], [], []);
        Assert.Throws<ArgumentException>(() => Run(empty, 1));
        Assert.Throws<NotSupportedException>(() => InterpolativeDecomposition.Compute(half, 1));
        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Run(a, 2));
        Assert.Throws<ObjectDisposedException>(() => Run(new ProductsOnly<double>(a), 2));
    }

    private static void Run(ILinearOperator<double> matrix, int rank, InterpolationOptions? options = null, CancellationToken cancellation = default)
    {
        if (matrix is CsrMatrix<double> sparse)
        {
            InterpolativeDecomposition.Compute(sparse, rank, options, null, cancellation).Dispose();
        }
        else
        {
            InterpolativeDecomposition.Compute(matrix, rank, options, null, cancellation).Dispose();
        }
    }

    private static void Run(ILinearOperator<double> matrix, double tolerance)
    {
        if (matrix is CsrMatrix<double> sparse)
        {
            InterpolativeDecomposition.Compute(sparse, tolerance).Dispose();
        }
        else
        {
            InterpolativeDecomposition.Compute(matrix, tolerance).Dispose();
        }
    }
}
