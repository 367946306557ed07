using System.Numerics;

namespace Panther.Core;

/// <content>Matrices in host memory.</content>
public static partial class Cur
{
    /// <summary>Picks a number of columns and rows of a two-dimensional array.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n; the first index is the row.</param>
    /// <param name="rank">The number of columns and rows, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, int, CurOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static CurResult<T[,], T[,]> Compute<T>(
        T[,] matrix,
        int rank,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => HostInput.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToHost(Compute(a, rank, options, progress, cancellationToken)));

    /// <summary>Picks as few columns and rows of a two-dimensional array as leave an estimated relative error of at most <paramref name="tolerance"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n; the first index is the row.</param>
    /// <param name="tolerance">The accepted error as a part of ‖A‖ in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, double, CurOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static CurResult<T[,], T[,]> Compute<T>(
        T[,] matrix,
        double tolerance,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => HostInput.Use(matrix, options?.Device, (DeviceMatrix<T> a) => ToHost(Compute(a, tolerance, options, progress, cancellationToken)));

    /// <summary>Picks a number of columns and rows of a dense matrix in host memory.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The elements of A, rows * columns of them.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <param name="rank">The number of columns and rows to pick, from 1 to the smaller side of the matrix.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, int, CurOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static CurResult<T[,], T[,]> Compute<T>(
        ReadOnlySpan<T> values,
        long rows,
        long columns,
        MatrixLayout layout,
        int rank,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => HostInput.Use(values, rows, columns, layout, options?.Device, (DeviceMatrix<T> a) => ToHost(Compute(a, rank, options, progress, cancellationToken)));

    /// <summary>Picks as few columns and rows of a dense matrix in host memory as leave an estimated relative error of at most <paramref name="tolerance"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The elements of A, rows * columns of them.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <param name="tolerance">The accepted error as a part of ‖A‖ in the Frobenius norm, above 0 and below 1.</param>
    /// <param name="options">How to compute; null for the defaults.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at after each step.</param>
    /// <inheritdoc cref="Compute{T}(DeviceMatrix{T}, double, CurOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static CurResult<T[,], T[,]> Compute<T>(
        ReadOnlySpan<T> values,
        long rows,
        long columns,
        MatrixLayout layout,
        double tolerance,
        CurOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => HostInput.Use(
            values, rows, columns, layout, options?.Device, (DeviceMatrix<T> a) => ToHost(Compute(a, tolerance, options, progress, cancellationToken)));

    private static CurResult<T[,], T[,]> ToHost<T>(DeviceCurResult<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (result)
        {
            return result.Select(factor => factor.ToArray(), factor => factor.ToArray());
        }
    }
}
