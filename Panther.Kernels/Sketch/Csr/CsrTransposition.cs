using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Scan;

namespace Panther.Kernels.Sketch.Csr;

/// <summary>
/// Transposes sparse matrices: a stable counting sort of the non-zeros by columns. The non-zeros are cut into pieces with counters of their own, so that
/// no two threads meet and the order within a column is that of the rows.
/// </summary>
internal static class CsrTransposition
{
    private const long MaxPieces = 4096;

    /// <summary>destination = sourceᵀ. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix, p×q.</param>
    /// <param name="destination">The transpose, q×p, with memory for as many non-zeros.</param>
    public static void Transpose<T>(DeviceStream queue, CsrOperand<T> source, CsrOperand<T> destination)
        where T : unmanaged
    {
        // The counters take no more memory than the matrix.
        long nonzeros = source.Values.Length;
        long pieces = Math.Clamp(nonzeros / Math.Max(1, source.Columns), 1, MaxPieces);
        long pieceLength = Math.Max(1, (nonzeros + pieces - 1) / pieces);
        using DeviceBuffer<long> counters = queue.Device.Allocate<long>(checked(source.Columns * pieces), queue);
        VectorOperations.Fill(queue, 0L, counters.View);
        if (nonzeros > 0)
        {
            queue.Device.LoadKernel<LongIndex1D, ArrayView<int>, ArrayView<long>, long, long>(CsrTranspositionKernels.Count)
                .Launch(queue, pieces, source.Indices, counters.View, pieces, pieceLength);
            PrefixSum.Exclusive(queue, counters.View, counters.View);
        }

        queue.Device.LoadKernel<LongIndex1D, ArrayView<long>, long, ArrayView<long>, long>(CsrTranspositionKernels.Starts)
            .Launch(queue, source.Columns + 1, counters.View, pieces, destination.Starts, nonzeros);
        if (nonzeros > 0)
        {
            queue.Device.LoadKernel<LongIndex1D, CsrOperand<T>, ArrayView<long>, long, long, CsrOperand<T>>(CsrTranspositionKernels.Place)
                .Launch(queue, pieces, source, counters.View, pieces, pieceLength, destination);
        }
    }
}
