using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Random;

/// <summary>
/// Fill a rectangle of the random matrix that a <see cref="RandomStream"/> names; one thread draws the values of one row block and column.
/// Grid and group have two dimensions. Element (row, column) of the destination is at row·rowStride + column·columnStride.
/// </summary>
internal static class RandomMatrixKernels
{
    /// <summary>Columns run along X: for destinations whose columns are adjacent. Row blocks beyond the grid are walked in a loop.</summary>
    public static void FillAlongColumns<T, TDistribution>(
        ArrayView<T> destination, RandomRectangle rectangle, RandomStream stream, long rowStride, long columnStride, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
    {
        Index3D index = Grid.GlobalIndex;
        long column = index.X;
        if (column >= rectangle.Columns)
        {
            return;
        }

        for (long block = index.Y; block < rectangle.Blocks; block += Grid.DimY * Group.DimY)
        {
            Draw<T, TDistribution>(destination, rectangle, stream, rowStride, columnStride, scale, block, column);
        }
    }

    /// <summary>Row blocks run along X: for destinations whose rows are adjacent. Columns beyond the grid are walked in a loop.</summary>
    public static void FillAlongRows<T, TDistribution>(
        ArrayView<T> destination, RandomRectangle rectangle, RandomStream stream, long rowStride, long columnStride, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
    {
        Index3D index = Grid.GlobalIndex;
        long block = index.X;
        if (block >= rectangle.Blocks)
        {
            return;
        }

        for (long column = index.Y; column < rectangle.Columns; column += Grid.DimY * Group.DimY)
        {
            Draw<T, TDistribution>(destination, rectangle, stream, rowStride, columnStride, scale, block, column);
        }
    }

    private static void Draw<T, TDistribution>(
        ArrayView<T> destination,
        RandomRectangle rectangle,
        RandomStream stream,
        long rowStride,
        long columnStride,
        T scale,
        long block,
        long column)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
    {
        Draws<T> draws = TDistribution.Draw(Philox4x32.At(stream, rectangle.FirstBlock + block, rectangle.FirstColumn + column));
        long row = (block * TDistribution.BlockLength) - rectangle.SkippedRows;
        long offset = (row * rowStride) + (column * columnStride);
        if (row >= 0 && row < rectangle.Rows)
        {
            destination[offset] = scale * draws.First;
        }

        if (row >= -1 && row + 1 < rectangle.Rows)
        {
            destination[offset + rowStride] = scale * draws.Second;
        }

        if (TDistribution.BlockLength > 2)
        {
            if (row >= -2 && row + 2 < rectangle.Rows)
            {
                destination[offset + (2 * rowStride)] = scale * draws.Third;
            }

            if (row + 3 < rectangle.Rows)
            {
                destination[offset + (3 * rowStride)] = scale * draws.Fourth;
            }
        }
    }
}
