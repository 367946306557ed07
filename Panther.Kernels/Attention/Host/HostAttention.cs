using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Attention.Host;

/// <summary>One call of attention with its operands in host memory.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed unsafe class HostAttention<T>(DeviceStream stream, AttentionArguments<T> a, WeightDropout<T>? dropout)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int BlockQueries = 64;
    private const int BlockKeys = 128;

    private readonly HostHeads<T> query = new(stream, a.Query);
    private readonly HostHeads<T> key = new(stream, a.Key);
    private readonly HostHeads<T> value = new(stream, a.Value);
    private readonly HostHeads<T> mask = Of(stream, a.Mask);
    private readonly HostHeads<T> gradient = Of(stream, a.Gradient);
    private readonly HostHeads<T> output = Of(stream, a.Output);
    private readonly T* logSums = Pointer(stream, a.LogSums);
    private readonly T* deltas = Pointer(stream, a.Deltas);
    private readonly HostHeads<T> queryGradient = Of(stream, a.QueryGradient);
    private readonly HostHeads<T> keyGradient = Of(stream, a.KeyGradient);
    private readonly HostHeads<T> valueGradient = Of(stream, a.ValueGradient);
    private readonly HostWeightDropout<T>? dropout = dropout is { } present ? new(stream, present) : null;

    /// <summary>Gets the heads of all batches.</summary>
    public long Heads => (long)a.Batches * a.Heads;

    /// <summary>Gets the blocks of a head's queries.</summary>
    public int QueryBlocks => (a.Queries + BlockQueries - 1) / BlockQueries;

    /// <summary>The outputs of some blocks of queries, which are numbered head by head.</summary>
    public void Forward(long first, long last)
    {
        using PackingBuffer buffer = PackingBuffer.Rent(((2 * BlockQueries * BlockKeys) + (2 * BlockQueries)) * sizeof(T));
        var scores = (T*)buffer.Pointer;
        T* factors = scores + (BlockQueries * BlockKeys);
        T* maxima = factors + (BlockQueries * BlockKeys);
        T* totals = maxima + BlockQueries;
        for (long item = first; item < last; item++)
        {
            (long head, long block) = Math.DivRem(item, QueryBlocks);
            int start = (int)block * BlockQueries;
            int count = Math.Min(BlockQueries, a.Queries - start);
            HostMatrix<T> rows = output.Rows(head / a.Heads, head % a.Heads, start, count, a.ValueSize);
            Clear(rows);
            new Span<T>(maxima, count).Fill(T.NegativeInfinity);
            new Span<T>(totals, count).Clear();
            int end = a.IsCausal ? Math.Min(a.Keys, start + count) : a.Keys;
            for (int from = 0; from < end; from += BlockKeys)
            {
                int width = Math.Min(BlockKeys, end - from);
                Scores(head, start, count, from, width, scores);
                dropout?.Draw(head, start, count, from, width, factors);
                for (int i = 0; i < count; i++)
                {
                    T* row = scores + ((long)i * width);
                    T largest = Largest(row, width, maxima[i]);
                    T shift = largest == T.NegativeInfinity ? T.Zero : largest;
                    T correction = T.Exp(maxima[i] - shift);
                    totals[i] = (totals[i] * correction) + HostExponential.Apply(row, width, shift);
                    maxima[i] = largest;
                    if (dropout is not null)
                    {
                        Multiply(row, factors + ((long)i * width), width);
                    }

                    Scale(rows.Pointer + (i * rows.RowStride), a.ValueSize, correction);
                }

                HostGemm.Multiply(
                    T.One,
                    HostMatrix<T>.RowMajor(scores, count, width, width),
                    value.Rows(head / a.Heads, head % a.Heads, from, width, a.ValueSize),
                    T.One,
                    rows,
                    1);
            }

            for (int i = 0; i < count; i++)
            {
                bool isSeen = totals[i] > T.Zero;
                Scale(rows.Pointer + (i * rows.RowStride), a.ValueSize, isSeen ? T.One / totals[i] : T.Zero);
                logSums[(head * a.Queries) + start + i] = isSeen ? maxima[i] + T.Log(totals[i]) : T.PositiveInfinity;
            }
        }
    }

    /// <summary>The gradients of some heads.</summary>
    public void Backward(long first, long last)
    {
        using PackingBuffer buffer = PackingBuffer.Rent(3L * BlockQueries * BlockKeys * sizeof(T));
        var weights = (T*)buffer.Pointer;
        T* slopes = weights + (BlockQueries * BlockKeys);
        T* factors = slopes + (BlockQueries * BlockKeys);
        for (long head = first; head < last; head++)
        {
            (long batch, long inBatch) = Math.DivRem(head, a.Heads);
            Clear(queryGradient.Rows(batch, inBatch, 0, a.Queries, a.HeadSize));
            Clear(keyGradient.Rows(batch, inBatch, 0, a.Keys, a.HeadSize));
            Clear(valueGradient.Rows(batch, inBatch, 0, a.Keys, a.ValueSize));
            for (int i = 0; i < a.Queries; i++)
            {
                deltas[(head * a.Queries) + i] = Dot(
                    gradient.Head(batch, inBatch) + (i * a.Gradient.RowStride), output.Head(batch, inBatch) + (i * a.Output.RowStride), a.ValueSize);
            }

            for (int start = 0; start < a.Queries; start += BlockQueries)
            {
                int count = Math.Min(BlockQueries, a.Queries - start);
                int end = a.IsCausal ? Math.Min(a.Keys, start + count) : a.Keys;
                for (int from = 0; from < end; from += BlockKeys)
                {
                    BackwardBlock(head, start, count, from, Math.Min(BlockKeys, end - from), weights, slopes, factors);
                }
            }
        }
    }

    private static HostHeads<T> Of(DeviceStream stream, AttentionOperand<T> operand) => operand.Elements.Length == 0 ? default : new(stream, operand);

    private static T* Pointer(DeviceStream stream, ArrayView<T> view) => view.Length == 0 ? null : stream.HostPointer(view);

    private void BackwardBlock(long head, int start, int count, int from, int width, T* weights, T* slopes, T* factors)
    {
        (long batch, long inBatch) = Math.DivRem(head, a.Heads);
        HostMatrix<T> g = gradient.Rows(batch, inBatch, start, count, a.ValueSize);
        HostMatrix<T> p = HostMatrix<T>.RowMajor(weights, count, width, width);
        HostMatrix<T> ds = HostMatrix<T>.RowMajor(slopes, count, width, width);
        Scores(head, start, count, from, width, weights);
        HostGemm.Multiply(T.One, g, value.Rows(batch, inBatch, from, width, a.ValueSize).Transposed, T.Zero, ds, 1);
        dropout?.Draw(head, start, count, from, width, factors);
        for (int i = 0; i < count; i++)
        {
            long row = (head * a.Queries) + start + i;
            if (dropout is not null)
            {
                Multiply(slopes + ((long)i * width), factors + ((long)i * width), width);
            }

            HostExponential.Apply(weights + ((long)i * width), width, logSums[row]);
            for (int j = 0; j < width; j++)
            {
                slopes[(i * width) + j] = weights[(i * width) + j] * (slopes[(i * width) + j] - deltas[row]) * a.Scale;
            }

            if (dropout is not null)
            {
                Multiply(weights + ((long)i * width), factors + ((long)i * width), width);
            }
        }

        HostGemm.Multiply(
            T.One, p.Transposed, g, T.One, valueGradient.Rows(batch, inBatch, from, width, a.ValueSize), 1);
        HostGemm.Multiply(
            T.One,
            ds,
            key.Rows(batch, inBatch, from, width, a.HeadSize),
            T.One,
            queryGradient.Rows(batch, inBatch, start, count, a.HeadSize),
            1);
        HostGemm.Multiply(
            T.One,
            ds.Transposed,
            query.Rows(batch, inBatch, start, count, a.HeadSize),
            T.One,
            keyGradient.Rows(batch, inBatch, from, width, a.HeadSize),
            1);
    }

    /// <summary>scale·QKᵀ + mask of a block; -∞ where a query must not see a key.</summary>
    private void Scores(long head, int start, int count, int from, int width, T* scores)
    {
        (long batch, long inBatch) = Math.DivRem(head, a.Heads);
        HostGemm.Multiply(
            a.Scale,
            query.Rows(batch, inBatch, start, count, a.HeadSize),
            key.Rows(batch, inBatch, from, width, a.HeadSize).Transposed,
            T.Zero,
            HostMatrix<T>.RowMajor(scores, count, width, width),
            1);
        for (int i = 0; i < count; i++)
        {
            T* row = scores + ((long)i * width);
            if (a.Mask.Elements.Length > 0)
            {
                T* terms = mask.Head(batch, inBatch) + ((start + i) * a.Mask.RowStride) + (from * a.MaskColumnStride);
                for (int j = 0; j < width; j++)
                {
                    row[j] += terms[j * a.MaskColumnStride];
                }
            }

            int seen = a.IsCausal ? Math.Clamp(start + i + 1 - from, 0, width) : width;
            new Span<T>(row + seen, width - seen).Fill(T.NegativeInfinity);
        }
    }

    private static T Largest(T* row, int count, T largest)
    {
        var most = new Vector<T>(largest);
        int i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            most = Vector.Max(most, *(Vector<T>*)(row + i));
        }

        for (int lane = 0; lane < Vector<T>.Count; lane++)
        {
            largest = T.Max(largest, most[lane]);
        }

        for (; i < count; i++)
        {
            largest = T.Max(largest, row[i]);
        }

        return largest;
    }

    private static T Dot(T* first, T* second, int count)
    {
        Vector<T> sums = Vector<T>.Zero;
        int i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            sums += *(Vector<T>*)(first + i) * *(Vector<T>*)(second + i);
        }

        T sum = Vector.Sum(sums);
        for (; i < count; i++)
        {
            sum += first[i] * second[i];
        }

        return sum;
    }

    private static void Clear(HostMatrix<T> rows)
    {
        for (long i = 0; i < rows.Rows; i++)
        {
            new Span<T>(rows.Pointer + (i * rows.RowStride), (int)rows.Columns).Clear();
        }
    }

    private static void Multiply(T* row, T* factors, int count)
    {
        int i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            *(Vector<T>*)(row + i) *= *(Vector<T>*)(factors + i);
        }

        for (; i < count; i++)
        {
            row[i] *= factors[i];
        }
    }

    private static void Scale(T* row, int count, T factor)
    {
        int i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            *(Vector<T>*)(row + i) *= factor;
        }

        for (; i < count; i++)
        {
            row[i] *= factor;
        }
    }
}
