using Panther.Bench.Report;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Hadamard;
using Panther.Kernels.Histograms;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;
using Panther.Kernels.Rows;
using Panther.Kernels.Scan;
using Panther.Kernels.Sort;
using Panther.Kernels.Transpose;

namespace Panther.Bench.Suites.Engine.Library;

/// <summary>The kernels of the library, at the sizes of the engine's report.</summary>
internal static class KernelCases
{
    /// <summary>All cases.</summary>
    /// <param name="isProcessor">Whether the sizes are those for a processor.</param>
    /// <param name="quick">Whether they are small.</param>
    public static IEnumerable<KernelCase> All(bool isProcessor, bool quick)
    {
        int size = isProcessor ? (quick ? 1024 : 4096) : 8192;
        int[] widths = isProcessor || quick ? [size] : [512, 1024, 2048, 4096, 8192, 16384, 32768];
        return
        [
            NormalDraws(size),
            Elementwise(size),
            Transpose(size),
            Sum(size),
            SumOfSquares(size),
            MaxAbs(size),
            RowNorms(size),
            ColumnNorms(size),
            .. widths.Select(width => RowSoftmax((long)size * size / width, width)),
            .. widths.Select(width => LayerNorm((long)size * size / width, width)),
            .. widths.Select(width => HadamardRows((long)size * size / width, width)),
            HadamardColumns(size),
            Sort(isProcessor ? (quick ? 1 << 16 : 1 << 20) : 1 << 24),
            CountBins(size, 256),
            CountBins(size, 65_536),
            Scan(size),
            Product(isProcessor ? (quick ? 256 : 512) : 4096),
        ];
    }

    private static KernelCase NormalDraws(int size) => KernelCase.Moving("normal-draws", Square(size), 4.0 * size * size, w =>
    {
        RowMatrix<float> matrix = w.Matrix(size, size);
        return new KernelRun(
            () => RandomMatrix.Fill<float, NormalSingle>(w.Stream, matrix.Elements, size, size, size, 1, new RandomStream(1), 1),
            () => Workspace.Require(w.Read(matrix.Elements, size + 1, 1)[0], Workspace.Draw(1, 1), 0, "a draw"));
    });

    private static KernelCase Elementwise(int size) => KernelCase.Moving("elementwise", Square(size), 12.0 * size * size, w =>
    {
        RowMatrix<float> x = w.Normal(size, size), y = w.Normal(size, size), z = w.Matrix(size, size);
        return new KernelRun(
            () => VectorOperations.Triad(w.Stream, 3f, x.Elements, y.Elements, z.Elements),
            () => Workspace.Require(w.Read(z.Elements, size + 1, 1)[0], MathF.FusedMultiplyAdd(3, Workspace.Draw(1, 1), Workspace.Draw(1, 1)), 0, "3x + y"));
    });

    private static KernelCase Transpose(int size) => KernelCase.Moving("transpose", Square(size), 8.0 * size * size, w =>
    {
        RowMatrix<float> source = w.Normal(size, size), destination = w.Matrix(size, size);
        return new KernelRun(
            () => Transposition.Transpose(w.Stream, source, destination),
            () => Workspace.Require(w.Read(destination.Elements, (3L * size) + 1, 1)[0], Workspace.Draw(1, 3), 0, "element (3, 1)"));
    });

    private static KernelCase Sum(int size) => Reduce<double, SumSingle>("sum", size, 1e-6 * size * size);

    private static KernelCase SumOfSquares(int size) => Reduce<double, SumOfSquaresSingle>("sum-of-squares", size, 1e-3);

    private static KernelCase MaxAbs(int size) => Reduce<float, MaxAbsSingle>("max-abs", size, 0);

    private static KernelCase Reduce<TResult, TReduction>(string name, int size, double tolerance)
        where TResult : unmanaged, System.Numerics.INumber<TResult>
        where TReduction : struct, IReduction<float, TResult>
        => KernelCase.Moving(name, Square(size), 4.0 * size * size, w =>
        {
            RowMatrix<float> source = w.Normal(size, size);
            ArrayView<TResult> result = w.Allocate<TResult>(1);
            return new KernelRun(() => Reduction.Reduce<float, TResult, TReduction>(w.Stream, source.Elements, result), () =>
            {
                TResult expected = TReduction.Identity;
                foreach (float value in w.Read(source.Elements, 0, size * size))
                {
                    expected = TReduction.Combine(expected, TReduction.Term(value));
                }

                double all = double.CreateTruncating(expected);
                Workspace.Require(double.CreateTruncating(w.Read(result, 0, 1)[0]), all, tolerance * Math.Max(1, Math.Abs(all)) * 1e-6, name);
            });
        });

    private static KernelCase RowNorms(int size) => KernelCase.Moving("row-norms", Square(size), 4.0 * size * size, w =>
    {
        RowMatrix<float> source = w.Normal(size, size);
        ArrayView<double> sums = w.Allocate<double>(size);
        return new KernelRun(
            () => Reduction.ReduceRows<float, double, SumOfSquaresSingle>(w.Stream, source, sums),
            () => Workspace.Require(w.Read(sums, 1, 1)[0], Squares(size, j => Workspace.Draw(1, j)), 1e-9 * size, "the second row's sum"));
    });

    private static KernelCase ColumnNorms(int size) => KernelCase.Moving("column-norms", Square(size), 4.0 * size * size, w =>
    {
        RowMatrix<float> source = w.Normal(size, size);
        ArrayView<double> sums = w.Allocate<double>(size);
        return new KernelRun(
            () => Reduction.ReduceColumns<float, double, SumOfSquaresSingle>(w.Stream, source, sums),
            () => Workspace.Require(w.Read(sums, 1, 1)[0], Squares(size, i => Workspace.Draw(i, 1)), 1e-9 * size, "the second column's sum"));
    });

    private static KernelCase RowSoftmax(long rows, int columns) => KernelCase.Moving("row-softmax", $"{rows}x{columns}", 8.0 * rows * columns, w =>
    {
        RowMatrix<float> source = w.Normal(rows, columns), destination = w.Matrix(rows, columns);
        return new KernelRun(() => Softmax.Apply(w.Stream, source, destination), () =>
        {
            double sum = Enumerable.Range(0, columns).Sum(j => Math.Exp(Workspace.Draw(1, j)));
            Workspace.Require(w.Read(destination.Elements, columns + 2, 1)[0], Math.Exp(Workspace.Draw(1, 2)) / sum, 1e-4 / columns, "element (1, 2)");
        });
    });

    private static KernelCase LayerNorm(long rows, int columns) => KernelCase.Moving("row-layer-norm", $"{rows}x{columns}", 8.0 * rows * columns, w =>
    {
        RowMatrix<float> source = w.Normal(rows, columns), destination = w.Matrix(rows, columns);
        return new KernelRun(() => RowNormalization.LayerNorm(w.Stream, source, default, default, 1e-5f, destination), () =>
        {
            double mean = Enumerable.Range(0, columns).Average(j => (double)Workspace.Draw(1, j));
            double variance = Enumerable.Range(0, columns).Average(j => Math.Pow(Workspace.Draw(1, j) - mean, 2));
            Workspace.Require(
                w.Read(destination.Elements, columns + 2, 1)[0], (Workspace.Draw(1, 2) - mean) / Math.Sqrt(variance + 1e-5), 1e-4, "element (1, 2)");
        });
    });

    private static KernelCase HadamardRows(long rows, int columns) => KernelCase.Moving("fwht-rows", $"{rows}x{columns}", 8.0 * rows * columns, w =>
    {
        RowMatrix<float> source = w.Normal(rows, columns), destination = w.Matrix(rows, columns);
        return new KernelRun(
            () => WalshHadamard.TransformRows(w.Stream, source, destination, 1),
            () => Workspace.Require(
                w.Read(destination.Elements, columns, 1)[0], Enumerable.Range(0, columns).Sum(j => (double)Workspace.Draw(1, j)), 1e-5 * columns, "element (1, 0)"));
    });

    private static KernelCase HadamardColumns(int size) => KernelCase.Moving("fwht-columns", Square(size), 8.0 * size * size, w =>
    {
        RowMatrix<float> source = w.Normal(size, size), destination = w.Matrix(size, size);
        return new KernelRun(
            () => WalshHadamard.TransformColumns(w.Stream, source, destination, 1),
            () => Workspace.Require(
                w.Read(destination.Elements, 1, 1)[0], Enumerable.Range(0, size).Sum(i => (double)Workspace.Draw(i, 1)), 1e-5 * size, "element (0, 1)"));
    });

    private static KernelCase Sort(int length) => new(new ReportCase("bitonic-sort", $"{length}", "float", ReportUnit.Milliseconds), 0, w =>
    {
        // Sorting what is sorted takes the same steps.
        ArrayView<float> keys = w.Normal(1, length).Elements;
        return new KernelRun(() => BitonicSort.Sort(w.Stream, keys), () =>
        {
            float[] sorted = w.Read(keys, 0, length);
            for (int i = 1; i < length; i++)
            {
                Workspace.Require(Math.Max(0, sorted[i - 1] - sorted[i]), 0, 0, $"disorder at {i}");
            }
        });
    });

    private static KernelCase CountBins(int size, int bins) => KernelCase.Moving("histogram", $"{Square(size)} {bins}", 4.0 * size * size, w =>
    {
        RowMatrix<float> source = w.Normal(size, size);
        ArrayView<int> counts = w.Allocate<int>(bins);
        return new KernelRun(
            () => Histogram.Count(w.Stream, source.Elements, -8f, 8f, counts),
            () => Workspace.Require(w.Read(counts, 0, bins).Sum(), (double)size * size, 0, "the sum of all counts"));
    });

    private static KernelCase Scan(int size) => KernelCase.Moving("scan", Square(size), 8.0 * size * size, w =>
    {
        RowMatrix<float> source = w.Normal(size, size), destination = w.Matrix(size, size);
        return new KernelRun(
            () => PrefixSum.Inclusive(w.Stream, source.Elements, destination.Elements),
            () => Workspace.Require(
                w.Read(destination.Elements, size - 1, 1)[0], Enumerable.Range(0, size).Sum(j => (double)Workspace.Draw(0, j)), 1e-4 * size, "a prefix sum"));
    });

    private static KernelCase Product(int size) => new(
        new ReportCase("gemm-tiled", $"{size}x{size}x{size}", "float", ReportUnit.GigaflopsPerSecond, 2.0 * size * size * size), 0, w =>
        {
            RowMatrix<float> left = w.Normal(size, size), right = w.Normal(size, size), product = w.Matrix(size, size);
            return new KernelRun(
                () => DeviceProduct.Enqueue(w.Stream, 1f, Operand(left), Operand(right), 0f, Operand(product)),
                () => Workspace.Require(
                    w.Read(product.Elements, size + 2, 1)[0], Enumerable.Range(0, size).Sum(k => (double)Workspace.Draw(1, k) * Workspace.Draw(k, 2)), 1e-4 * size, "entry (1, 2)"));
        });

    private static MatrixOperand<float> Operand(RowMatrix<float> matrix) => MatrixOperand<float>.Dense(matrix.Elements, matrix.Rows, matrix.Columns);

    private static double Squares(int count, Func<int, float> value) => Enumerable.Range(0, count).Sum(i => (double)value(i) * value(i));

    private static string Square(int size) => $"{size}x{size}";
}
