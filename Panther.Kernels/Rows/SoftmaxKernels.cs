using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Rows;

/// <summary>
/// Softmax and its logarithm along the rows of a matrix, a team of threads (Group.DimX) to a row and Group.DimY rows to a group. The largest element is
/// subtracted first, so that no exponential overflows.
/// </summary>
internal static class SoftmaxKernels
{
    /// <summary>One pass: a row stays in the registers of its team, <paramref name="runs"/> runs of <paramref name="width"/> elements a thread.</summary>
    public static void InRegisters<T, TSum, TForm>(
        RowMatrix<T> source, RowMatrix<T> destination, SpecializedValue<int> threads, SpecializedValue<int> runs, SpecializedValue<int> width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSum : unmanaged, IFloatingPointIeee754<TSum>
        where TForm : struct, ISoftmaxForm
    {
        ArrayView<TSum> maxima = SharedMemory.Allocate<TSum>(TeamReduction.ScratchLength);
        ArrayView<TSum> sums = SharedMemory.Allocate<TSum>(TeamReduction.ScratchLength);
        var values = new TSum[runs.Value * width.Value];
        long row = ((long)Grid.IdxX * Group.DimY) + Group.IdxY;
        int columns = row < source.Rows ? (int)source.Columns : 0;
        RegisterRow.Load(source.Elements.SubView(Math.Min(row, source.Rows - 1) * source.LeadingDimension), columns, threads, width, TSum.NegativeInfinity, values);

        TSum maximum = values[0];
        for (int i = 1; i < values.Length; i++)
        {
            Unroll.Full();
            maximum = TSum.Max(maximum, values[i]);
        }

        maximum = TeamReduction.All<TSum, Maximum<TSum>>(maximum, threads, maxima);
        TSum sum = TSum.Zero;
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            TSum difference = values[i] - maximum;
            TSum exponential = SoftmaxExponential.Of(difference);
            values[i] = TForm.IsLogarithmic ? difference : exponential;
            sum += exponential;
        }

        sum = TeamReduction.All<TSum, Addition<TSum>>(sum, threads, sums);
        TSum last = TForm.IsLogarithmic ? TSum.Log(sum) : TSum.One / sum;
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            values[i] = TForm.IsLogarithmic ? values[i] - last : values[i] * last;
        }

        RegisterRow.Store(destination.Elements.SubView(Math.Min(row, source.Rows - 1) * destination.LeadingDimension), columns, threads, width, values);
    }

    /// <summary>Three passes over rows of any length: the largest element, the exponentials and their sum, the result.</summary>
    public static void Streaming<T, TSum, TForm>(RowMatrix<T> source, RowMatrix<T> destination, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSum : unmanaged, IFloatingPointIeee754<TSum>
        where TForm : struct, ISoftmaxForm
    {
        ArrayView<TSum> maxima = SharedMemory.Allocate<TSum>(TeamReduction.ScratchLength);
        ArrayView<TSum> sums = SharedMemory.Allocate<TSum>(TeamReduction.ScratchLength);
        long row = ((long)Grid.IdxX * Group.DimY) + Group.IdxY;
        long columns = row < source.Rows ? source.Columns : 0;
        ArrayView<T> from = source.Elements.SubView(Math.Min(row, source.Rows - 1) * source.LeadingDimension);
        ArrayView<T> to = destination.Elements.SubView(Math.Min(row, source.Rows - 1) * destination.LeadingDimension);

        TSum maximum = TSum.NegativeInfinity;
        for (long column = Group.IdxX; column < columns; column += threads)
        {
            maximum = TSum.Max(maximum, TSum.CreateTruncating(from[column]));
        }

        maximum = TeamReduction.All<TSum, Maximum<TSum>>(maximum, threads, maxima);
        TSum sum = TSum.Zero;
        for (long column = Group.IdxX; column < columns; column += threads)
        {
            TSum difference = TSum.CreateTruncating(from[column]) - maximum;
            TSum exponential = SoftmaxExponential.Of(difference);
            to[column] = T.CreateTruncating(TForm.IsLogarithmic ? difference : exponential);
            sum += exponential;
        }

        sum = TeamReduction.All<TSum, Addition<TSum>>(sum, threads, sums);
        TSum last = TForm.IsLogarithmic ? TSum.Log(sum) : TSum.One / sum;
        for (long column = Group.IdxX; column < columns; column += threads)
        {
            TSum value = TSum.CreateTruncating(to[column]);
            to[column] = T.CreateTruncating(TForm.IsLogarithmic ? value - last : value * last);
        }
    }
}
