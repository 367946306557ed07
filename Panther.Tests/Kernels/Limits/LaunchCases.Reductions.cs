using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Histograms;
using Panther.Kernels.Krylov;
using Panther.Kernels.Optimizers;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;
using Panther.Kernels.Rows;
using Panther.Kernels.Scan;
using Panther.Kernels.Sketch.Sparse;
using Panther.Kernels.Sort;

namespace Panther.Tests.Kernels.Limits;

/// <content>Work whose groups are as large as the device lets them be.</content>
internal sealed partial class LaunchCases<T>
{
    private ArrayView<int> Whole => memory.Cast<int>();

    private IEnumerable<(string, Action)> Reductions()
    {
        foreach (int length in (int[])[1, 5000, 1 << 22])
        {
            ArrayView<T> vector = memory.SubView(0, length);
            yield return ($"sum of {length}", () => Reduction.Reduce<T, T, TotalReduction<T>>(stream, vector, memory));
            yield return ($"norm of gradients of {length}", () => GradientScaling.Norm<T>(stream, [vector, vector], memory));
            yield return ($"clamped gradients of {length}", () => GradientScaling.Clamp<T>(stream, [vector, vector], [vector, vector], T.One));
            yield return ($"labelled sum of {length}", () => LabelledSum.Enqueue(stream, new RowMatrix<T>(memory, length, 1), Whole, T.One, memory));
            yield return ($"prefix sum of {length}", () => PrefixSum.Inclusive(stream, vector, vector));
            yield return ($"sort of {length}", () => BitonicSort.Sort(stream, vector));
            yield return ($"histogram of {length}", () => Histogram.Count(stream, vector, T.Zero, T.One, Whole.SubView(0, 1000)));
        }

        foreach ((int rows, int columns) in ((int, int)[])[(20, 3000), (100000, 10), (3000, 300)])
        {
            var matrix = new RowMatrix<T>(memory, rows, columns);
            yield return ($"column sums of {rows}×{columns}", () => Reduction.ReduceColumns<T, T, TotalReduction<T>>(stream, matrix, memory));
            yield return ($"row sums of {rows}×{columns}", () => Reduction.ReduceRows<T, T, TotalReduction<T>>(stream, matrix, memory));
            yield return (
                $"panel dots of {rows}×{columns}",
                () => PanelDots.Enqueue(stream, memory.SubView(0, rows * columns), memory.SubView(0, rows * columns), columns, memory.Cast<double>()));
        }
    }

    private IEnumerable<(string, Action)> Factorisations()
    {
        var panel = new RowMatrix<T>(memory, 300, 70);
        var square = new RowMatrix<T>(memory, 70, 70);
        yield return ("cholesky of 70", () => Cholesky.Factor<T>(stream, memory.SubView(0, 70 * 70), memory, memory, Whole.SubView(0, 1), 70));
        yield return ("qr of 300×70", () => HouseholderQr.Factor(stream, panel, panel, square));
        yield return ("pivoted qr of 300×70", () => ColumnPivotedQr.Factor(stream, Matrix(300, 70), Whole, square with { Rows = 2 }, 2));
        yield return (
            "sparse sketch by rows 300×5000 of 3×100",
            () => PartitionedSketch<T>.ByRows(new RandomStream(1), 300, 5000, 3, 1).Multiply(stream, Matrix(5000, 100), 0, T.Zero, Matrix(300, 100)));
    }
}
