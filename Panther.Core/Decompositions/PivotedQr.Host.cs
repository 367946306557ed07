using System.Numerics;

namespace Panther.Core;

/// <content>Matrices in host memory.</content>
public static partial class PivotedQr
{
    /// <summary>Factors a two-dimensional array.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n; the first index is the row.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, PivotedQrOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static PivotedQrResult<T[,]> Compute<T>(
        T[,] matrix,
        PivotedQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Compute(DenseOperand.Span(matrix), matrix.GetLength(0), matrix.GetLength(1), MatrixLayout.RowMajor, options, progress, cancellationToken);
    }

    /// <summary>Factors a dense matrix in host memory.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The elements of A, rows * columns of them; used in place by a CPU device, copied to any other.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, PivotedQrOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static PivotedQrResult<T[,]> Compute<T>(
        ReadOnlySpan<T> values,
        long rows,
        long columns,
        MatrixLayout layout,
        PivotedQrOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options ??= PivotedQrOptions.Default;
        DenseOperand.CheckLength(values.Length, rows, columns);
        Check<T>(rows, columns, options);
        return HostInput.Use(values, rows, columns, layout, options.Device, (DeviceMatrix<T> matrix) =>
        {
            using DevicePivotedQrResult<T> result = Compute(matrix, options with { Device = null }, progress, cancellationToken);
            return result.Select(factor => factor.ToArray());
        });
    }
}
