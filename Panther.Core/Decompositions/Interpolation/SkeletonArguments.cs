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

    public static void CheckRank(int rank, long rows, long columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Math.Min(rows, columns));
    }

    public static void CheckTolerance(double tolerance)
    {
        if (!(tolerance > 0 && tolerance < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance is relative: above 0 and below 1.");
        }
    }
}
