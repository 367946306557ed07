using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// A register tile of 12 rows and two vectors: 24 accumulators, two vectors of the right factor and one broadcast element,
/// for a machine with 32 vector registers. The accumulators are locals so that the compiler keeps each in a register.
/// </summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal readonly unsafe struct RegisterTile12<T, TVector, TUnit> : IRegisterTile<T>
    where T : unmanaged, INumberBase<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    /// <inheritdoc/>
    public static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 12;
    }

    /// <inheritdoc/>
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TUnit.Width;
    }

    /// <inheritdoc/>
    public static int NarrowColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TUnit.Width;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(long depth, T* a, T* b, T alpha, T beta, T* c, long rowStride)
    {
        TVector l0 = TUnit.Zero, r0 = TUnit.Zero;
        TVector l1 = TUnit.Zero, r1 = TUnit.Zero;
        TVector l2 = TUnit.Zero, r2 = TUnit.Zero;
        TVector l3 = TUnit.Zero, r3 = TUnit.Zero;
        TVector l4 = TUnit.Zero, r4 = TUnit.Zero;
        TVector l5 = TUnit.Zero, r5 = TUnit.Zero;
        TVector l6 = TUnit.Zero, r6 = TUnit.Zero;
        TVector l7 = TUnit.Zero, r7 = TUnit.Zero;
        TVector l8 = TUnit.Zero, r8 = TUnit.Zero;
        TVector l9 = TUnit.Zero, r9 = TUnit.Zero;
        TVector l10 = TUnit.Zero, r10 = TUnit.Zero;
        TVector l11 = TUnit.Zero, r11 = TUnit.Zero;
        Prefetch(c);
        Prefetch(c + rowStride);
        Prefetch(c + 2 * rowStride);
        Prefetch(c + 3 * rowStride);
        Prefetch(c + 4 * rowStride);
        Prefetch(c + 5 * rowStride);
        Prefetch(c + 6 * rowStride);
        Prefetch(c + 7 * rowStride);
        Prefetch(c + 8 * rowStride);
        Prefetch(c + 9 * rowStride);
        Prefetch(c + 10 * rowStride);
        Prefetch(c + 11 * rowStride);

        for (; depth > 0; depth--)
        {
            TVector left = TUnit.Load(b), right = TUnit.Load(b + TUnit.Width);
            Accumulate(a[0], left, right, ref l0, ref r0);
            Accumulate(a[1], left, right, ref l1, ref r1);
            Accumulate(a[2], left, right, ref l2, ref r2);
            Accumulate(a[3], left, right, ref l3, ref r3);
            Accumulate(a[4], left, right, ref l4, ref r4);
            Accumulate(a[5], left, right, ref l5, ref r5);
            Accumulate(a[6], left, right, ref l6, ref r6);
            Accumulate(a[7], left, right, ref l7, ref r7);
            Accumulate(a[8], left, right, ref l8, ref r8);
            Accumulate(a[9], left, right, ref l9, ref r9);
            Accumulate(a[10], left, right, ref l10, ref r10);
            Accumulate(a[11], left, right, ref l11, ref r11);
            a += 12;
            b += 2 * TUnit.Width;
        }

        TVector scale = TUnit.Broadcast(alpha);
        if (beta == T.Zero)
        {
            Write(scale, l0, r0, c);
            Write(scale, l1, r1, c + rowStride);
            Write(scale, l2, r2, c + 2 * rowStride);
            Write(scale, l3, r3, c + 3 * rowStride);
            Write(scale, l4, r4, c + 4 * rowStride);
            Write(scale, l5, r5, c + 5 * rowStride);
            Write(scale, l6, r6, c + 6 * rowStride);
            Write(scale, l7, r7, c + 7 * rowStride);
            Write(scale, l8, r8, c + 8 * rowStride);
            Write(scale, l9, r9, c + 9 * rowStride);
            Write(scale, l10, r10, c + 10 * rowStride);
            Write(scale, l11, r11, c + 11 * rowStride);
        }
        else
        {
            TVector keep = TUnit.Broadcast(beta);
            Update(scale, keep, l0, r0, c);
            Update(scale, keep, l1, r1, c + rowStride);
            Update(scale, keep, l2, r2, c + 2 * rowStride);
            Update(scale, keep, l3, r3, c + 3 * rowStride);
            Update(scale, keep, l4, r4, c + 4 * rowStride);
            Update(scale, keep, l5, r5, c + 5 * rowStride);
            Update(scale, keep, l6, r6, c + 6 * rowStride);
            Update(scale, keep, l7, r7, c + 7 * rowStride);
            Update(scale, keep, l8, r8, c + 8 * rowStride);
            Update(scale, keep, l9, r9, c + 9 * rowStride);
            Update(scale, keep, l10, r10, c + 10 * rowStride);
            Update(scale, keep, l11, r11, c + 11 * rowStride);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyNarrow(long depth, T* a, T* b, T alpha, T beta, T* c, long rowStride)
    {
        TVector v0 = TUnit.Zero;
        TVector v1 = TUnit.Zero;
        TVector v2 = TUnit.Zero;
        TVector v3 = TUnit.Zero;
        TVector v4 = TUnit.Zero;
        TVector v5 = TUnit.Zero;
        TVector v6 = TUnit.Zero;
        TVector v7 = TUnit.Zero;
        TVector v8 = TUnit.Zero;
        TVector v9 = TUnit.Zero;
        TVector v10 = TUnit.Zero;
        TVector v11 = TUnit.Zero;

        for (; depth > 0; depth--)
        {
            TVector right = TUnit.Load(b);
            v0 = TUnit.MultiplyAdd(TUnit.Broadcast(a[0]), right, v0);
            v1 = TUnit.MultiplyAdd(TUnit.Broadcast(a[1]), right, v1);
            v2 = TUnit.MultiplyAdd(TUnit.Broadcast(a[2]), right, v2);
            v3 = TUnit.MultiplyAdd(TUnit.Broadcast(a[3]), right, v3);
            v4 = TUnit.MultiplyAdd(TUnit.Broadcast(a[4]), right, v4);
            v5 = TUnit.MultiplyAdd(TUnit.Broadcast(a[5]), right, v5);
            v6 = TUnit.MultiplyAdd(TUnit.Broadcast(a[6]), right, v6);
            v7 = TUnit.MultiplyAdd(TUnit.Broadcast(a[7]), right, v7);
            v8 = TUnit.MultiplyAdd(TUnit.Broadcast(a[8]), right, v8);
            v9 = TUnit.MultiplyAdd(TUnit.Broadcast(a[9]), right, v9);
            v10 = TUnit.MultiplyAdd(TUnit.Broadcast(a[10]), right, v10);
            v11 = TUnit.MultiplyAdd(TUnit.Broadcast(a[11]), right, v11);
            a += 12;
            b += TUnit.Width;
        }

        TVector scale = TUnit.Broadcast(alpha);
        if (beta == T.Zero)
        {
            TUnit.Store(TUnit.Multiply(scale, v0), c);
            TUnit.Store(TUnit.Multiply(scale, v1), c + rowStride);
            TUnit.Store(TUnit.Multiply(scale, v2), c + 2 * rowStride);
            TUnit.Store(TUnit.Multiply(scale, v3), c + 3 * rowStride);
            TUnit.Store(TUnit.Multiply(scale, v4), c + 4 * rowStride);
            TUnit.Store(TUnit.Multiply(scale, v5), c + 5 * rowStride);
            TUnit.Store(TUnit.Multiply(scale, v6), c + 6 * rowStride);
            TUnit.Store(TUnit.Multiply(scale, v7), c + 7 * rowStride);
            TUnit.Store(TUnit.Multiply(scale, v8), c + 8 * rowStride);
            TUnit.Store(TUnit.Multiply(scale, v9), c + 9 * rowStride);
            TUnit.Store(TUnit.Multiply(scale, v10), c + 10 * rowStride);
            TUnit.Store(TUnit.Multiply(scale, v11), c + 11 * rowStride);
        }
        else
        {
            TVector keep = TUnit.Broadcast(beta);
            Update(scale, keep, v0, c);
            Update(scale, keep, v1, c + rowStride);
            Update(scale, keep, v2, c + 2 * rowStride);
            Update(scale, keep, v3, c + 3 * rowStride);
            Update(scale, keep, v4, c + 4 * rowStride);
            Update(scale, keep, v5, c + 5 * rowStride);
            Update(scale, keep, v6, c + 6 * rowStride);
            Update(scale, keep, v7, c + 7 * rowStride);
            Update(scale, keep, v8, c + 8 * rowStride);
            Update(scale, keep, v9, c + 9 * rowStride);
            Update(scale, keep, v10, c + 10 * rowStride);
            Update(scale, keep, v11, c + 11 * rowStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(T* c)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(c);
            Sse.Prefetch0(c + 2 * TUnit.Width - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(T element, TVector left, TVector right, ref TVector leftSum, ref TVector rightSum)
    {
        TVector value = TUnit.Broadcast(element);
        leftSum = TUnit.MultiplyAdd(value, left, leftSum);
        rightSum = TUnit.MultiplyAdd(value, right, rightSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(TVector scale, TVector left, TVector right, T* c)
    {
        TUnit.Store(TUnit.Multiply(scale, left), c);
        TUnit.Store(TUnit.Multiply(scale, right), c + TUnit.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update(TVector scale, TVector keep, TVector left, TVector right, T* c)
    {
        Update(scale, keep, left, c);
        Update(scale, keep, right, c + TUnit.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update(TVector scale, TVector keep, TVector value, T* c) =>
        TUnit.Store(TUnit.MultiplyAdd(scale, value, TUnit.Multiply(keep, TUnit.Load(c))), c);
}
