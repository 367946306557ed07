using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Rows;

/// <summary>
/// Normalisation of the rows of a matrix by their mean and variance or by their mean square, a team of threads (Group.DimX) to a row and Group.DimY rows
/// to a group. The variance is that of the differences from the mean, which have been computed first.
/// </summary>
internal static class RowNormalizationKernels
{
    /// <summary>One pass: a row stays in the registers of its team, <paramref name="runs"/> runs of <paramref name="width"/> elements a thread.</summary>
    public static void InRegisters<T, TSum, TForm>(
        RowMatrix<T> source,
        ArrayView<T> scale,
        ArrayView<T> shift,
        TSum epsilon,
        RowMatrix<T> destination,
        SpecializedValue<int> threads,
        SpecializedValue<int> runs,
        SpecializedValue<int> width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSum : unmanaged, IFloatingPointIeee754<TSum>
        where TForm : struct, IRowNormalization
    {
        ArrayView<TSum> sums = SharedMemory.Allocate<TSum>(TeamReduction.ScratchLength);
        ArrayView<TSum> squares = SharedMemory.Allocate<TSum>(TeamReduction.ScratchLength);
        var values = new TSum[runs.Value * width.Value];
        long row = ((long)Grid.IdxX * Group.DimY) + Group.IdxY;
        int columns = row < source.Rows ? (int)source.Columns : 0;
        TSum share = TSum.One / TSum.CreateTruncating(source.Columns);
        RegisterRow.Load(source.Elements.SubView(Math.Min(row, source.Rows - 1) * source.LeadingDimension), columns, threads, width, TSum.Zero, values);
        if (TForm.IsCentred)
        {
            TSum sum = TSum.Zero;
            for (int i = 0; i < values.Length; i++)
            {
                Unroll.Full();
                sum += values[i];
            }

            TSum mean = TeamReduction.All<TSum, Addition<TSum>>(sum, threads, sums) * share;
            for (int i = 0; i < values.Length; i++)
            {
                Unroll.Full();
                values[i] = RegisterRow.Column(i, threads, width) < columns ? values[i] - mean : TSum.Zero;
            }
        }

        TSum square = TSum.Zero;
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            square = TSum.FusedMultiplyAdd(values[i], values[i], square);
        }

        square = TeamReduction.All<TSum, Addition<TSum>>(square, threads, squares);
        TSum factor = TSum.One / TSum.Sqrt((square * share) + epsilon);
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            values[i] *= factor;
        }

        if (scale.Length > 0)
        {
            var factors = new TSum[runs.Value * width.Value];
            RegisterRow.Load(scale, columns, threads, width, TSum.One, factors);
            for (int i = 0; i < values.Length; i++)
            {
                Unroll.Full();
                values[i] *= factors[i];
            }
        }

        if (shift.Length > 0)
        {
            var terms = new TSum[runs.Value * width.Value];
            RegisterRow.Load(shift, columns, threads, width, TSum.Zero, terms);
            for (int i = 0; i < values.Length; i++)
            {
                Unroll.Full();
                values[i] += terms[i];
            }
        }

        RegisterRow.Store(destination.Elements.SubView(Math.Min(row, source.Rows - 1) * destination.LeadingDimension), columns, threads, width, values);
    }

    /// <summary>Two or three passes over rows of any length: the mean, the mean square of the differences, the result.</summary>
    public static void Streaming<T, TSum, TForm>(
        RowMatrix<T> source, ArrayView<T> scale, ArrayView<T> shift, TSum epsilon, RowMatrix<T> destination, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSum : unmanaged, IFloatingPointIeee754<TSum>
        where TForm : struct, IRowNormalization
    {
        ArrayView<TSum> sums = SharedMemory.Allocate<TSum>(TeamReduction.ScratchLength);
        ArrayView<TSum> squares = SharedMemory.Allocate<TSum>(TeamReduction.ScratchLength);
        long row = ((long)Grid.IdxX * Group.DimY) + Group.IdxY;
        long columns = row < source.Rows ? source.Columns : 0;
        TSum share = TSum.One / TSum.CreateTruncating(source.Columns);
        ArrayView<T> from = source.Elements.SubView(Math.Min(row, source.Rows - 1) * source.LeadingDimension);
        ArrayView<T> to = destination.Elements.SubView(Math.Min(row, source.Rows - 1) * destination.LeadingDimension);
        TSum mean = TSum.Zero;
        if (TForm.IsCentred)
        {
            TSum sum = TSum.Zero;
            for (long column = Group.IdxX; column < columns; column += threads)
            {
                sum += TSum.CreateTruncating(from[column]);
            }

            mean = TeamReduction.All<TSum, Addition<TSum>>(sum, threads, sums) * share;
        }

        TSum square = TSum.Zero;
        for (long column = Group.IdxX; column < columns; column += threads)
        {
            TSum difference = TSum.CreateTruncating(from[column]) - mean;
            square = TSum.FusedMultiplyAdd(difference, difference, square);
        }

        square = TeamReduction.All<TSum, Addition<TSum>>(square, threads, squares);
        TSum factor = TSum.One / TSum.Sqrt((square * share) + epsilon);
        for (long column = Group.IdxX; column < columns; column += threads)
        {
            TSum value = (TSum.CreateTruncating(from[column]) - mean) * factor;
            value = scale.Length > 0 ? value * TSum.CreateTruncating(scale[column]) : value;
            to[column] = T.CreateTruncating(shift.Length > 0 ? value + TSum.CreateTruncating(shift[column]) : value);
        }
    }
}
