using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Scan;

namespace Panther.Kernels.Sketch.Csr;

/// <summary>Work on single rows of sparse matrices. Every method enqueues and returns.</summary>
internal static class CsrRows
{
    /// <summary>Finds where chosen rows start in a matrix of them.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix.</param>
    /// <param name="rows">The rows, k of them, each of the matrix; not checked.</param>
    /// <param name="starts">Receives k + 1 starts, the last of which is the number of elements.</param>
    public static void Starts<T>(DeviceStream queue, CsrOperand<T> source, ArrayView<int> rows, ArrayView<long> starts)
        where T : unmanaged
    {
        queue.Device.LoadKernel<LongIndex1D, ArrayView<long>, ArrayView<int>, ArrayView<long>>(CsrRowKernels.Lengths)
            .Launch(queue, rows.Length + 1, source.Starts, rows, starts);
        PrefixSum.Exclusive(queue, starts, starts);
    }

    /// <summary>destination = chosen rows of a matrix, each with its elements in their order; the destination's starts are those that <see cref="Starts"/> finds.</summary>
    public static void Gather<T>(DeviceStream queue, CsrOperand<T> source, ArrayView<int> rows, CsrOperand<T> destination)
        where T : unmanaged
    {
        if (destination.Values.Length > 0)
        {
            queue.Device.LoadKernel<LongIndex1D, CsrOperand<T>, ArrayView<int>, CsrOperand<T>>(CsrRowKernels.Gather)
                .Launch(queue, destination.Values.Length, source, rows, destination);
        }
    }

    /// <summary>
    /// Gives the elements of the matrix itself where stored ones share a place: their sum in the place of the last of them, zero in those of the others.
    /// </summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix; elements at one place are neighbours, as in a transpose.</param>
    /// <param name="sums">Receives as many elements as are stored.</param>
    public static void AddRepeated<T>(DeviceStream queue, CsrOperand<T> source, ArrayView<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (sums.Length > 0)
        {
            queue.Device.LoadKernel<LongIndex1D, CsrOperand<T>, ArrayView<T>>(CsrRowKernels.AddRepeated).Launch(queue, source.Rows, source, sums);
        }
    }
}
