using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Krylov;

/// <summary>Scalar products of the columns of two panels, which are stored densely by rows.</summary>
internal static class PanelDotKernels
{
    /// <summary>The threads of a group, where it may have as many.</summary>
    public const int MostThreads = 256;

    /// <summary>
    /// partials[chunk · columns + j] = Σ first[i, j] · second[i, j] over the rows of the chunk, in double. A group takes <paramref name="width"/> neighbouring
    /// columns (the grid's Y) and every Grid.DimX-th set of <paramref name="threads"/> / width rows.
    /// </summary>
    /// <param name="first">The first panel, rows×columns.</param>
    /// <param name="second">The second panel, rows×columns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="width">The columns of a group, a power of two.</param>
    /// <param name="partials">Receives Grid.DimX · columns sums.</param>
    /// <param name="threads">The threads of a group, a power of two and not less than <paramref name="width"/>.</param>
    public static void Accumulate<T>(
        ArrayView<T> first, ArrayView<T> second, long rows, int columns, SpecializedValue<int> width, ArrayView<double> partials, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<double> shared = SharedMemory.Allocate<double>(threads);
        int thread = Group.IdxX;
        int column = (Grid.IdxY * width) + (thread % width);
        int rowStep = threads / width;
        double sum = 0;
        if (column < columns)
        {
            for (long row = ((long)Grid.IdxX * rowStep) + (thread / width); row < rows; row += (long)Grid.DimX * rowStep)
            {
                long at = (row * columns) + column;
                sum += double.CreateTruncating(first[at]) * double.CreateTruncating(second[at]);
            }
        }

        shared[thread] = sum;
        Group.Barrier();
        for (int half = threads / 2; half >= width; half >>= 1)
        {
            if (thread < half)
            {
                shared[thread] += shared[thread + half];
            }

            Group.Barrier();
        }

        if (thread < width && column < columns)
        {
            partials[((long)Grid.IdxX * columns) + column] = shared[thread];
        }
    }

    /// <summary>destination[j] = the chunks of column j, summed in order.</summary>
    public static void Join(LongIndex1D column, ArrayView<double> partials, int chunks, int columns, ArrayView<double> destination)
    {
        double sum = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            sum += partials[((long)chunk * columns) + column.X];
        }

        destination[column.X] = sum;
    }
}
