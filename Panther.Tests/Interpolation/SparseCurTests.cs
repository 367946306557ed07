using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;
using Panther.Tests.Core;
using Panther.Tests.Estimators;
using Panther.Tests.Kernels;

namespace Panther.Tests.Interpolation;

/// <summary>CUR decompositions of sparse matrices and of operators.</summary>
public sealed class SparseCurTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_SparseOrOperator_PicksWhatTheDenseOnePicks(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((int rows, int columns, int rank) in new[] { (1, 1, 1), (1, 33, 1), (31, 7, 6), (33, 443, 5), (131, 97, 20) })
        {
            double[] values = [.. Enumerable.Range(0, SparseMatrix.Filled(Math.Min(rows, columns))).Select(i => 1.0 / (1 + i))];
            double[,] matrix = SparseMatrix.Create(values, rows, columns);
            using CsrMatrix<double> stored = SparseMatrix.Upload(device, matrix);
            using DeviceMatrix<double> a = DeviceMatrix<double>.Create(device, matrix);
            var products = new ProductsOnly<double>(a);
            var options = new CurOptions { Seed = 3 };

            using DeviceCurResult<double> expected = Cur.Compute(a, rank, options);
            using SparseCurResult<double> sparse = Cur.Compute(stored, rank, options);
            using DeviceCurResult<double> known = Cur.Compute(products, rank, options);

            Assert.Equal(expected.ColumnIndices, sparse.ColumnIndices);
            Assert.Equal(expected.RowIndices, sparse.RowIndices);
            Assert.Equal(expected.ColumnIndices, known.ColumnIndices);
            Assert.Equal(expected.RowIndices, known.RowIndices);
            Assert.Equal(expected.C.ToArray(), sparse.C.ToArray());
            Assert.Equal(expected.C.ToArray(), known.C.ToArray());
            Assert.Equal(expected.R.ToArray(), sparse.R.ToArray());
            Assert.Equal(expected.R.ToArray(), known.R.ToArray());
            Assert.Equal(expected.C.ToArray().Cast<double>().Count(value => value != 0), sparse.C.NonzeroCount);
            Assert.Equal(expected.R.ToArray().Cast<double>().Count(value => value != 0), sparse.R.NonzeroCount);
            Assert.Equal(products.Products, known.Passes);

            // U inverts the smallest singular value that is taken in, 1/k, which multiplies rounding by k twice.
            double rounding = 4 * Math.Sqrt(rows * columns) * rank * rank * 2.3e-16;
            double error = SkeletonMatrix.Error(matrix, sparse.C.ToArray(), sparse.U.ToArray(), sparse.R.ToArray());
            Assert.Equal(SkeletonMatrix.Error(matrix, expected.C.ToArray(), expected.U.ToArray(), expected.R.ToArray()), error, rounding);
            Assert.Equal(SkeletonMatrix.Error(matrix, known.C.ToArray(), known.U.ToArray(), known.R.ToArray()), error, rounding);
            Assert.Equal(expected.ErrorEstimate, sparse.ErrorEstimate, 10 * rounding);
            Assert.Equal(expected.ErrorEstimate, known.ErrorEstimate, 10 * rounding);
        }
    }

    /// <summary>A sparse matrix that is passed as an operator is measured and picked from all the same; only the types differ.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_SparseMatrixAsOperator_GoesTheSparseWay(string kind)
    {
        double[,] matrix = SparseMatrix.Create("poly", 61, 43);
        using CsrMatrix<double> a = SparseMatrix.Upload(TestDevice.Get(kind), matrix);
        foreach (double tolerance in new[] { 0, 0.2 })
        {
            ILinearOperator<double> asOperator = a;
            using SparseCurResult<double> expected = tolerance > 0 ? Cur.Compute(a, tolerance) : Cur.Compute(a, 7);
            using DeviceCurResult<double> result = tolerance > 0 ? Cur.Compute(asOperator, tolerance) : Cur.Compute(asOperator, 7);
            Assert.Equal(expected.FrobeniusNorm, result.FrobeniusNorm);
            Assert.Equal(expected.Passes, result.Passes);
            Assert.Equal(expected.ColumnIndices, result.ColumnIndices);
            Assert.Equal(expected.RowIndices, result.RowIndices);
            Assert.Equal(expected.C.ToArray(), result.C.ToArray());
            Assert.Equal(expected.U.ToArray(), result.U.ToArray());
            Assert.Equal(expected.R.ToArray(), result.R.ToArray());
            Assert.Equal(expected.ErrorEstimate, result.ErrorEstimate, 1e-13 * expected.FrobeniusNorm);
        }
    }

    /// <summary>
    /// A sketch of the rows, as a product and in place, and its random matrix are (2k + 20)·(2m + n) elements; a basis of m·k floats and two such panels in double to make it are less, as long as nothing
    /// that has served its purpose is held beside them. A fifth more is for the sizes that pools round up to.
    /// </summary>
    [Fact]
    public void Compute_Single_HoldsTwoSketchesAtMost()
    {
        const int Rows = 4000;
        const int Columns = 800;
        const int Rank = 50;
        using var device = new CpuDevice("cpu:memory", new CpuDeviceOptions());
        using CsrMatrix<float> a = SparseMatrix.Upload(device, SpectrumMatrix.Convert(SparseMatrix.Create("slow", Rows, Columns), value => (float)value));
        using (DeviceMatrix<float> column = DeviceMatrix<float>.Allocate(device, Rows, 1), row = DeviceMatrix<float>.Allocate(device, Columns, 1))
        {
            // The transpose, which the matrix keeps.
            a.MultiplyTransposed(column, row);
        }

        long before = device.Memory.InUseBytes;
        using SparseCurResult<float> result = Cur.Compute(a, Rank);
        double elements = (device.Memory.PeakInUseBytes - before) / (double)sizeof(float);
        Assert.InRange(elements, Rows * Rank, 1.2 * ((2.0 * Rank) + 20) * ((2 * Rows) + Columns));
    }

    /// <summary>The bounds of <see cref="CurTests.Compute_OverSeeds_StaysWithinTheBoundsOfTheory"/>, on sparse matrices.</summary>
    [Theory]
    [InlineData("slow")]
    [InlineData("fast")]
    [InlineData("step")]
    public void Compute_OverSeeds_StaysWithinTheBoundsOfTheory(string spectrum)
    {
        const int Rank = 9;
        const int Seeds = 30;
        double[,] matrix = SparseMatrix.Create(spectrum, 80, 60);
        double best = SpectrumMatrix.Tail(SymmetricMatrix.Spectrum(spectrum, SparseMatrix.Filled(60)), Rank);
        using CsrMatrix<double> a = SparseMatrix.Upload(TestDevice.Get("cpu"), matrix);
        double meanSquare = 0;
        int known = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            using SparseCurResult<double> result = Cur.Compute(a, Rank, new CurOptions { Seed = seed });
            double error = SkeletonMatrix.Error(matrix, result.C.ToArray(), result.U.ToArray(), result.R.ToArray());
            meanSquare += error * error / Seeds;
            known += result.ErrorEstimate >= error / 3 && result.ErrorEstimate <= error * 3 ? 1 : 0;
        }

        Assert.InRange(Math.Sqrt(meanSquare) / best, 1 - 1e-12, Math.Sqrt(2 * (Rank + 1)));
        Assert.InRange(known, Seeds - 1, Seeds);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_Single_IsNearBest(string kind)
    {
        const int Rank = 6;
        double[] values = [.. Enumerable.Range(0, SparseMatrix.Filled(65)).Select(i => 1.0 / (1 + i))];
        float[,] matrix = SpectrumMatrix.Convert(SparseMatrix.Create(values, 130, 65), v => (float)v);
        using CsrMatrix<float> a = SparseMatrix.Upload(TestDevice.Get(kind), matrix);
        using SparseCurResult<float> result = Cur.Compute(a, Rank);
        double error = SkeletonMatrix.Error(
            SkeletonMatrix.Doubles(matrix), SkeletonMatrix.Doubles(result.C.ToArray()), SkeletonMatrix.Doubles(result.U.ToArray()), SkeletonMatrix.Doubles(result.R.ToArray()));
        double rounding = 4 * Math.Sqrt(130 * 65) * Rank * Rank * 1.2e-7;
        double best = SpectrumMatrix.Tail(values, Rank);
        Assert.InRange(error, best * (1 - 1e-3) - rounding, (best * Math.Sqrt(2 * (Rank + 1))) + rounding);
        Assert.InRange(result.ErrorEstimate, (error / 3) - rounding, (error * 3) + rounding);
        Assert.Equal(5, result.Passes);
    }

    [Theory]
    [InlineData("cpu", 0.3)]
    [InlineData("cpu", 1e-4)]
    [InlineData("opencl", 1e-2)]
    [InlineData("cuda", 1e-2)]
    public void Compute_Tolerance_FindsFewColumnsAndRows(string kind, double tolerance)
    {
        double[] values = [.. Enumerable.Range(0, SparseMatrix.Filled(120)).Select(i => Math.Pow(0.8, i))];
        double[,] matrix = SparseMatrix.Create(values, 160, 120);
        double norm = SpectrumMatrix.Tail(values, 0);
        int best = Enumerable.Range(1, 100).First(k => SpectrumMatrix.Tail(values, k) <= tolerance * norm);
        int most = Enumerable.Range(1, 100).First(k => SpectrumMatrix.Tail(values, k) * Math.Sqrt(4 * (k + 1)) <= tolerance * norm);
        using CsrMatrix<double> a = SparseMatrix.Upload(TestDevice.Get(kind), matrix);

        using SparseCurResult<double> result = Cur.Compute(a, tolerance);
        using DeviceCurResult<double> known = Cur.Compute(new ProductsOnly<double>(a), tolerance);

        Assert.InRange(result.ColumnIndices.Length, best, most);
        Assert.InRange(result.RowIndices.Length, best, most);
        Assert.InRange(SkeletonMatrix.Error(matrix, result.C.ToArray(), result.U.ToArray(), result.R.ToArray()), 0, 1.5 * tolerance * norm);
        Assert.InRange(known.RelativeErrorEstimate, 0, tolerance);
        Assert.InRange(SkeletonMatrix.Error(matrix, known.C.ToArray(), known.U.ToArray(), known.R.ToArray()), 0, 3 * tolerance * norm);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_RankDeficientOrZero_PicksTheRank(string kind)
    {
        Device device = TestDevice.Get(kind);
        double[,] matrix = SparseMatrix.Create([3, 2, 1], 70, 50);
        using CsrMatrix<double> a = SparseMatrix.Upload(device, matrix);
        using SparseCurResult<double> result = Cur.Compute(a, 8);
        using DeviceCurResult<double> known = Cur.Compute(new ProductsOnly<double>(a), 8);
        Assert.Equal((3, 3), (result.ColumnIndices.Length, result.RowIndices.Length));
        Assert.Equal((3, 3), (known.ColumnIndices.Length, known.RowIndices.Length));
        Assert.InRange(SkeletonMatrix.Error(matrix, result.C.ToArray(), result.U.ToArray(), result.R.ToArray()), 0, 1e-12);

        using CsrMatrix<double> zero = CsrMatrix<double>.Create(device, 20, 30, new long[21], [], []);
        using SparseCurResult<double> nothing = Cur.Compute(zero, 4);
        using DeviceCurResult<double> noProduct = Cur.Compute(new ProductsOnly<double>(zero), 4);
        Assert.Equal((1, 1, 0.0), (nothing.ColumnIndices.Length, nothing.RowIndices.Length, nothing.ErrorEstimate));
        Assert.Equal((1, 1, 0.0), (noProduct.ColumnIndices.Length, noProduct.RowIndices.Length, noProduct.ErrorEstimate));
        Assert.Equal(0, nothing.U.ToArray()[0, 0]);
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1e150)]
    public void Compute_ExtremeScale_StaysInRange(double factor)
    {
        double[,] plain = SparseMatrix.Create("poly", 40, 30);
        Device device = TestDevice.Get("cpu");
        using CsrMatrix<double> a = SparseMatrix.Upload(device, plain), scaled = SparseMatrix.Upload(device, SpectrumMatrix.Convert(plain, v => v * factor));
        using SparseCurResult<double> expected = Cur.Compute(a, 5), result = Cur.Compute(scaled, 5);
        using DeviceCurResult<double> known = Cur.Compute(new ProductsOnly<double>(scaled), 5);
        Assert.Equal(expected.ColumnIndices, result.ColumnIndices);
        Assert.Equal(expected.ErrorEstimate, result.ErrorEstimate / factor, 1e-12);
        Assert.Equal(expected.ErrorEstimate, known.ErrorEstimate / factor, 1e-12);
    }

    [Fact]
    public void Compute_Twice_HasTheSameBitsAndLeavesTheMatrix()
    {
        double[,] matrix = SparseMatrix.Create("slow", 90, 70);
        using CsrMatrix<double> a = SparseMatrix.Upload(TestDevice.Get("cpu"), matrix);
        using SparseCurResult<double> first = Cur.Compute(a, 12), second = Cur.Compute(a, 12);
        Assert.Equal(first.ColumnIndices, second.ColumnIndices);
        Assert.Equal(first.U.ToArray(), second.U.ToArray());
        Assert.Equal(first.ErrorEstimate, second.ErrorEstimate);
        Assert.Equal(matrix, a.ToArray());
    }

    [Fact]
    public void Cur_OfSparseMathNetMatrix_KeepsSparseFactors()
    {
        double[,] matrix = SparseMatrix.Create("poly", 60, 40);
        var options = new CurOptions { Device = TestDevice.Get("cpu"), Seed = 2 };
        CurResult<Matrix<double>, Matrix<double>> dense = Matrix<double>.Build.DenseOfArray(matrix).Cur(7, options);
        CurResult<Matrix<double>, Matrix<double>> sparse = Matrix<double>.Build.SparseOfArray(matrix).Cur(7, options);
        CurResult<Matrix<double>, Matrix<double>> close = Matrix<double>.Build.SparseOfArray(matrix).Cur(0.1, options);

        Assert.Equal(dense.ColumnIndices, sparse.ColumnIndices);
        Assert.Equal(dense.RowIndices, sparse.RowIndices);
        Assert.IsType<SparseCompressedRowMatrixStorage<double>>(sparse.C.Storage);
        Assert.IsType<SparseCompressedRowMatrixStorage<double>>(sparse.R.Storage);
        Assert.Equal(dense.C.ToArray(), sparse.C.ToArray());
        Assert.Equal(dense.R.ToArray(), sparse.R.ToArray());
        Assert.InRange((Matrix<double>.Build.DenseOfArray(matrix) - (close.C * close.U * close.R)).FrobeniusNorm(), 0, 0.15 * close.FrobeniusNorm);
    }

    [Fact]
    public void Compute_BadArguments_Throws()
    {
        Device device = TestDevice.Get("cpu");
        using CsrMatrix<double> a = SparseMatrix.Upload(device, SparseMatrix.Create("poly", 7, 5));
        var products = new ProductsOnly<double>(a);
        Assert.Throws<ArgumentNullException>(() => Cur.Compute((CsrMatrix<double>)null!, 1));
        Assert.Throws<ArgumentNullException>(() => Cur.Compute((ILinearOperator<double>)null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(a, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(a, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(a, 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(products, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(products, 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(a, 2, new CurOptions { Oversampling = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(products, 0.1, new CurOptions { MaximumRank = 0 }));
        Assert.Throws<OperationCanceledException>(() => Cur.Compute(a, 2, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => Cur.Compute(products, 2, cancellationToken: new CancellationToken(canceled: true)));
        if (Device.All.FirstOrDefault(other => other != device) is { } other)
        {
            Assert.Throws<ArgumentException>(() => Cur.Compute(a, 2, new CurOptions { Device = other }));
            Assert.Throws<ArgumentException>(() => Cur.Compute(products, 2, new CurOptions { Device = other }));
        }

        using CsrMatrix<double> empty = CsrMatrix<double>.Create(device, 3, 0, new long[4], [], []), bad = CsrMatrix<double>.Create(device, 2, 2, [0, 1, 1], [1], [double.NaN]);
        using CsrMatrix<Half> half = CsrMatrix<Half>.Create(device, 1, 1, [0, 0], [], []);
        Assert.Throws<ArgumentException>(() => Cur.Compute(empty, 1));
        Assert.Throws<ArgumentException>(() => Cur.Compute(bad, 1));
        Assert.Throws<ArgumentException>(() => Cur.Compute(new ProductsOnly<double>(bad), 0.5));
        Assert.Throws<NotSupportedException>(() => Cur.Compute(half, 1));
        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Cur.Compute(a, 2));
        Assert.Throws<ObjectDisposedException>(() => Cur.Compute(products, 2));
    }
}
