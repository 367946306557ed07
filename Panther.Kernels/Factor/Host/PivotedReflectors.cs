using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// Householder QR with column pivoting (Businger and Golub 1965) of a small square matrix; the norms of the remaining columns are summed
/// anew with every reflector, so there is no downdating to go wrong. The result does not depend on the number of threads.
/// </summary>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal sealed unsafe class PivotedReflectors<T, TVector, TUnit>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    // The elements below which sharing out a reflector's work costs more than it gives.
    private const long SharedElements = 1 << 14;

    private readonly T* _columns;
    private readonly long _stride;
    private readonly int _order;
    private readonly AffineTeam _team;
    private readonly T[] _taus;
    private readonly int[] _pivots;

    // Of what is left of each column; of one that has been a pivot, -1.
    private readonly T[] _squares;

    /// <summary>Factors the columns in place: R on and above the diagonal of the pivoted order, reflectors below.</summary>
    /// <param name="columns">The columns, contiguous, each going on in zeros for at least one vector.</param>
    /// <param name="stride">The distance between two columns.</param>
    /// <param name="order">The order of the matrix.</param>
    /// <param name="team">The threads.</param>
    public PivotedReflectors(T* columns, long stride, int order, AffineTeam team)
    {
        _columns = columns;
        (_stride, _order, _team) = (stride, order, team);
        _taus = new T[order];
        _pivots = new int[order];
        _squares = new T[order];
        for (int j = 0; j < order; j++)
        {
            _squares[j] = VectorLoops<T, TVector, TUnit>.Dot(columns + j * stride, columns + j * stride, order);
        }

        Factor();
    }

    /// <summary>The column of the matrix that stands in each place of the pivoted order.</summary>
    public ReadOnlySpan<int> Pivots => _pivots;

    /// <summary>Moves R out, and so makes room for the leading zeros and ones of the reflectors.</summary>
    /// <param name="r">Where R goes, n×n and zero, its columns in the pivoted order.</param>
    public void MoveTriangle(HostMatrix<T> r)
    {
        for (int j = 0; j < _order; j++)
        {
            T* column = _columns + _pivots[j] * _stride;
            for (int i = 0; i <= j; i++)
            {
                r[i, j] = column[i];
                column[i] = i < j ? T.Zero : T.One;
            }
        }
    }

    /// <summary><c>x = Q * x</c> for four vectors, after <see cref="MoveTriangle"/>.</summary>
    /// <param name="x">The vectors, which go on in zeros up to a whole number of vectors of the processor.</param>
    public void ApplyQ(T** x)
    {
        for (int k = _order - 1; k >= 0; k--)
        {
            VectorLoops<T, TVector, TUnit>.ReflectFour(_taus[k], _columns + _pivots[k] * _stride, x, k / TUnit.Width * TUnit.Width, _order);
        }
    }

    private void Factor()
    {
        int k = 0;
        void ReflectShare(int share)
        {
            int start = (int)((long)share * _order / _team.Workers), end = (int)((long)(share + 1) * _order / _team.Workers);
            ReflectColumns(k, start, end);
        }

        Action<int> reflectShare = ReflectShare;
        for (; k < _order; k++)
        {
            int pivot = _pivots[k] = Longest();
            _squares[pivot] = T.NegativeOne;
            long tail = _order - k - 1;
            _taus[k] = ReflectorColumns<T, TVector, TUnit>.Generate(_columns + pivot * _stride + k, tail);
            if (_team.Workers > 1 && tail * tail > SharedElements)
            {
                _team.Run(_team.Workers, 0, reflectShare);
            }
            else
            {
                ReflectColumns(k, 0, _order);
            }
        }
    }

    private int Longest()
    {
        int longest = 0;
        for (int j = 1; j < _order; j++)
        {
            longest = _squares[j] > _squares[longest] ? j : longest;
        }

        return longest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReflectColumns(int k, int start, int end)
    {
        T* v = _columns + _pivots[k] * _stride + k;
        long tail = _order - k - 1;
        for (int j = start; j < end; j++)
        {
            if (_squares[j] >= T.Zero)
            {
                T* y = _columns + j * _stride + k;
                T weight = _taus[k] * (y[0] + VectorLoops<T, TVector, TUnit>.Dot(v + 1, y + 1, tail));
                y[0] -= weight;
                _squares[j] = VectorLoops<T, TVector, TUnit>.SubtractMultipleSquared(weight, v + 1, y + 1, tail);
            }
        }
    }
}
