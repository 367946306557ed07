using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Factor;

/// <summary>The eigenvalues and eigenvectors of a small symmetric matrix where it lies, by <see cref="SmallSvd"/>.</summary>
/// <remarks>
/// The singular vectors of A + s I are the eigenvectors of A, and its singular values the eigenvalues plus s, once s is large enough to make it positive
/// semidefinite: s is the Frobenius norm of A, or zero where the caller knows that A is. Eigenvalues are accurate to a small multiple of eps times that norm.
/// </remarks>
internal static class SymmetricEigen
{
    /// <summary><c>matrix = vectors · diag(values) · vectorsᵀ</c>. Waits for the result.</summary>
    /// <param name="stream">The stream that the work on the matrix is enqueued on.</param>
    /// <param name="matrix">The matrix, n×n, symmetric up to rounding, with finite elements; overwritten with what is of no use to the caller.</param>
    /// <param name="vectors">Receives the eigenvectors, n×n, as orthonormal columns.</param>
    /// <param name="isPositive">Whether the matrix is known to be positive semidefinite up to rounding; then small eigenvalues come out at least zero.</param>
    /// <returns>The eigenvalues, falling.</returns>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    /// <exception cref="ArithmeticException">The matrix holds a NaN or an infinity.</exception>
    public static double[] Decompose<T>(DeviceStream stream, RowMatrix<T> matrix, RowMatrix<T> vectors, bool isPositive = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        matrix.ValidateSameShape(vectors);
        if (matrix.Rows != matrix.Columns || !matrix.IsDense)
        {
            throw new ArgumentException($"Eigenvalues are those of a dense square matrix, not of {matrix.Rows}x{matrix.Columns}.");
        }

        double shift = isPositive ? 0 : Shift(stream, matrix);
        if (shift != 0)
        {
            MatrixOperations.AddToDiagonal(stream, matrix, T.CreateChecked(shift));
        }

        using DeviceBuffer<T> left = stream.Device.Allocate<T>(matrix.Rows * matrix.Columns, stream);
        double[] values = SmallSvd.Decompose(stream, matrix, new RowMatrix<T>(left.View, matrix.Rows, matrix.Columns), vectors);
        return Array.ConvertAll(values, value => value - shift);
    }

    /// <summary>At least the Frobenius norm, with few enough digits that sums with it lose the least.</summary>
    private static double Shift<T>(DeviceStream stream, RowMatrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Magnitude magnitude = Magnitude.Of(stream, matrix.Elements.SubView(0, matrix.Rows * matrix.Columns));
        if (!magnitude.IsFinite)
        {
            throw SmallSvd.NotFinite();
        }

        return magnitude.Norm == 0 ? 0 : Math.ScaleB(1, Math.ILogB(magnitude.Norm) + 1);
    }
}
