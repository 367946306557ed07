using System.Numerics;
using System.Runtime.Intrinsics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor;

/// <summary>The pivoted QR factorisation on a device whose memory the host reaches.</summary>
internal static unsafe class ColumnPivotedQrOnHost
{
    // Below this reflections take no longer than a Gram matrix and its factorisation.
    private const int LeastGramOrder = 32;

    /// <summary>See <see cref="ColumnPivotedQr.Factor"/>.</summary>
    public static void Enqueue<T>(DeviceStream stream, MatrixOperand<T> matrix, ArrayView<int> pivots, RowMatrix<T> triangle, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var work = new Work<T>(
            new HostMatrix<T>(stream.HostPointer(matrix.Elements), matrix.Rows, matrix.Columns, matrix.RowStride, matrix.ColumnStride),
            (nint)stream.HostPointer(pivots),
            HostMatrix<T>.RowMajor(stream.HostPointer(triangle.Elements), triangle.Rows, triangle.Columns, triangle.LeadingDimension),
            steps);
        stream.EnqueueHost("ColumnPivotedQr", work, static (w, parallel) => Factor(w, parallel.Degree));
    }

    private static void Factor<T>(Work<T> work, int degree)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var pivots = new Span<int>((int*)work.Pivots, (int)work.Matrix.Columns);
        if (Vector512.IsHardwareAccelerated)
        {
            Factor<T, Vector512<T>, VectorUnit512<T>>(work, pivots, degree);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Factor<T, Vector256<T>, VectorUnit256<T>>(work, pivots, degree);
        }
        else
        {
            Factor<T, Vector128<T>, VectorUnit128<T>>(work, pivots, degree);
        }
    }

    private static void Factor<T, TVector, TUnit>(Work<T> work, Span<int> pivots, int degree)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVector : struct
        where TUnit : struct, IVectorUnit<T, TVector>
    {
        bool mayBeWellConditioned = work.Steps == work.Matrix.Columns && work.Steps >= LeastGramOrder;
        if (!mayBeWellConditioned || !PivotedGram<T, TVector, TUnit>.TryFactor(work.Matrix, pivots, work.Triangle, degree))
        {
            BlockedPivotedQr<T, TVector, TUnit>.Factor(work.Matrix, pivots, work.Triangle, work.Steps, degree);
        }
    }

    private sealed record Work<T>(HostMatrix<T> Matrix, nint Pivots, HostMatrix<T> Triangle, int Steps)
        where T : unmanaged;
}
