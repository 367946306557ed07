using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Attention.Host;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Attention;

/// <summary>
/// Sums over what lies before, or behind, each row, by chunks of rows: within a chunk there are scores, and what lies before it is one matrix, the sum of the outer products of features and values
/// (Hua, Dai, Liu and Le, "Transformer quality in linear time", 2022, section 3.2). All chunks of all heads are worked on at once, as batches of matrix products.
/// </summary>
internal static class CausalProducts
{
    /// <summary>
    /// The rows of a chunk. With longer ones scores take more work, with shorter ones the sums of all chunks take more memory: Chunk elements a row for scores, features·size/Chunk for sums.
    /// </summary>
    private const int Chunk = 128;

    /// <summary>
    /// output[t] = Σ (left[t]·right[s])·values[s] over s ≤ t, or over s ≥ t: linear in the rows. Accumulated in the element type, in a fixed order.
    /// </summary>
    public static void Enqueue<T>(DeviceStream stream, CausalArguments<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            CausalOnHost<T>.Enqueue(stream, a);
        }
        else
        {
            Launch(stream, a, Chunk);
        }
    }

    /// <summary>Runs the products, with chunks of some rows.</summary>
    internal static void Launch<T>(DeviceStream stream, CausalArguments<T> a, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int whole = a.Rows / chunk;
        var parts = new List<CausalChunks>(2);
        if (whole > 0)
        {
            parts.Add(new CausalChunks(a.Rows, 0, chunk, whole));
        }

        if (a.Rows > whole * chunk)
        {
            parts.Add(new CausalChunks(a.Rows, whole * chunk, a.Rows - (whole * chunk), 1));
        }

        int chunks = parts.Sum(part => part.Count);
        foreach (CausalChunks part in parts)
        {
            WriteSumsWithin(stream, a, part);
        }

        if (chunks == 1)
        {
            return;
        }

        long area = (long)a.Features * a.Size;
        using DeviceBuffer<T> states = stream.Device.Allocate<T>(checked(a.Heads * chunks * area), stream);
        foreach (CausalChunks part in parts)
        {
            BatchedProduct.Enqueue(
                stream,
                part.Of(a.Right, a.Features).Transposed,
                part.Of(a.Values, a.Size),
                State(part),
                new GemmBatch(
                    (long)a.Heads * part.Count,
                    part.Count,
                    part.Inner(a.Features),
                    part.Outer(a.Features),
                    part.Inner(a.Size),
                    part.Outer(a.Size),
                    area,
                    chunks * area));
        }

        stream.Device.LoadKernel<LongIndex1D, ArrayView<T>, long, int, bool>(CausalKernels.Accumulate<T>)
            .Launch(stream, a.Heads * area, states.View, area, chunks, a.IsReversed);
        foreach (CausalChunks part in parts)
        {
            BatchedProduct.Enqueue(
                stream,
                part.Of(a.Left, a.Features),
                State(part),
                part.Of(a.Output, a.Size),
                new GemmBatch(
                    (long)a.Heads * part.Count,
                    part.Count,
                    part.Inner(a.Features),
                    part.Outer(a.Features),
                    area,
                    chunks * area,
                    part.Inner(a.Size),
                    part.Outer(a.Size)),
                T.One);
        }

        MatrixOperand<T> State(CausalChunks part)
            => MatrixOperand<T>.Dense(states.View.SubView(part.First / chunk * area), a.Features, a.Size);
    }

    /// <summary>Writes what the rows of each chunk get from that chunk itself.</summary>
    private static void WriteSumsWithin<T>(DeviceStream stream, CausalArguments<T> a, CausalChunks part)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long count = (long)a.Heads * part.Count;
        long square = (long)part.Rows * part.Rows;
        using DeviceBuffer<T> memory = stream.Device.Allocate<T>(checked(count * square), stream);
        MatrixOperand<T> scores = MatrixOperand<T>.Dense(memory.View, part.Rows, part.Rows);
        (long inner, long outer) = (part.Inner(a.Features), part.Outer(a.Features));
        BatchedProduct.Enqueue(
            stream,
            part.Of(a.Left, a.Features),
            part.Of(a.Right, a.Features).Transposed,
            scores,
            new GemmBatch(count, part.Count, inner, outer, inner, outer, square, part.Count * square));
        int height = checked((int)(count * part.Rows));
        stream.Device.LoadKernel<ArrayView<T>, int, int, bool>(CausalKernels.KeepTriangles<T>)
            .Launch(stream, PlaneGrid.Cover(stream.Device, part.Rows, height), memory.View, part.Rows, height, a.IsReversed);
        (inner, outer) = (part.Inner(a.Size), part.Outer(a.Size));
        BatchedProduct.Enqueue(
            stream,
            scores,
            part.Of(a.Values, a.Size),
            part.Of(a.Output, a.Size),
            new GemmBatch(count, part.Count, square, part.Count * square, inner, outer, inner, outer));
    }
}
