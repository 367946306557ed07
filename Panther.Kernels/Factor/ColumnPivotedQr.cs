using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;
using Panther.Kernels.Transpose;

namespace Panther.Kernels.Factor;

/// <summary>
/// Enqueues QR factorisations with column pivoting, A P = Q R, of matrices of up to a few thousand columns, such as sketches: by the blocked host
/// routine on a device whose memory the host reaches, else by <see cref="PivotedReflectionKernels"/>. Q is not formed.
/// </summary>
internal static class ColumnPivotedQr
{
    /// <summary>Computes the leading rows of R and the pivots.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="matrix">A, m×n, finite, its squares within range; not changed.</param>
    /// <param name="pivots">Receives in place i the column of A that is column i of R; n elements. Columns that were no pivots follow in their order.</param>
    /// <param name="triangle">
    /// Receives the leading rows of R, steps×n, stored by rows: a diagonal that is not negative and does not rise (up to rounding), zeros below.
    /// </param>
    /// <param name="steps">The rows of R wanted, at most the smaller side of A.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Factor<T>(DeviceStream stream, MatrixOperand<T> matrix, ArrayView<int> pivots, RowMatrix<T> triangle, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(matrix, pivots, triangle, steps);
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            ColumnPivotedQrOnHost.Enqueue(stream, matrix, pivots, triangle, steps);
        }
        else
        {
            FactorByKernels(stream, matrix, pivots, triangle, steps);
        }
    }

    /// <summary>See <see cref="Factor"/>.</summary>
    internal static void FactorByKernels<T>(DeviceStream stream, MatrixOperand<T> matrix, ArrayView<int> pivots, RowMatrix<T> triangle, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(matrix, pivots, triangle, steps);
        int rows = checked((int)matrix.Rows);
        int count = checked((int)matrix.Columns);
        if (steps == 0)
        {
            return;
        }

        Device device = stream.Device;
        using DeviceBuffer<T> columns = device.Allocate<T>((long)rows * count, stream);
        using DeviceBuffer<T> squares = device.Allocate<T>(2L * count, stream);
        using DeviceBuffer<T> diagonal = device.Allocate<T>(steps, stream);
        var byColumns = new RowMatrix<T>(columns.View, count, rows);
        var stored = new RowMatrix<T>(matrix.Elements, matrix.StoredRows, matrix.StoredColumns, matrix.LeadingDimension);
        if (matrix.IsTransposed)
        {
            MatrixOperations.Copy(stream, stored, byColumns);
        }
        else
        {
            Transposition.Transpose(stream, stored, byColumns);
        }

        SpecializedValue<int> threads = SpecializedValue.New(
            GroupLimits.Of(device).MostThreads(PivotedReflectionKernels.MostThreads, device.WarpSize, "A QR factorisation with column pivoting"));
        int columnsOfGroup = threads / device.WarpSize;
        var groups = new KernelConfig(((count - 1) / columnsOfGroup) + 1, threads);
        ArrayView<T> now = squares.View.SubView(0, count);
        ArrayView<T> next = squares.View.SubView(count, count);
        device.LoadKernel<ArrayView<T>, int, int, ArrayView<T>, SpecializedValue<int>>(PivotedReflectionKernels.Squares)
            .Launch(stream, groups, columns.View, rows, count, now, threads);
        var reflect = device.LoadKernel<ArrayView<T>, int, int, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<int>, int, T, SpecializedValue<int>>(
            PivotedReflectionKernels.Reflect);
        T least = T.ScaleB(T.One, typeof(T) == typeof(float) ? -120 : -1000);
        for (int step = 0; step < steps; step++)
        {
            reflect.Launch(stream, groups, columns.View, rows, count, now, next, diagonal.View, pivots, step, least, threads);
            (now, next) = (next, now);
        }

        if (steps < count)
        {
            device.LoadKernel<Index1D, ArrayView<T>, ArrayView<int>, int>(PivotedReflectionKernels.PlaceOthers).Launch(stream, count, now, pivots, steps);
        }

        device.LoadKernel<Index2D, ArrayView<T>, int, ArrayView<T>, ArrayView<int>, ArrayView<T>, long>(PivotedReflectionKernels.WriteTriangle)
            .Launch(stream, new Index2D(count, steps), columns.View, rows, diagonal.View, pivots, triangle.Elements, triangle.LeadingDimension);
    }

    private static void Check<T>(MatrixOperand<T> matrix, ArrayView<int> pivots, RowMatrix<T> triangle, int steps)
        where T : unmanaged
    {
        triangle.Validate();
        if (steps < 0 || steps > Math.Min(matrix.Rows, matrix.Columns)
            || triangle.Rows != steps || triangle.Columns != matrix.Columns || pivots.Length < matrix.Columns)
        {
            throw new ArgumentException(
                $"{steps} steps on a {matrix.Rows}×{matrix.Columns} matrix do not fit a {triangle.Rows}×{triangle.Columns} triangle and {pivots.Length} pivots.");
        }
    }
}
