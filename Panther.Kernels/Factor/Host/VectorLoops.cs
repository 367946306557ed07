using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// Loops over contiguous vectors whose storage goes on in zeros, or in values that may be overwritten, up to a whole number of
/// <see cref="IVectorUnit{T, TVector}.Width"/> elements: no loop has a remainder.
/// </summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal static unsafe class VectorLoops<T, TVector, TUnit>
    where T : unmanaged
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    /// <summary>The inner product.</summary>
    /// <param name="x">A vector.</param>
    /// <param name="y">A vector.</param>
    /// <param name="length">Their length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Dot(T* x, T* y, long length)
    {
        TVector even = TUnit.Zero, odd = TUnit.Zero;
        long i = 0;
        for (; i + TUnit.Width < length; i += 2 * TUnit.Width)
        {
            even = TUnit.MultiplyAdd(TUnit.Load(x + i), TUnit.Load(y + i), even);
            odd = TUnit.MultiplyAdd(TUnit.Load(x + i + TUnit.Width), TUnit.Load(y + i + TUnit.Width), odd);
        }

        if (i < length)
        {
            even = TUnit.MultiplyAdd(TUnit.Load(x + i), TUnit.Load(y + i), even);
        }

        return TUnit.Sum(TUnit.Add(even, odd));
    }

    /// <summary><c>y = y - factor * x</c>.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="x">The vector subtracted.</param>
    /// <param name="y">The vector changed.</param>
    /// <param name="length">Their length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SubtractMultiple(T factor, T* x, T* y, long length)
    {
        TVector scale = TUnit.Broadcast(factor);
        for (long i = 0; i < length; i += TUnit.Width)
        {
            TUnit.Store(TUnit.MultiplySubtract(scale, TUnit.Load(x + i), TUnit.Load(y + i)), y + i);
        }
    }

    /// <summary><c>x = factor * x</c>.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="x">The vector.</param>
    /// <param name="length">Its length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(T factor, T* x, long length)
    {
        TVector scale = TUnit.Broadcast(factor);
        for (long i = 0; i < length; i += TUnit.Width)
        {
            TUnit.Store(TUnit.Multiply(scale, TUnit.Load(x + i)), x + i);
        }
    }
}
