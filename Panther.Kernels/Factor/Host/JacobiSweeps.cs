using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// One-sided Jacobi: rotates pairs of rows until all are orthogonal (Drmač and Veselić 2008, "New fast and accurate Jacobi SVD algorithm I").
/// Before every sweep the rows are ordered from the longest to the shortest (de Rijk 1989).
/// </summary>
/// <remarks>
/// A few rows are visited row by row. More are cut into blocks that meet as the players of a round-robin tournament do (Brent and Luk 1985,
/// "The solution of singular-value and symmetric eigenvalue problems on multiprocessor arrays"): the pairs of blocks of a round share no
/// row. The order follows from the number of rows alone, and so does the result, to the last bit.
/// </remarks>
/// <typeparam name="T">The element type, also the accumulation type of the inner products.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal sealed unsafe class JacobiSweeps<T, TVector, TUnit>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    private const int Chains = JacobiRotations<T, TVector, TUnit>.Chains;

    // Far more than was ever seen: convergence is quadratic after a few sweeps.
    private const int MaxSweeps = 40;

    private readonly JacobiRotations<T, TVector, TUnit> _rotations;
    private readonly int _count;
    private readonly AffineTeam _team;
    private readonly JacobiTournament _tournament;
    private readonly int[] _order;
    private readonly double[] _keys;
    private readonly Action<int> _meet;
    private int _round;
    private int _rotated;

    /// <summary>Takes the rows.</summary>
    /// <param name="rows">The rows, and one more of zeros; their first halves are to become orthogonal.</param>
    /// <param name="stride">The distance between two rows.</param>
    /// <param name="count">Their number.</param>
    /// <param name="half">The length of half a row, a multiple of the vector width.</param>
    /// <param name="team">The threads.</param>
    public JacobiSweeps(T* rows, long stride, int count, long half, AffineTeam team)
    {
        _rotations = new JacobiRotations<T, TVector, TUnit>(rows, stride, count, half);
        (_count, _team, _tournament) = (count, team, new JacobiTournament(count));
        _order = [.. Enumerable.Range(0, count)];
        _keys = new double[count];
        _meet = Meet;
    }

    /// <summary>The numbers of the rows from the longest to the shortest.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>The squared norm of a row's first half.</summary>
    /// <param name="row">The row.</param>
    public double Square(int row) => _rotations.Square(row);

    /// <summary>Sweeps until every pair's cosine is at most eps * sqrt(count) / 4.</summary>
    /// <returns>The number of sweeps.</returns>
    public int Run()
    {
        Measure(0, _count);
        for (int sweep = 1; ; sweep++)
        {
            SortRows();
            if (sweep > MaxSweeps || Sweep() == 0)
            {
                return sweep;
            }
        }
    }

    private void SortRows()
    {
        for (int i = 0; i < _count; i++)
        {
            _keys[i] = -Square(_order[i]);
        }

        Array.Sort(_keys, _order);
    }

    private int Sweep()
    {
        _rotated = 0;
        for (_round = 0; _round < _tournament.Rounds; _round++)
        {
            _team.Run(_tournament.Tables, _tournament.FirstTable(_round), _meet);
        }

        return _rotated;
    }

    private void Meet(int table)
    {
        (int upper, int lower) = _tournament.Blocks(_round, table);
        (int upperStart, int upperEnd) = _tournament.Rows(upper);
        (int lowerStart, int lowerEnd) = _tournament.Rows(lower);
        int rotated = _round == 0 ? Within(upperStart, upperEnd) + Within(lowerStart, lowerEnd) : 0;
        rotated += Across(upperStart, upperEnd, lowerStart, lowerEnd);
        Interlocked.Add(ref _rotated, rotated);
        if (_round == _tournament.Rounds - 1)
        {
            Measure(upperStart, upperEnd);
            Measure(lowerStart, lowerEnd);
        }
    }

    private void Measure(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            _rotations.Measure(_order[i]);
        }
    }

    // Row by row, but four rows at a time run over the rows below them, each one pair behind the row before it: that keeps the dependences
    // of the plain order and gives four disjoint pairs at every step, of which chain c has (first + c, step - c).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Within(int start, int end)
    {
        int rotated = 0;
        int* pairs = stackalloc int[2 * Chains];
        for (int first = start; first < end - 1; first += Chains)
        {
            for (int step = first + 1; step < end + Chains - 1; step++)
            {
                int low = Math.Max(0, step - end + 1), high = Math.Min(Chains - 1, (step - first - 1) / 2);
                for (int c = 0; c < Chains; c++)
                {
                    SetPair(pairs + c, c >= low && c <= high, first + c, step - c);
                }

                rotated += low <= high ? _rotations.Rotate(pairs) : 0;
            }
        }

        return rotated;
    }

    // Four rows of the upper block at a time go around the lower block, each one row ahead of the one before it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Across(int upperStart, int upperEnd, int lowerStart, int lowerEnd)
    {
        int rotated = 0;
        int steps = lowerStart == lowerEnd ? 0 : Math.Max(lowerEnd - lowerStart, Chains);
        int* pairs = stackalloc int[2 * Chains];
        for (int first = upperStart; first < upperEnd; first += Chains)
        {
            for (int step = 0; step < steps; step++)
            {
                for (int c = 0; c < Chains; c++)
                {
                    int upper = first + c, lower = lowerStart + (step + c < steps ? step + c : step + c - steps);
                    SetPair(pairs + c, upper < upperEnd && lower < lowerEnd, upper, lower);
                }

                rotated += _rotations.Rotate(pairs);
            }
        }

        return rotated;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetPair(int* pair, bool exists, int upper, int lower)
    {
        pair[0] = exists ? _order[upper] : _count;
        pair[Chains] = exists ? _order[lower] : _count;
    }
}
