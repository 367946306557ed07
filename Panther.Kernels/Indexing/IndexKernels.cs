using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Indexing;

/// <summary>Kernels that read or write where indices say. The indices are not checked.</summary>
internal static class IndexKernels
{
    /// <summary>destination[o, j, i] = source[o, indices[o, j, i], i], one thread for each element of the destination.</summary>
    public static void GatherAlong<T>(LongIndex1D element, ArrayView<T> source, long extent, ArrayView<int> indices, long count, long inner, ArrayView<T> destination)
        where T : unmanaged
    {
        long outer = element.X / (count * inner);
        destination[element] = source[(((outer * extent) + indices[element]) * inner) + (element.X % inner)];
    }

    /// <summary>destination[o, indices[o, j, i], i] += source[o, j, i], one thread for each line (o, i), in the order of j.</summary>
    public static void AddAlong<T>(LongIndex1D line, ArrayView<T> source, long extent, ArrayView<int> indices, long count, long inner, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long outer = line.X / inner;
        long place = line.X % inner;
        for (long j = 0; j < count; j++)
        {
            long from = (((outer * count) + j) * inner) + place;
            destination[(((outer * extent) + indices[from]) * inner) + place] += source[from];
        }
    }

    /// <summary>values[i] = i.</summary>
    public static void Count(LongIndex1D index, ArrayView<long> values) => values[index] = index.X;

    /// <summary>Row r of the destination = Σ of the source's rows that order[starts[r]], ..., order[starts[r + 1] - 1] name, in that order.</summary>
    public static void SumRows<T>(ArrayView<long> starts, ArrayView<int> order, RowMatrix<T> source, RowMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Index3D index = Grid.GlobalIndex;
        if (index.X < destination.Columns)
        {
            for (long row = index.Y; row < destination.Rows; row += Grid.DimY * Group.DimY)
            {
                T sum = T.Zero;
                for (long i = starts[row]; i < starts[row + 1]; i++)
                {
                    sum += source[order[i], index.X];
                }

                destination[row, index.X] = sum;
            }
        }
    }
}
