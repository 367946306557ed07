using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>Householder QR of a few columns, one reflector at a time: the end of the recursion of <see cref="ReflectorPanel"/>.</summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal static unsafe class ReflectorColumns<T, TVector, TUnit>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    // Below this the squares lose digits to underflow: 2^-100 for float, whose least normal number is 2^-126, and far enough for double.
    private static readonly T s_safeSquare = T.ScaleB(T.One, -100);

    /// <summary>
    /// Overwrites <paramref name="a"/> by R on and above the diagonal and by the reflectors below it (their leading ones implied), and forms
    /// the triangle of the compact product (Schreiber and Van Loan 1989, "A storage-efficient WY representation for products of Householder
    /// transformations").
    /// </summary>
    /// <param name="a">The columns, m×n with m at least n.</param>
    /// <param name="t">The upper triangle T of <c>Q = I - V * T * Vᵀ</c>, n×n; zero below the diagonal on entry.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Factor(HostMatrix<T> a, HostMatrix<T> t)
    {
        long m = a.Rows, n = a.Columns;
        long stride = (GemmBlocking.Panels(m, TUnit.Width) + 1) * TUnit.Width;
        using var scratch = new HostScratch<T>(n, stride);
        HostMatrix<T> columns = scratch.View.Block(0, 0, n, m).Transposed;
        a.CopyTo(columns);
        for (long k = 0; k < n; k++)
        {
            T* x = scratch.View.Pointer + k * stride;
            long tail = m - k - 1;
            T tau = Generate(x + k, tail);
            for (long j = k + 1; j < n; j++)
            {
                T* y = scratch.View.Pointer + j * stride;
                T weight = tau * (y[k] + VectorLoops<T, TVector, TUnit>.Dot(x + k + 1, y + k + 1, tail));
                y[k] -= weight;
                VectorLoops<T, TVector, TUnit>.SubtractMultiple(weight, x + k + 1, y + k + 1, tail);
            }

            ExtendTriangle(scratch.View.Pointer, stride, k, tail, tau, t);
        }

        columns.CopyTo(a);
    }

    /// <summary>
    /// Overwrites (head, tail) by (beta, v) with <c>(I - tau * (1, v) * (1, v)ᵀ) * (head, tail) = (beta, 0)</c>: LAPACK's larfg, the sign of
    /// beta chosen against cancellation.
    /// </summary>
    /// <param name="x">The head, followed by the tail.</param>
    /// <param name="tail">The length of the tail.</param>
    /// <returns>tau; zero when the tail is zero, and then nothing changes.</returns>
    public static T Generate(T* x, long tail)
    {
        T squared = VectorLoops<T, TVector, TUnit>.Dot(x + 1, x + 1, tail);
        if (T.FusedMultiplyAdd(x[0], x[0], squared) > s_safeSquare)
        {
            return squared == T.Zero ? T.Zero : Generate(x, tail, squared);
        }

        T largest = T.Zero;
        for (long i = 1; i <= tail; i++)
        {
            largest = T.MaxNumber(largest, T.Abs(x[i]));
        }

        if (largest == T.Zero)
        {
            return T.Zero;
        }

        int exponent = T.ILogB(T.MaxNumber(largest, T.Abs(x[0])));
        for (long i = 0; i <= tail; i++)
        {
            x[i] = T.ScaleB(x[i], -exponent);
        }

        T tau = Generate(x, tail, VectorLoops<T, TVector, TUnit>.Dot(x + 1, x + 1, tail));
        x[0] = T.ScaleB(x[0], exponent);
        return tau;
    }

    private static T Generate(T* x, long tail, T squared)
    {
        T head = x[0];
        T beta = -T.CopySign(T.Sqrt(T.FusedMultiplyAdd(head, head, squared)), head);
        VectorLoops<T, TVector, TUnit>.Scale(T.One / (head - beta), x + 1, tail);
        x[0] = beta;
        return (beta - head) / beta;
    }

    // t(0..k, k) = -tau * T * (V(:, 0..k)ᵀ * v_k), where v_k is zero above row k and one in it.
    private static void ExtendTriangle(T* columns, long stride, long k, long tail, T tau, HostMatrix<T> t)
    {
        T* v = columns + k * stride + k + 1;
        for (long j = 0; j < k; j++)
        {
            T* other = columns + j * stride + k;
            t[j, k] = -tau * (other[0] + VectorLoops<T, TVector, TUnit>.Dot(other + 1, v, tail));
        }

        for (long i = 0; i < k; i++)
        {
            T sum = T.Zero;
            for (long j = i; j < k; j++)
            {
                sum += t[i, j] * t[j, k];
            }

            t[i, k] = sum;
        }

        t[k, k] = tau;
    }
}
