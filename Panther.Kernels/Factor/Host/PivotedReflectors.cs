using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// Householder QR with column pivoting (Businger and Golub 1965) of a small square matrix; the norms of the remaining columns are summed
/// anew with every reflector, so there is no downdating to go wrong.
/// </summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal sealed unsafe class PivotedReflectors<T, TVector, TUnit>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    private readonly T* _columns;
    private readonly long _stride;
    private readonly int _order;
    private readonly T[] _taus;
    private readonly int[] _pivots;

    /// <summary>Factors the columns in place: R on and above the diagonal of the pivoted order, reflectors below.</summary>
    /// <param name="columns">The columns, contiguous, each going on in zeros for at least one vector.</param>
    /// <param name="stride">The distance between two columns.</param>
    /// <param name="order">The order of the matrix.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public PivotedReflectors(T* columns, long stride, int order)
    {
        _columns = columns;
        (_stride, _order) = (stride, order);
        _taus = new T[order];
        _pivots = [.. Enumerable.Range(0, order)];
        var squares = new T[order];
        for (int j = 0; j < order; j++)
        {
            squares[j] = VectorLoops<T, TVector, TUnit>.Dot(columns + j * stride, columns + j * stride, order);
        }

        for (int k = 0; k < order; k++)
        {
            int longest = k;
            for (int j = k + 1; j < order; j++)
            {
                longest = squares[_pivots[j]] > squares[_pivots[longest]] ? j : longest;
            }

            (_pivots[k], _pivots[longest]) = (_pivots[longest], _pivots[k]);
            T* x = columns + _pivots[k] * stride + k;
            long tail = order - k - 1;
            T tau = _taus[k] = ReflectorColumns<T, TVector, TUnit>.Generate(x, tail);
            for (int j = k + 1; j < order; j++)
            {
                T* y = columns + _pivots[j] * stride + k;
                Reflect(tau, x, y, tail);
                squares[_pivots[j]] = VectorLoops<T, TVector, TUnit>.Dot(y + 1, y + 1, tail);
            }
        }
    }

    /// <summary>The column of the matrix that stands in each place of the pivoted order.</summary>
    public ReadOnlySpan<int> Pivots => _pivots;

    /// <summary>The element (<paramref name="i"/>, <paramref name="j"/>) of R, with i at most j.</summary>
    /// <param name="i">The row.</param>
    /// <param name="j">The column in the pivoted order.</param>
    public T R(int i, int j) => _columns[_pivots[j] * _stride + i];

    /// <summary><c>x = Q * x</c>.</summary>
    /// <param name="x">A vector that goes on in zeros for at least one vector.</param>
    public void ApplyQ(T* x)
    {
        for (int k = _order - 1; k >= 0; k--)
        {
            Reflect(_taus[k], _columns + _pivots[k] * _stride + k, x + k, _order - k - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reflect(T tau, T* v, T* y, long tail)
    {
        T weight = tau * (y[0] + VectorLoops<T, TVector, TUnit>.Dot(v + 1, y + 1, tail));
        y[0] -= weight;
        VectorLoops<T, TVector, TUnit>.SubtractMultiple(weight, v + 1, y + 1, tail);
    }
}
