using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// One-sided Jacobi: rotates pairs of rows until all are orthogonal (Hestenes 1958; Drmač and Veselić 2008, "New fast and accurate Jacobi
/// SVD algorithm I"). The rows are visited from the longest to the shortest (de Rijk 1989).
/// </summary>
/// <remarks>
/// The order is row by row, but four rows at a time run over the rows below them, each one pair behind the row before it: that keeps the
/// dependences of the plain order and gives four independent pairs at every step, whose angles are computed together in double.
/// </remarks>
/// <typeparam name="T">The element type, also the accumulation type of the inner products.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal sealed unsafe class JacobiSweeps<T, TVector, TUnit>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    private const int Chains = 4;

    // Far more than was ever seen: convergence is quadratic after a few sweeps.
    private const int MaxSweeps = 40;

    private readonly T* _rows;
    private readonly int _count;
    private readonly long _measured;
    private readonly long _length;
    private readonly int[] _order;
    private readonly double[] _squares;
    private readonly double _toleranceSquared;

    /// <summary>Takes the rows.</summary>
    /// <param name="rows">The rows, <paramref name="length"/> elements each, and one more of zeros.</param>
    /// <param name="count">Their number.</param>
    /// <param name="measured">The length of the part that is to become orthogonal, a multiple of the vector width.</param>
    /// <param name="length">The length that is rotated, a multiple of the vector width.</param>
    public JacobiSweeps(T* rows, int count, long measured, long length)
    {
        _rows = rows;
        (_count, _measured, _length) = (count, measured, length);
        _order = [.. Enumerable.Range(0, count)];
        _squares = new double[count + 1];
        double eps = double.CreateTruncating(T.BitIncrement(T.One) - T.One);
        _toleranceSquared = eps * eps * count / 16;
    }

    /// <summary>The squared norms of the measured parts, by row.</summary>
    public ReadOnlySpan<double> Squares => _squares.AsSpan(0, _count);

    /// <summary>The numbers of the rows from the longest to the shortest.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>Sweeps until every pair's cosine is at most eps * sqrt(count) / 4.</summary>
    /// <returns>The number of sweeps.</returns>
    public int Run()
    {
        for (int sweep = 1; ; sweep++)
        {
            Measure();
            if (sweep > MaxSweeps || Sweep() == 0)
            {
                return sweep;
            }
        }
    }

    private void Measure()
    {
        for (int i = 0; i < _count; i++)
        {
            T* row = Row(i);
            _squares[i] = double.CreateTruncating(VectorLoops<T, TVector, TUnit>.Dot(row, row, _measured));
        }

        Array.Sort(_order, (x, y) => _squares[y] != _squares[x] ? _squares[y].CompareTo(_squares[x]) : x.CompareTo(y));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Sweep()
    {
        int rotations = 0;
        for (int first = 0; first < _count - 1; first += Chains)
        {
            for (int step = first + 1; step < _count + Chains - 1; step++)
            {
                rotations += Step(first, step);
            }
        }

        return rotations;
    }

    // Chain c has the pair (first + c, step - c), if that is below the diagonal and inside the matrix.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Step(int first, int step)
    {
        int low = Math.Max(0, step - _count + 1), high = Math.Min(Chains - 1, (step - first - 1) / 2);
        if (low > high)
        {
            return 0;
        }

        int* pairs = stackalloc int[2 * Chains];
        T** vectors = stackalloc T*[2 * Chains];
        double* numbers = stackalloc double[3 * Chains];
        for (int c = 0; c < Chains; c++)
        {
            bool active = c >= low && c <= high;
            int upper = active ? _order[first + c] : _count, lower = active ? _order[step - c] : _count;
            (pairs[c], pairs[Chains + c]) = (upper, lower);
            vectors[c] = Row(upper);
            vectors[Chains + c] = Row(lower);
            numbers[Chains + c] = _squares[upper];
            numbers[2 * Chains + c] = _squares[lower];
        }

        VectorLoops<T, TVector, TUnit>.DotPairs(vectors, vectors + Chains, _measured, numbers);
        Vector256<double> dots = Vector256.Load(numbers);
        Vector256<double> upperSquares = Vector256.Load(numbers + Chains), lowerSquares = Vector256.Load(numbers + 2 * Chains);
        uint wanted = Vector256.GreaterThan(dots * dots, Vector256.Create(_toleranceSquared) * upperSquares * lowerSquares).ExtractMostSignificantBits();
        if (wanted == 0)
        {
            return 0;
        }

        // Golub and Van Loan, "Matrix Computations", section 8.5.2: the smaller of the two angles.
        Vector256<double> zeta = (lowerSquares - upperSquares) / (dots + dots);
        Vector256<double> size = Vector256<double>.One / (Vector256.Abs(zeta) + Vector256.Sqrt(Vector256.FusedMultiplyAdd(zeta, zeta, Vector256<double>.One)));
        Vector256<double> tangents = Vector256.CopySign(size, zeta);
        Vector256<double> cosines = Vector256<double>.One / Vector256.Sqrt(Vector256.FusedMultiplyAdd(tangents, tangents, Vector256<double>.One));
        Vector256<double> sines = cosines * tangents;

        // One step of Newton brings cosine² + sine² to one within its rounding: otherwise lengths drift in one direction.
        Vector256<double> excess = Vector256.FusedMultiplyAdd(-cosines, cosines, Vector256<double>.One);
        excess = Vector256.FusedMultiplyAdd(-sines, sines, excess) * 0.5;
        cosines = Vector256.FusedMultiplyAdd(cosines, excess, cosines);
        sines = Vector256.FusedMultiplyAdd(sines, excess, sines);
        Vector256<double> changes = tangents * dots;
        cosines.Store(numbers);
        sines.Store(numbers + Chains);
        changes.Store(numbers + 2 * Chains);
        for (int c = 0; c < Chains; c++)
        {
            if ((wanted >> c & 1) != 0)
            {
                VectorLoops<T, TVector, TUnit>.Rotate(
                    T.CreateTruncating(numbers[c]), T.CreateTruncating(numbers[Chains + c]), vectors[c], vectors[Chains + c], _length);
                Update(pairs[c], -numbers[2 * Chains + c]);
                Update(pairs[Chains + c], numbers[2 * Chains + c]);
            }
        }

        return BitOperations.PopCount(wanted);
    }

    private void Update(int row, double change)
    {
        double former = _squares[row], updated = former + change;
        if (updated < former / 16)
        {
            // Cancellation: measure anew.
            updated = double.CreateTruncating(VectorLoops<T, TVector, TUnit>.Dot(Row(row), Row(row), _measured));
        }

        _squares[row] = updated;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T* Row(int row) => _rows + row * _length;
}
