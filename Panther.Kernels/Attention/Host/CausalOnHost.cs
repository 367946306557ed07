using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Attention.Host;

/// <summary>Causal products on the host's cores, chunk by chunk as <see cref="CausalProducts"/>; one core a head.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class CausalOnHost<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Chunk = 64;

    /// <summary>See <see cref="CausalProducts.Enqueue"/>.</summary>
    public static void Enqueue(DeviceStream stream, CausalArguments<T> a)
    {
        var work = new Work(a, stream.HostPointer(a.Left), stream.HostPointer(a.Right), stream.HostPointer(a.Values), stream.HostPointer(a.Output));
        stream.EnqueueHost("Causal product", work, static (w, parallel) => parallel.For(w.Heads, w, static (w, first, last, _) => w.Run(first, last)));
    }

    private sealed class Work(CausalArguments<T> a, T* left, T* right, T* values, T* output)
    {
        public int Heads => a.Heads;

        public void Run(long first, long last)
        {
            using PackingBuffer buffer = PackingBuffer.Rent((((long)a.Features * a.Size) + (Chunk * Chunk)) * sizeof(T));
            HostMatrix<T> state = HostMatrix<T>.RowMajor((T*)buffer.Pointer, a.Features, a.Size, a.Size);
            T* scores = state.Pointer + ((long)a.Features * a.Size);
            int chunks = (a.Rows + Chunk - 1) / Chunk;
            for (long head = first; head < last; head++)
            {
                for (int step = 0; step < chunks; step++)
                {
                    long start = (a.IsReversed ? chunks - 1 - step : step) * Chunk;
                    long count = Math.Min(Chunk, a.Rows - start);
                    long row = (head * a.Rows) + start;
                    HostMatrix<T> asking = HostMatrix<T>.RowMajor(left + (row * a.Features), count, a.Features, a.Features);
                    HostMatrix<T> answering = HostMatrix<T>.RowMajor(right + (row * a.Features), count, a.Features, a.Features);
                    HostMatrix<T> answers = HostMatrix<T>.RowMajor(values + (row * a.Size), count, a.Size, a.Size);
                    HostMatrix<T> result = HostMatrix<T>.RowMajor(output + (row * a.Size), count, a.Size, a.Size);
                    HostMatrix<T> within = HostMatrix<T>.RowMajor(scores, count, count, count);
                    HostGemm.Multiply(T.One, asking, answering.Transposed, T.Zero, within, 1);
                    for (long i = 0; i < count; i++)
                    {
                        (long from, long to) = a.IsReversed ? (0, i) : (i + 1, count);
                        new Span<T>(scores + (i * count) + from, (int)(to - from)).Clear();
                    }

                    HostGemm.Multiply(T.One, within, answers, T.Zero, result, 1);
                    T former = step == 0 ? T.Zero : T.One;
                    if (step > 0)
                    {
                        HostGemm.Multiply(T.One, asking, state, T.One, result, 1);
                    }

                    HostGemm.Multiply(T.One, answering.Transposed, answers, former, state, 1);
                }
            }
        }
    }
}
