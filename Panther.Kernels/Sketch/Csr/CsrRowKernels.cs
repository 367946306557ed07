using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Csr;

/// <summary>The steps of <see cref="CsrRows"/>.</summary>
internal static class CsrRowKernels
{
    /// <summary>lengths[i] = the number of elements in row rows[i], and zero behind the last; one thread a length.</summary>
    public static void Lengths(LongIndex1D index, ArrayView<long> starts, ArrayView<int> rows, ArrayView<long> lengths) =>
        lengths[index.X] = index.X < rows.Length ? starts[rows[index.X] + 1L] - starts[rows[index.X]] : 0;

    /// <summary>Row i of the destination, whose starts are there already, = row rows[i] of the source; one thread an element.</summary>
    public static void Gather<T>(LongIndex1D index, CsrOperand<T> source, ArrayView<int> rows, CsrOperand<T> destination)
        where T : unmanaged
    {
        long low = 0;
        long high = destination.Rows - 1;
        while (low < high)
        {
            long middle = (low + high + 1) / 2;
            if (destination.Starts[middle] <= index.X)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        long at = source.Starts[rows[low]] + index.X - destination.Starts[low];
        destination.Indices[index.X] = source.Indices[at];
        destination.Values[index.X] = source.Values[at];
    }

    /// <summary>The last of neighbouring elements at one place = the sum of them, the others zero; one thread a row.</summary>
    public static void AddRepeated<T>(LongIndex1D row, CsrOperand<T> source, ArrayView<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long end = source.Starts[row.X + 1];
        T sum = T.Zero;
        for (long at = source.Starts[row.X]; at < end; at++)
        {
            sum += source.Values[at];
            bool isRepeated = at + 1 < end && source.Indices[at + 1] == source.Indices[at];
            sums[at] = isRepeated ? T.Zero : sum;
            sum = isRepeated ? sum : T.Zero;
        }
    }
}
