using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// The rotations of one-sided Jacobi (Hestenes 1958): four disjoint pairs of rows at a time, whose angles are computed together in double.
/// Threads may rotate at once as long as they share no row.
/// </summary>
/// <typeparam name="T">The element type, also the accumulation type of the inner products.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal sealed unsafe class JacobiRotations<T, TVector, TUnit>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    /// <summary>The number of pairs at a time.</summary>
    public const int Chains = 4;

    // A cache line each, since the rows of different threads lie between one another.
    private const int SquareSpacing = 8;

    private readonly T* _rows;
    private readonly long _stride;
    private readonly long _half;
    private readonly double[] _squares;
    private readonly double _toleranceSquared;

    /// <summary>Takes the rows.</summary>
    /// <param name="rows">The rows, and one more of zeros; their first halves are to become orthogonal.</param>
    /// <param name="stride">The distance between two rows.</param>
    /// <param name="count">Their number.</param>
    /// <param name="half">The length of half a row, a multiple of the vector width.</param>
    public JacobiRotations(T* rows, long stride, int count, long half)
    {
        _rows = rows;
        (_stride, _half) = (stride, half);
        _squares = new double[(count + 1) * SquareSpacing];
        double eps = double.CreateTruncating(T.BitIncrement(T.One) - T.One);
        _toleranceSquared = eps * eps * count / 16;
    }

    /// <summary>The squared norm of a row's first half.</summary>
    /// <param name="row">The row.</param>
    public double Square(int row) => _squares[row * SquareSpacing];

    /// <summary>Computes a squared norm anew: those that follow the rotations drift.</summary>
    /// <param name="row">The row.</param>
    public void Measure(int row) =>
        _squares[row * SquareSpacing] = double.CreateTruncating(VectorLoops<T, TVector, TUnit>.Dot(Row(row), Row(row), _half));

    /// <summary>Makes pairs of rows orthogonal, each whose cosine is above eps * sqrt(count) / 4.</summary>
    /// <param name="pairs">
    /// The first rows of <see cref="Chains"/> pairs, then their second ones; the number of the row of zeros, twice, where there is no pair.
    /// </param>
    /// <returns>The number of rotations.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Rotate(int* pairs)
    {
        T** vectors = stackalloc T*[2 * Chains];
        double* numbers = stackalloc double[3 * Chains];
        for (int c = 0; c < Chains; c++)
        {
            int upper = pairs[c], lower = pairs[Chains + c];
            vectors[c] = Row(upper);
            vectors[Chains + c] = Row(lower);
            numbers[Chains + c] = Square(upper);
            numbers[2 * Chains + c] = Square(lower);
        }

        VectorLoops<T, TVector, TUnit>.DotPairs(vectors, vectors + Chains, _half, numbers);
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
                    T.CreateTruncating(numbers[c]), T.CreateTruncating(numbers[Chains + c]), vectors[c], vectors[Chains + c], 2 * _half);
                Update(pairs[c], -numbers[2 * Chains + c]);
                Update(pairs[Chains + c], numbers[2 * Chains + c]);
            }
        }

        return BitOperations.PopCount(wanted);
    }

    private void Update(int row, double change)
    {
        double former = Square(row), updated = former + change;
        _squares[row * SquareSpacing] = updated;
        if (updated < former / 16)
        {
            // Cancellation.
            Measure(row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T* Row(int row) => _rows + row * _stride;
}
