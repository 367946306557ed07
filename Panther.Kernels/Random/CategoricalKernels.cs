using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Random;

/// <summary>Kernels that draw from categories.</summary>
internal static class CategoricalKernels
{
    /// <summary>
    /// destination[i]: the place of the largest of the logits of row i, to each of which a Gumbel value is added. A team of threads (Group.DimX) to a row and Group.DimY rows to a group.
    /// The Gumbel value at (row, column) is that at (column, row) of the random matrix that the source names.
    /// </summary>
    public static void Draw<T, TGumbel>(RowMatrix<T> logits, RandomSource source, ArrayView<int> destination, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TGumbel : struct, IDistribution<T>
    {
        ArrayView<RankedPlace<T>> scratch = SharedMemory.Allocate<RankedPlace<T>>(TeamReduction.ScratchLength);
        RandomStream stream = source.Resolve();
        long row = ((long)Grid.IdxX * Group.DimY) + Group.IdxY;
        int columns = row < logits.Rows ? (int)logits.Columns : 0;
        ArrayView<T> from = logits.Elements.SubView(Math.Min(row, logits.Rows - 1) * logits.LeadingDimension);
        var best = new RankedPlace<T>(T.NegativeInfinity, RankedPlace<T>.None);
        for (int column = Group.IdxX * TGumbel.BlockLength; column < columns; column += threads * TGumbel.BlockLength)
        {
            Draws<T> gumbel = TGumbel.Draw(Philox4x32.At(stream, column / TGumbel.BlockLength, row));
            best = Best(best, from, column, columns, gumbel.First);
            best = Best(best, from, column + 1, columns, gumbel.Second);
            if (TGumbel.BlockLength > 2)
            {
                best = Best(best, from, column + 2, columns, gumbel.Third);
                best = Best(best, from, column + 3, columns, gumbel.Fourth);
            }
        }

        best = TeamReduction.All<RankedPlace<T>, BetterPlace<T>>(best, threads, scratch);
        if (Group.IdxX == 0 && row < logits.Rows)
        {
            destination[row] = best.Place == RankedPlace<T>.None ? 0 : best.Place;
        }
    }

    private static RankedPlace<T> Best<T>(RankedPlace<T> best, ArrayView<T> logits, int column, int columns, T gumbel)
        where T : unmanaged, IFloatingPointIeee754<T>
        => column < columns ? RankedPlace<T>.Better(best, new RankedPlace<T>(logits[column] + gumbel, column)) : best;
}
