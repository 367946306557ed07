using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor;

/// <summary>The Cholesky factorisation on a device whose memory the host reaches, by the blocked host routines.</summary>
internal static unsafe class CholeskyOnHost
{
    /// <summary>See <see cref="Cholesky"/>; without an inverse it is not computed. A pivot below <c>tolerance</c> times the original diagonal element counts as zero.</summary>
    public static void Enqueue<T>(
        DeviceStream stream,
        ArrayView<T> matrix,
        ArrayView<T> factor,
        ArrayView<T>? inverse,
        ArrayView<int> status,
        int order,
        T tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var work = new Work<T>(Square(matrix), Square(factor), inverse is { } view ? Square(view) : null, (nint)stream.HostPointer(status), tolerance);
        stream.EnqueueHost("Cholesky", work, static (w, parallel) => *(int*)w.Status = Factor(w, parallel.Degree));

        HostMatrix<T> Square(ArrayView<T> view) => HostMatrix<T>.RowMajor(stream.HostPointer(view), order, order, order);
    }

    private static int Factor<T>(Work<T> work, int degree)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        HostMatrix<T> factor = work.Factor;
        for (long i = 0; i < factor.Rows; i++)
        {
            for (long j = 0; j < factor.Columns; j++)
            {
                factor[i, j] = j <= i ? work.Matrix[i, j] : T.Zero;
            }
        }

        long broken = HostCholesky.Factor(factor, degree);
        long sound = broken < 0 ? factor.Rows : broken;
        for (long i = 0; i < sound; i++)
        {
            if (!(factor[i, i] * factor[i, i] > work.Tolerance * work.Matrix[i, i]))
            {
                return (int)i + 1;
            }
        }

        if (broken >= 0)
        {
            return (int)broken + 1;
        }

        for (long i = 0; i < factor.Rows; i++)
        {
            for (long j = i + 1; j < factor.Columns; j++)
            {
                factor[i, j] = T.Zero;
            }
        }

        if (work.Inverse is { } inverse)
        {
            Invert(factor, inverse, degree);
        }

        return int.MaxValue;
    }

    private static void Invert<T>(HostMatrix<T> factor, HostMatrix<T> inverse, int degree)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; i < inverse.Rows; i++)
        {
            for (long j = 0; j < inverse.Columns; j++)
            {
                inverse[i, j] = i == j ? T.One : T.Zero;
            }
        }

        HostTriangular.SolveLeft(upper: false, unitDiagonal: false, factor, inverse, degree);
    }

    private sealed record Work<T>(HostMatrix<T> Matrix, HostMatrix<T> Factor, HostMatrix<T>? Inverse, nint Status, T Tolerance)
        where T : unmanaged;
}
