using System.Numerics;

namespace Panther.Core;

/// <content>Matrices in host memory.</content>
public static partial class LeverageScores
{
    /// <summary>Computes exact leverage scores of a two-dimensional array.</summary>
    /// <param name="matrix">A, m×n with m at least n; the first index is the row.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/typeparam|/exception"/>
    public static LeverageScoresResult<double[]> Compute<T>(
        T[,] matrix, LeverageScoresOptions? options = null, IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => HostInput.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToHost(Compute(a, options, progress, cancellationToken)));

    /// <summary>Computes exact leverage scores of a dense matrix in host memory.</summary>
    /// <param name="values">The elements of A, rows * columns of them.</param>
    /// <param name="rows">m, at least n.</param>
    /// <param name="columns">n.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/typeparam|/exception"/>
    public static LeverageScoresResult<double[]> Compute<T>(
        ReadOnlySpan<T> values,
        long rows,
        long columns,
        MatrixLayout layout,
        LeverageScoresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => HostInput.Use(values, rows, columns, layout, options?.Device, (DeviceMatrix<T> a) => ToHost(Compute(a, options, progress, cancellationToken)));

    /// <summary>Approximates the leverage scores of a two-dimensional array.</summary>
    /// <param name="matrix">A, m×n with m at least n; the first index is the row.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/typeparam|/exception"/>
    public static LeverageScoresResult<double[]> Approximate<T>(
        T[,] matrix, LeverageScoresOptions? options = null, IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => HostInput.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToHost(Approximate(a, options, progress, cancellationToken)));

    /// <summary>Approximates the leverage scores of a dense matrix in host memory.</summary>
    /// <param name="values">The elements of A, rows * columns of them.</param>
    /// <param name="rows">m, at least n.</param>
    /// <param name="columns">n.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, LeverageScoresOptions?, IProgress{StepProgress}?, CancellationToken)" path="/typeparam|/exception"/>
    public static LeverageScoresResult<double[]> Approximate<T>(
        ReadOnlySpan<T> values,
        long rows,
        long columns,
        MatrixLayout layout,
        LeverageScoresOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => HostInput.Use(values, rows, columns, layout, options?.Device, (DeviceMatrix<T> a) => ToHost(Approximate(a, options, progress, cancellationToken)));

    private static LeverageScoresResult<double[]> ToHost(DeviceLeverageScoresResult result)
    {
        using (result)
        {
            return result.Select(scores =>
            {
                var values = new double[scores.Rows];
                scores.CopyTo(values);
                return values;
            });
        }
    }
}
