using System.Numerics;
using System.Runtime.CompilerServices;

namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// A product whose right factor has no more columns than a vector has elements: the left factor, which is most of the work to read, is read once where it
/// lies and not packed. The sums are those of <see cref="PackedGemm{T, TTile}"/>, to the last bit.
/// </summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal sealed unsafe class SlenderGemm<T, TVector, TUnit> : HostTeam
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    // The rows whose sums are in registers, and the steps of the depth taken together where the sums are in memory.
    private const int Together = 8;

    // The rows whose sums stay in the first-level cache.
    private const int MostRows = 256;

    private readonly T _alpha;
    private readonly HostMatrix<T> _a;
    private readonly T _beta;
    private readonly HostMatrix<T> _c;
    private readonly long _rowsPerChunk;
    private readonly int _workers;
    private T* _b;
    private long _bStride;

    private SlenderGemm(T alpha, HostMatrix<T> a, T beta, HostMatrix<T> c, int maxDegreeOfParallelism)
    {
        (_alpha, _a, _beta, _c) = (alpha, a, beta, c);
        _workers = GemmBlocking.Workers((double)c.Rows * TUnit.Width * a.Columns, maxDegreeOfParallelism);
        long even = GemmBlocking.Panels(c.Rows, _workers * (a.ColumnStride == 1 ? GemmBlocking.ChunksPerThread : 1));
        _rowsPerChunk = Math.Min(MostRows, GemmBlocking.Panels(even, Together) * Together);
    }

    /// <summary><c>c = alpha * a * b + beta * c</c>.</summary>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="a">The left factor, m×k with k at least 1, one of its strides 1.</param>
    /// <param name="b">The right factor, k×n with n at most the vector's width.</param>
    /// <param name="beta">The factor of the former content.</param>
    /// <param name="c">The destination, m×n.</param>
    /// <param name="maxDegreeOfParallelism">The most threads to use; 0 for as many as there are processors.</param>
    public static void Run(T alpha, HostMatrix<T> a, HostMatrix<T> b, T beta, HostMatrix<T> c, int maxDegreeOfParallelism)
    {
        var product = new SlenderGemm<T, TVector, TUnit>(alpha, a, beta, c, maxDegreeOfParallelism);
        if (b.Columns == TUnit.Width && b.ColumnStride == 1)
        {
            product.Run(b.Pointer, b.RowStride);
            return;
        }

        using PackingBuffer buffer = PackingBuffer.Rent(b.Rows * TUnit.Width * sizeof(T));
        PanelPacking.Pack(b.Pointer, b.ColumnStride, b.RowStride, b.Columns, b.Rows, TUnit.Width, (T*)buffer.Pointer);
        product.Run((T*)buffer.Pointer, TUnit.Width);
    }

    /// <inheritdoc/>
    protected override void Execute(int chunk, int worker)
    {
        long first = chunk * _rowsPerChunk, count = Math.Min(_rowsPerChunk, _c.Rows - first);
        if (_a.ColumnStride == 1)
        {
            MultiplyRows(first, count);
        }
        else
        {
            MultiplyColumns(first, count);
        }
    }

    private void Run(T* b, long stride)
    {
        _b = b;
        _bStride = stride;
        int chunks = (int)GemmBlocking.Panels(_c.Rows, _rowsPerChunk);
        Open(Math.Min(_workers, chunks));
        RunPhase(chunks);
        Close();
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyRows(long first, long count)
    {
        T* sums = stackalloc T[Together * TUnit.Width];
        for (long i = first; i < first + count; i += Together)
        {
            T* a = _a.Pointer + i * _a.RowStride;
            long height = Math.Min(Together, first + count - i);
            for (long start = 0; start < _a.Columns; start += GemmBlocking.Depth)
            {
                T* b = _b + start * _bStride;
                long depth = Math.Min(GemmBlocking.Depth, _a.Columns - start);
                if (height == Together)
                {
                    MultiplyEight(a + start, _a.RowStride, b, _bStride, depth, sums);
                }
                else
                {
                    for (long row = 0; row < height; row++)
                    {
                        MultiplyOne(a + row * _a.RowStride + start, b, _bStride, depth, sums + row * TUnit.Width);
                    }
                }

                Finish(sums, i, height, start == 0 ? _beta : T.One);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyEight(T* a0, long aStride, T* b, long bStride, long depth, T* sums)
    {
        T* a1 = a0 + aStride, a2 = a1 + aStride, a3 = a2 + aStride, a4 = a3 + aStride, a5 = a4 + aStride, a6 = a5 + aStride, a7 = a6 + aStride;
        TVector s0 = TUnit.Zero, s1 = TUnit.Zero, s2 = TUnit.Zero, s3 = TUnit.Zero;
        TVector s4 = TUnit.Zero, s5 = TUnit.Zero, s6 = TUnit.Zero, s7 = TUnit.Zero;
        for (long p = 0; p < depth; p++)
        {
            TVector right = TUnit.Load(b);
            s0 = TUnit.MultiplyAdd(TUnit.Broadcast(a0[p]), right, s0);
            s1 = TUnit.MultiplyAdd(TUnit.Broadcast(a1[p]), right, s1);
            s2 = TUnit.MultiplyAdd(TUnit.Broadcast(a2[p]), right, s2);
            s3 = TUnit.MultiplyAdd(TUnit.Broadcast(a3[p]), right, s3);
            s4 = TUnit.MultiplyAdd(TUnit.Broadcast(a4[p]), right, s4);
            s5 = TUnit.MultiplyAdd(TUnit.Broadcast(a5[p]), right, s5);
            s6 = TUnit.MultiplyAdd(TUnit.Broadcast(a6[p]), right, s6);
            s7 = TUnit.MultiplyAdd(TUnit.Broadcast(a7[p]), right, s7);
            b += bStride;
        }

        TUnit.Store(s0, sums);
        TUnit.Store(s1, sums + TUnit.Width);
        TUnit.Store(s2, sums + 2 * TUnit.Width);
        TUnit.Store(s3, sums + 3 * TUnit.Width);
        TUnit.Store(s4, sums + 4 * TUnit.Width);
        TUnit.Store(s5, sums + 5 * TUnit.Width);
        TUnit.Store(s6, sums + 6 * TUnit.Width);
        TUnit.Store(s7, sums + 7 * TUnit.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyOne(T* a, T* b, long bStride, long depth, T* sums)
    {
        TVector sum = TUnit.Zero;
        for (long p = 0; p < depth; p++)
        {
            sum = TUnit.MultiplyAdd(TUnit.Broadcast(a[p]), TUnit.Load(b + p * bStride), sum);
        }

        TUnit.Store(sum, sums);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyColumns(long first, long count)
    {
        T* sums = stackalloc T[MostRows * TUnit.Width];
        for (long start = 0; start < _a.Columns; start += GemmBlocking.Depth)
        {
            long end = Math.Min(start + GemmBlocking.Depth, _a.Columns), p = start;
            new Span<T>(sums, (int)count * TUnit.Width).Clear();
            for (; p <= end - Together; p += Together)
            {
                AddEight(_a.Pointer + first + p * _a.ColumnStride, _b + p * _bStride, count, sums);
            }

            for (; p < end; p++)
            {
                AddOne(_a.Pointer + first + p * _a.ColumnStride, _b + p * _bStride, count, sums);
            }

            Finish(sums, first, count, start == 0 ? _beta : T.One);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddEight(T* a0, T* b, long count, T* sums)
    {
        long stride = _a.ColumnStride;
        T* a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride, a4 = a3 + stride, a5 = a4 + stride, a6 = a5 + stride, a7 = a6 + stride;
        TVector b0 = TUnit.Load(b), b1 = TUnit.Load(b + _bStride), b2 = TUnit.Load(b + 2 * _bStride), b3 = TUnit.Load(b + 3 * _bStride);
        TVector b4 = TUnit.Load(b + 4 * _bStride), b5 = TUnit.Load(b + 5 * _bStride), b6 = TUnit.Load(b + 6 * _bStride), b7 = TUnit.Load(b + 7 * _bStride);
        for (long i = 0; i < count; i++)
        {
            TVector sum = TUnit.Load(sums);
            sum = TUnit.MultiplyAdd(TUnit.Broadcast(a0[i]), b0, sum);
            sum = TUnit.MultiplyAdd(TUnit.Broadcast(a1[i]), b1, sum);
            sum = TUnit.MultiplyAdd(TUnit.Broadcast(a2[i]), b2, sum);
            sum = TUnit.MultiplyAdd(TUnit.Broadcast(a3[i]), b3, sum);
            sum = TUnit.MultiplyAdd(TUnit.Broadcast(a4[i]), b4, sum);
            sum = TUnit.MultiplyAdd(TUnit.Broadcast(a5[i]), b5, sum);
            sum = TUnit.MultiplyAdd(TUnit.Broadcast(a6[i]), b6, sum);
            sum = TUnit.MultiplyAdd(TUnit.Broadcast(a7[i]), b7, sum);
            TUnit.Store(sum, sums);
            sums += TUnit.Width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOne(T* a, T* b, long count, T* sums)
    {
        TVector right = TUnit.Load(b);
        for (long i = 0; i < count; i++)
        {
            T* sum = sums + i * TUnit.Width;
            TUnit.Store(TUnit.MultiplyAdd(TUnit.Broadcast(a[i]), right, TUnit.Load(sum)), sum);
        }
    }

    // The operations of a register tile's epilogue.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Finish(T* sums, long first, long count, T beta)
    {
        T* c = _c.Pointer + first * _c.RowStride;
        bool whole = _c.ColumnStride == 1 && _c.Columns == TUnit.Width;
        TVector scale = TUnit.Broadcast(_alpha), keep = TUnit.Broadcast(beta);
        for (long i = 0; i < count; i++, c += _c.RowStride, sums += TUnit.Width)
        {
            if (whole)
            {
                TVector sum = TUnit.Load(sums);
                TUnit.Store(beta == T.Zero ? TUnit.Multiply(scale, sum) : TUnit.MultiplyAdd(scale, sum, TUnit.Multiply(keep, TUnit.Load(c))), c);
                continue;
            }

            for (long j = 0; j < _c.Columns; j++)
            {
                T* element = c + j * _c.ColumnStride;
                *element = beta == T.Zero ? _alpha * sums[j] : T.FusedMultiplyAdd(_alpha, sums[j], beta * *element);
            }
        }
    }
}
