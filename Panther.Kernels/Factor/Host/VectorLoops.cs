using System.Numerics;
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
    where T : unmanaged, INumberBase<T>
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

    /// <summary>Four inner products at once, for the independence of their sums.</summary>
    /// <param name="x">Four vectors.</param>
    /// <param name="y">Four vectors.</param>
    /// <param name="length">Their length.</param>
    /// <param name="dots">The four inner products, in double.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DotPairs(T** x, T** y, long length, double* dots)
    {
        T* x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3];
        T* y0 = y[0], y1 = y[1], y2 = y[2], y3 = y[3];
        TVector sum0 = TUnit.Zero, sum1 = TUnit.Zero, sum2 = TUnit.Zero, sum3 = TUnit.Zero;
        for (long i = 0; i < length; i += TUnit.Width)
        {
            sum0 = TUnit.MultiplyAdd(TUnit.Load(x0 + i), TUnit.Load(y0 + i), sum0);
            sum1 = TUnit.MultiplyAdd(TUnit.Load(x1 + i), TUnit.Load(y1 + i), sum1);
            sum2 = TUnit.MultiplyAdd(TUnit.Load(x2 + i), TUnit.Load(y2 + i), sum2);
            sum3 = TUnit.MultiplyAdd(TUnit.Load(x3 + i), TUnit.Load(y3 + i), sum3);
        }

        dots[0] = double.CreateTruncating(TUnit.Sum(sum0));
        dots[1] = double.CreateTruncating(TUnit.Sum(sum1));
        dots[2] = double.CreateTruncating(TUnit.Sum(sum2));
        dots[3] = double.CreateTruncating(TUnit.Sum(sum3));
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

    /// <summary><c>y = y - factor * x</c>; both vectors go on in zeros.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="x">The vector subtracted.</param>
    /// <param name="y">The vector changed.</param>
    /// <param name="length">Their length.</param>
    /// <returns>The inner product of the new <paramref name="y"/> with itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T SubtractMultipleSquared(T factor, T* x, T* y, long length)
    {
        TVector scale = TUnit.Broadcast(factor), even = TUnit.Zero, odd = TUnit.Zero;
        for (long i = 0; i < length; i += TUnit.Width)
        {
            TVector updated = TUnit.MultiplySubtract(scale, TUnit.Load(x + i), TUnit.Load(y + i));
            TUnit.Store(updated, y + i);
            (even, odd) = (odd, TUnit.MultiplyAdd(updated, updated, even));
        }

        return TUnit.Sum(TUnit.Add(even, odd));
    }

    /// <summary><c>x = (I - tau * v * vᵀ) * x</c> for four vectors, from a place before which v is zero.</summary>
    /// <param name="tau">The factor.</param>
    /// <param name="v">The vector of the reflector.</param>
    /// <param name="x">The four vectors.</param>
    /// <param name="start">The place.</param>
    /// <param name="length">The length of the vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReflectFour(T tau, T* v, T** x, long start, long length)
    {
        T* x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3];
        TVector sum0 = TUnit.Zero, sum1 = TUnit.Zero, sum2 = TUnit.Zero, sum3 = TUnit.Zero;
        for (long i = start; i < length; i += TUnit.Width)
        {
            TVector part = TUnit.Load(v + i);
            sum0 = TUnit.MultiplyAdd(part, TUnit.Load(x0 + i), sum0);
            sum1 = TUnit.MultiplyAdd(part, TUnit.Load(x1 + i), sum1);
            sum2 = TUnit.MultiplyAdd(part, TUnit.Load(x2 + i), sum2);
            sum3 = TUnit.MultiplyAdd(part, TUnit.Load(x3 + i), sum3);
        }

        sum0 = TUnit.Broadcast(tau * TUnit.Sum(sum0));
        sum1 = TUnit.Broadcast(tau * TUnit.Sum(sum1));
        sum2 = TUnit.Broadcast(tau * TUnit.Sum(sum2));
        sum3 = TUnit.Broadcast(tau * TUnit.Sum(sum3));
        for (long i = start; i < length; i += TUnit.Width)
        {
            TVector part = TUnit.Load(v + i);
            TUnit.Store(TUnit.MultiplySubtract(sum0, part, TUnit.Load(x0 + i)), x0 + i);
            TUnit.Store(TUnit.MultiplySubtract(sum1, part, TUnit.Load(x1 + i)), x1 + i);
            TUnit.Store(TUnit.MultiplySubtract(sum2, part, TUnit.Load(x2 + i)), x2 + i);
            TUnit.Store(TUnit.MultiplySubtract(sum3, part, TUnit.Load(x3 + i)), x3 + i);
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

    /// <summary><c>(x, y) = (cosine * x - sine * y, sine * x + cosine * y)</c>.</summary>
    /// <param name="cosine">The cosine of the angle.</param>
    /// <param name="sine">Its sine.</param>
    /// <param name="x">A vector.</param>
    /// <param name="y">A vector.</param>
    /// <param name="length">Their length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate(T cosine, T sine, T* x, T* y, long length)
    {
        TVector c = TUnit.Broadcast(cosine), s = TUnit.Broadcast(sine);
        for (long i = 0; i < length; i += TUnit.Width)
        {
            TVector a = TUnit.Load(x + i), b = TUnit.Load(y + i);
            TUnit.Store(TUnit.MultiplySubtract(s, b, TUnit.Multiply(c, a)), x + i);
            TUnit.Store(TUnit.MultiplyAdd(s, a, TUnit.Multiply(c, b)), y + i);
        }
    }
}
