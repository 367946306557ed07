using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor;

/// <summary>
/// The thin singular value decomposition of a small matrix (hundreds of columns) where it lies: by the host routine on a device whose memory the host reaches, else by
/// one-sided Jacobi in blocks (Drmač and Veselić 2008; Brent and Luk 1985), <see cref="JacobiSweeps{T}"/>.
/// </summary>
/// <remarks>
/// Singular values are accurate to a small multiple of eps times the largest; small ones relative to themselves as far as the rows of the matrix, scaled to one length,
/// are well conditioned. Values below about 2^-100 (float) or 2^-500 (double) of the largest count as zero. Sums are accumulated in the element type.
/// </remarks>
internal static class SmallSvd
{
    /// <summary><c>matrix = left · diag(values) · rightᵀ</c>. Waits for the result; on GPUs also once a sweep, of which there are about ten.</summary>
    /// <param name="stream">The stream that the work on the matrix is enqueued on.</param>
    /// <param name="matrix">The matrix, m×n with finite elements; left as it is.</param>
    /// <param name="left">Receives the left singular vectors, m×r with r = min(m, n): orthonormal columns even where the values are zero.</param>
    /// <param name="right">Receives the right singular vectors, n×r: likewise.</param>
    /// <returns>The r singular values, falling.</returns>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    /// <exception cref="ArithmeticException">The matrix holds a NaN or an infinity.</exception>
    public static double[] Decompose<T>(DeviceStream stream, RowMatrix<T> matrix, RowMatrix<T> left, RowMatrix<T> right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        matrix.Validate();
        left.Validate();
        right.Validate();
        long rank = Math.Min(matrix.Rows, matrix.Columns);
        if (left.Rows != matrix.Rows || right.Rows != matrix.Columns || left.Columns != rank || right.Columns != rank)
        {
            throw new ArgumentException(
                $"The decomposition of a {matrix.Rows}x{matrix.Columns} matrix does not fit {left.Rows}x{left.Columns} and {right.Rows}x{right.Columns}.");
        }

        if (rank == 0)
        {
            return [];
        }

        return stream.Device.Supports(DeviceFeature.HostRoutines)
            ? DecomposeOnHost(stream, matrix, left, right)
            : DecomposeByKernels(stream, matrix, left, right, stream.Device.MaxSharedBytesPerGroup);
    }

    /// <summary>See <see cref="Decompose{T}"/>; the shapes go together and are not empty.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="matrix">The matrix.</param>
    /// <param name="left">Receives the left singular vectors.</param>
    /// <param name="right">Receives the right singular vectors.</param>
    /// <param name="sharedBytes">The shared memory that a group may use.</param>
    internal static double[] DecomposeByKernels<T>(
        DeviceStream stream, RowMatrix<T> matrix, RowMatrix<T> left, RowMatrix<T> right, int sharedBytes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isTall = matrix.Rows > matrix.Columns;
        using var sweeps = new JacobiSweeps<T>(stream, matrix, isTall, sharedBytes);
        sweeps.Run();
        return isTall ? sweeps.Finish(left, right) : sweeps.Finish(right, left);
    }

    private static unsafe double[] DecomposeOnHost<T>(DeviceStream stream, RowMatrix<T> matrix, RowMatrix<T> left, RowMatrix<T> right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[left.Columns];
        bool isFinite = true;
        stream.EnqueueHost(
            "SmallSvd",
            new Work<T>(On(matrix), On(left), On(right)),
            (w, parallel) =>
            {
                isFinite = T.IsFinite(HostScaling.MaxMagnitude(w.Matrix));
                if (isFinite)
                {
                    HostSvd.Decompose(w.Matrix, w.Left, values, w.Right, parallel.Degree);
                }
            });
        stream.Synchronize();
        return isFinite ? Array.ConvertAll(values, double.CreateTruncating) : throw NotFinite();

        HostMatrix<T> On(RowMatrix<T> m) => HostMatrix<T>.RowMajor(stream.HostPointer(m.Elements), m.Rows, m.Columns, m.LeadingDimension);
    }

    internal static ArithmeticException NotFinite() => new("The matrix to decompose holds a NaN or an infinity.");

    private sealed record Work<T>(HostMatrix<T> Matrix, HostMatrix<T> Left, HostMatrix<T> Right)
        where T : unmanaged;
}
