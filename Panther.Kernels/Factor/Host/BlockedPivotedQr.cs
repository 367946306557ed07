using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// Householder QR with column pivoting in blocks, half of its work in matrix products (Quintana-Ortí, Sun and Bischof, "A BLAS-3 version of the QR
/// factorization with column pivoting", SIAM J. Sci. Comput. 19, 1998): within a block only the pivots' columns and rows are kept up to date.
/// </summary>
/// <remarks>
/// Norms are downdated as in LAPACK Working Note 176 (Drmač and Bujanović 2008): one that cancellation could have spoilt ends the block and is summed anew.
/// The result does not depend on the number of threads.
/// </remarks>
/// <typeparam name="T">The element type, also the accumulation type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal sealed unsafe class BlockedPivotedQr<T, TVector, TUnit>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    private const int BlockColumns = 32;

    // The elements below which sharing out a step's work costs more than it gives.
    private const long SharedElements = 1 << 14;

    private static readonly T s_cancellation = T.Sqrt(T.BitIncrement(T.One) - T.One);

    private readonly int _rows;
    private readonly int _count;
    private readonly int _degree;
    private readonly HostMatrix<T> _storage;
    private readonly HostMatrix<T> _factors;
    private readonly AffineTeam _team;
    private readonly T* _columns;
    private readonly long _stride;

    // What is left of a column's norm, and the norm when it was last summed; that of a norm to be summed anew is negative.
    private readonly T[] _norms;
    private readonly T[] _summed;
    private readonly T[] _projections = new T[BlockColumns];

    private BlockedPivotedQr(HostMatrix<T> storage, int rows, HostMatrix<T> factors, AffineTeam team, int degree)
    {
        (_rows, _count, _storage, _factors, _team, _degree) = (rows, (int)storage.Rows, storage, factors, team, degree);
        _columns = storage.Pointer;
        _stride = storage.RowStride;
        (_norms, _summed) = (new T[_count], new T[_count]);
        for (int j = 0; j < _count; j++)
        {
            SumNorm(j, 0);
        }
    }

    /// <summary>Computes the leading rows of R and the pivots.</summary>
    /// <param name="a">The matrix, m×n; not changed.</param>
    /// <param name="pivots">Receives the column that stands in each place of the pivoted order.</param>
    /// <param name="r">Receives the leading rows of R, its diagonal not negative.</param>
    /// <param name="steps">Their number.</param>
    /// <param name="degree">The most threads to use.</param>
    public static void Factor(HostMatrix<T> a, Span<int> pivots, HostMatrix<T> r, int steps, int degree)
    {
        int workers = GemmBlocking.Workers((double)a.Rows * a.Columns * steps, degree);
        using var storage = new HostScratch<T>(a.Columns, (GemmBlocking.Panels(a.Rows, TUnit.Width) + 1) * TUnit.Width);
        using var factors = new HostScratch<T>(a.Columns, BlockColumns);
        using var team = new AffineTeam(workers, workers);
        a.CopyTo(storage.View.Block(0, 0, a.Columns, a.Rows).Transposed);
        for (int j = 0; j < pivots.Length; j++)
        {
            pivots[j] = j;
        }

        var qr = new BlockedPivotedQr<T, TVector, TUnit>(storage.View, (int)a.Rows, factors.View, team, degree);
        for (int start = 0; start < steps;)
        {
            int done = qr.FactorBlock(start, Math.Min(BlockColumns, steps - start), pivots);
            qr.UpdateRest(start, done);
            start += done;
        }

        qr.CopyTriangle(r);
    }

    /// <returns>The columns factored, fewer than the width when a norm has to be summed anew.</returns>
    private int FactorBlock(int start, int width, Span<int> pivots)
    {
        bool isStale = false;
        int k = 0;
        T tau = T.Zero;
        int[] stale = new int[_team.Workers];
        void ShareStep(int share)
        {
            int first = start + k + 1;
            long rest = _count - first;
            stale[share] |= Step(start, k, tau, first + (int)(share * rest / _team.Workers), first + (int)((share + 1) * rest / _team.Workers)) ? 1 : 0;
        }

        Action<int> shareStep = ShareStep;
        for (; k < width && !isStale; k++)
        {
            int c = start + k;
            Swap(c, Longest(c), pivots);
            T* x = Column(c);
            T* f = Factors(c);
            long tail = _rows - c;
            for (int i = 0; i < k; i++)
            {
                VectorLoops<T, TVector, TUnit>.SubtractMultiple(f[i], Column(start + i) + c, x + c, tail);
            }

            tau = ReflectorColumns<T, TVector, TUnit>.Generate(x + c, tail - 1);
            T beta = x[c];
            x[c] = T.One;
            for (int i = 0; i < k; i++)
            {
                _projections[i] = VectorLoops<T, TVector, TUnit>.Dot(Column(start + i) + c, x + c, tail);
            }

            if (_team.Workers > 1 && tail * (_count - c) > SharedElements)
            {
                _team.Run(_team.Workers, 0, shareStep);
            }
            else
            {
                stale[0] |= Step(start, k, tau, c + 1, _count) ? 1 : 0;
            }

            x[c] = beta;
            isStale = stale.AsSpan().ContainsAnyExcept(0);
        }

        return k;
    }

    /// <summary>
    /// For some columns behind the pivot's: what the reflector adds to the block's update, the element of the pivot's row, and the norm of what is below it.
    /// </summary>
    /// <returns>Whether a norm has to be summed anew.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Step(int start, int k, T tau, int first, int end)
    {
        int c = start + k;
        T* v = Column(c) + c;
        T* row = stackalloc T[BlockColumns];
        for (int i = 0; i <= k; i++)
        {
            row[i] = Column(start + i)[c];
        }

        bool isStale = false;
        for (int j = first; j < end; j++)
        {
            T* y = Column(j) + c;
            T* f = Factors(j);
            T weight = VectorLoops<T, TVector, TUnit>.Dot(v, y, _rows - c);
            T element = y[0];
            for (int i = 0; i < k; i++)
            {
                weight -= f[i] * _projections[i];
                element -= f[i] * row[i];
            }

            weight *= tau;
            f[k] = weight;
            element -= weight;
            y[0] = element;
            if (_norms[j] > T.Zero)
            {
                T ratio = T.Abs(element) / _norms[j];
                T left = T.Max(T.Zero, (T.One + ratio) * (T.One - ratio));
                T change = _norms[j] / _summed[j];
                if (left * change * change <= s_cancellation)
                {
                    _summed[j] = T.NegativeOne;
                    isStale = true;
                }
                else
                {
                    _norms[j] *= T.Sqrt(left);
                }
            }
        }

        return isStale;
    }

    /// <summary>Subtracts the block's reflections from all that is right of it and below its rows.</summary>
    private void UpdateRest(int start, int done)
    {
        int next = start + done, rest = _count - next, below = _rows - next;
        if (rest > 0 && below > 0)
        {
            HostGemm.Multiply(
                T.NegativeOne,
                _factors.Block(next, 0, rest, done),
                _storage.Block(start, next, done, below),
                T.One,
                _storage.Block(next, next, rest, below),
                _degree);
            for (int j = next; j < _count; j++)
            {
                if (_summed[j] < T.Zero)
                {
                    SumNorm(j, next);
                }
            }
        }
    }

    private int Longest(int first)
    {
        int longest = first;
        for (int j = first + 1; j < _count; j++)
        {
            longest = _norms[j] > _norms[longest] ? j : longest;
        }

        return longest;
    }

    private void Swap(int first, int second, Span<int> pivots)
    {
        if (first != second)
        {
            (pivots[first], pivots[second]) = (pivots[second], pivots[first]);
            (_norms[first], _norms[second]) = (_norms[second], _norms[first]);
            (_summed[first], _summed[second]) = (_summed[second], _summed[first]);
            Exchange(Column(first), Column(second), _rows);
            Exchange(Factors(first), Factors(second), BlockColumns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exchange(T* x, T* y, long length)
    {
        for (long i = 0; i < length; i++)
        {
            (x[i], y[i]) = (y[i], x[i]);
        }
    }

    private void SumNorm(int column, int row)
    {
        T* x = Column(column) + row;
        _norms[column] = _summed[column] = T.Sqrt(VectorLoops<T, TVector, TUnit>.Dot(x, x, _rows - row));
    }

    private void CopyTriangle(HostMatrix<T> r)
    {
        for (int i = 0; i < r.Rows; i++)
        {
            T sign = Column(i)[i] < T.Zero ? T.NegativeOne : T.One;
            for (int j = 0; j < r.Columns; j++)
            {
                r[i, j] = j < i ? T.Zero : sign * Column(j)[i];
            }
        }
    }

    private T* Column(int j) => _columns + j * _stride;

    private T* Factors(int j) => _factors.Pointer + (long)j * BlockColumns;
}
