using System.Numerics;

namespace Panther.Core;

/// <summary>What decompositions that pick columns or rows ask of their arguments.</summary>
internal static class SkeletonArguments
{
    public static void CheckOptions(int oversampling, int? maximumRank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oversampling);
        if (maximumRank is { } rank)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rank, nameof(maximumRank));
        }
    }

    /// <returns>The options, or the defaults.</returns>
    public static TOptions CheckRank<T, TOptions>(ILinearOperator<T> matrix, int rank, TOptions? options, TOptions defaults)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOptions : class, ISkeletonOptions
    {
        options = Check(matrix, options ?? defaults);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Math.Min(matrix.Rows, matrix.Columns));
        return options;
    }

    /// <returns>The options, or the defaults.</returns>
    public static TOptions CheckTolerance<T, TOptions>(ILinearOperator<T> matrix, double tolerance, TOptions? options, TOptions defaults)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOptions : class, ISkeletonOptions
    {
        options = Check(matrix, options ?? defaults);
        return tolerance > 0 && tolerance < 1
            ? options
            : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance is relative: above 0 and below 1.");
    }

    private static TOptions Check<T, TOptions>(ILinearOperator<T> matrix, TOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOptions : class, ISkeletonOptions
    {
        ArgumentNullException.ThrowIfNull(matrix);
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(matrix.Rows, matrix.Columns);
        options.Check();
        InputCheck.SameDevice(options.Device, matrix.Device);
        return options;
    }
}
