using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// A register tile of 6 rows and two vectors: 12 accumulators, two vectors of the right factor and one broadcast element,
/// for a machine with 16 vector registers. The accumulators are locals so that the compiler keeps each in a register.
/// </summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal readonly unsafe struct RegisterTile6<T, TVector, TUnit> : IRegisterTile<T>
    where T : unmanaged, INumberBase<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    /// <inheritdoc/>
    public static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 6;
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
        Prefetch(c);
        Prefetch(c + rowStride);
        Prefetch(c + 2 * rowStride);
        Prefetch(c + 3 * rowStride);
        Prefetch(c + 4 * rowStride);
        Prefetch(c + 5 * rowStride);

        for (; depth > 0; depth--)
        {
            TVector left = TUnit.Load(b), right = TUnit.Load(b + TUnit.Width);
            Accumulate(a[0], left, right, ref l0, ref r0);
            Accumulate(a[1], left, right, ref l1, ref r1);
            Accumulate(a[2], left, right, ref l2, ref r2);
            Accumulate(a[3], left, right, ref l3, ref r3);
            Accumulate(a[4], left, right, ref l4, ref r4);
            Accumulate(a[5], left, right, ref l5, ref r5);
            a += 6;
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

        for (; depth > 0; depth--)
        {
            TVector right = TUnit.Load(b);
            v0 = TUnit.MultiplyAdd(TUnit.Broadcast(a[0]), right, v0);
            v1 = TUnit.MultiplyAdd(TUnit.Broadcast(a[1]), right, v1);
            v2 = TUnit.MultiplyAdd(TUnit.Broadcast(a[2]), right, v2);
            v3 = TUnit.MultiplyAdd(TUnit.Broadcast(a[3]), right, v3);
            v4 = TUnit.MultiplyAdd(TUnit.Broadcast(a[4]), right, v4);
            v5 = TUnit.MultiplyAdd(TUnit.Broadcast(a[5]), right, v5);
            a += 6;
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
