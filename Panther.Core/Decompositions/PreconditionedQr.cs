using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// Cholesky QR of a tall matrix A that a triangle R makes nearly orthonormal: A R⁻¹ has a small condition number κ, so that one pass, A R⁻¹ = Q Lᵀ with
/// (A R⁻¹)ᵀ(A R⁻¹) = L Lᵀ, loses no more than of the order of eps·κ² (Fan, Guo and Lin, "A novel randomized XR-based preconditioned CholeskyQR algorithm",
/// arXiv 2111.11148).
/// </summary>
/// <remarks>
/// What a pass has lost is measured. Where Cholesky's factorisation breaks down, the Gram matrix is shifted (Fukaya, Kannan, Nakatsukasa, Yamamoto and
/// Yanagisawa, SIAM J. Sci. Comput. 42, 2020), which leaves a smaller condition number to the next pass. On processors a matrix that is as well conditioned as
/// A R⁻¹ would be is taken as it is, which saves a third of the work: then the triangle of the first pass takes the place of R.
/// </remarks>
internal sealed class PreconditionedQr<T>(DeviceStream stream, ProbeSet probes)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MaximumPasses = 8;

    // A Gaussian sketch of 1.25 rows for a column gives A R⁻¹ singular values with a mean of σ⁻² five times what it need be, and raises that of R by as much.
    private const double MostSpread = 5;

    /// <summary>Gets the most robust way that was needed.</summary>
    public CholeskyQrMethod Method { get; private set; }

    /// <summary>Gets the measured ‖QᵀQ - I‖ in the Frobenius norm.</summary>
    public double OrthogonalityError { get; private set; }

    // Of a matrix with a norm between the inverse of this and this the Gram matrix is in range; that of A R⁻¹ always is.
    private static double Range => Math.ScaleB(1, typeof(T) == typeof(float) ? 48 : 480);

    private static double Epsilon => double.CreateTruncating(T.BitIncrement(T.One) - T.One);

    /// <summary>Factors, if passes of Cholesky QR can.</summary>
    /// <param name="a">A, m×k with k rows of <paramref name="r"/>; overwritten by Q, or by what is of no use.</param>
    /// <param name="r">The triangle, with more columns behind it; overwritten by what takes the place of R in A P = Q R.</param>
    /// <param name="isPivoted">Whether the triangle comes from a pivoted factorisation, so that all triangles here are tame but for their scale.</param>
    /// <returns>Whether Q is orthonormal.</returns>
    public bool TryFactor(MatrixOperand<T> a, TriangularFactor<T> r, bool isPivoted)
    {
        Method = CholeskyQrMethod.OnePass;
        int order = r.Rows;
        using DeviceBuffer<T> gram = stream.Device.Allocate<T>((long)order * order, stream);
        using DeviceBuffer<T> factor = stream.Device.Allocate<T>((long)order * order, stream);
        using DeviceBuffer<int> status = stream.Device.Allocate<int>(1, stream);
        MatrixOperand<T> upper = MatrixOperand<T>.Dense(factor.View, order, order).Transposed;

        bool isPlain = stream.Device.IsProcessor && IsWellConditioned(r);
        if (!isPlain)
        {
            TriangularSolve.Right(stream, upper: true, r.Triangle, a, isPivoted);
        }

        for (int pass = 0; pass < MaximumPasses; pass++)
        {
            MatrixProduct.Gram(stream, a, MatrixOperand<T>.Dense(gram.View, order, order));
            bool isShifted = false;
            if (!TryCholesky(gram, factor, status, order))
            {
                isShifted = true;
                Shift(gram, order);
                if (!TryCholesky(gram, factor, status, order))
                {
                    return false;
                }
            }

            TriangularSolve.Right(stream, upper: true, upper, a, isPivoted && !isShifted);
            if (isPlain && pass == 0)
            {
                r.Replace(new RowMatrix<T>(factor.View, order, order));
            }
            else
            {
                r.MultiplyFromLeft(upper);
            }

            CholeskyQrMethod needed = isShifted ? CholeskyQrMethod.Shifted : pass > 0 ? CholeskyQrMethod.Repeated : CholeskyQrMethod.OnePass;
            Method = needed > Method ? needed : Method;
            if (!isShifted)
            {
                OrthogonalityError = probes.Orthogonality(stream, a);
                if (OrthogonalityError <= AcceptedError(order))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Returns the orthogonality that is good enough: a fifth of 50·k·eps in the Frobenius norm, which is above the spectral one.</summary>
    public static double AcceptedError(int columns) => 10 * (columns + 3) * Epsilon;

    /// <summary>
    /// Whether the root of mean σ² times mean σ⁻² of a triangle, estimated by random vectors, is so small that A has a smaller one than A R⁻¹. A triangle with
    /// columns behind it is that of a matrix with dependent columns.
    /// </summary>
    private bool IsWellConditioned(TriangularFactor<T> r)
    {
        if (r.Columns != r.Rows)
        {
            return false;
        }

        double norm = Magnitude.Of(stream, r.Matrix.Elements.SubView(0, (long)r.Rows * r.Rows)).Norm;
        if (!(norm > 1 / Range && norm < Range))
        {
            return false;
        }

        return probes.InverseNorm(stream, r.Triangle) * norm <= MostSpread * r.Rows;
    }

    private bool TryCholesky(DeviceBuffer<T> gram, DeviceBuffer<T> factor, DeviceBuffer<int> status, int order)
    {
        Cholesky.Factor(stream, gram.View, factor.View, status.View, order);
        return status.ToArray(stream)[0] == int.MaxValue;
    }

    /// <summary>Adds 10·eps of the trace to the diagonal: above the rounding of the Gram matrix, which is below eps of it with summation in blocks.</summary>
    private void Shift(DeviceBuffer<T> gram, int order)
    {
        using DeviceBuffer<T> diagonal = stream.Device.Allocate<T>(order, stream);
        MatrixOperations.Copy(stream, new RowMatrix<T>(gram.View, order, 1, order + 1), new RowMatrix<T>(diagonal.View, order, 1));
        double trace = diagonal.ToArray(stream).Sum(double.CreateTruncating);
        MatrixOperations.AddToDiagonal(stream, new RowMatrix<T>(gram.View, order, order), T.CreateTruncating(10 * Epsilon * trace));
    }
}
