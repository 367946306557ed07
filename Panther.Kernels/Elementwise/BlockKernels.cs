using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Elementwise;

/// <summary>Kernels on blocks of row-major matrices; a group walks over rows, its threads over the columns of a row.</summary>
internal static class BlockKernels
{
    /// <summary>Copies a block, element by element converted to the nearest value of the other type.</summary>
    /// <param name="source">The source, by rows.</param>
    /// <param name="sourceStride">The elements from one source row to the next.</param>
    /// <param name="destination">The destination, by rows.</param>
    /// <param name="destinationStride">The elements from one destination row to the next.</param>
    /// <param name="rows">The rows of the block.</param>
    /// <param name="columns">The columns of the block.</param>
    public static void Convert<TSource, TDestination>(
        ArrayView<TSource> source,
        long sourceStride,
        ArrayView<TDestination> destination,
        long destinationStride,
        long rows,
        int columns)
        where TSource : unmanaged, IFloatingPointIeee754<TSource>
        where TDestination : unmanaged, IFloatingPointIeee754<TDestination>
    {
        for (long row = Grid.IdxX; row < rows; row += Grid.DimX)
        {
            for (int column = Group.IdxX; column < columns; column += Group.DimX)
            {
                destination[(row * destinationStride) + column] = TDestination.CreateTruncating(source[(row * sourceStride) + column]);
            }
        }
    }

    /// <summary>Adds a constant to the diagonal of a square matrix; one thread an element.</summary>
    /// <param name="index">The diagonal element.</param>
    /// <param name="matrix">The matrix, order×order, by rows.</param>
    /// <param name="order">The rows and columns.</param>
    /// <param name="value">What is added.</param>
    public static void AddToDiagonal<T>(Index1D index, ArrayView<T> matrix, int order, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
        => matrix[((long)index.X * order) + index.X] += value;

    /// <summary>Writes ones on the diagonal of a block and zeros elsewhere.</summary>
    /// <param name="matrix">The block, dense, by rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    public static void Identity<T>(ArrayView<T> matrix, long rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long row = Grid.IdxX; row < rows; row += Grid.DimX)
        {
            for (int column = Group.IdxX; column < columns; column += Group.DimX)
            {
                matrix[(row * columns) + column] = row == column ? T.One : T.Zero;
            }
        }
    }
}
