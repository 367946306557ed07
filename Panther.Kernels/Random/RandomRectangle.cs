namespace Panther.Kernels.Random;

/// <summary>A rectangle of an infinite random matrix, in the blocks that the generator draws.</summary>
/// <param name="FirstBlock">The first row divided by the block length.</param>
/// <param name="SkippedRows">The rows of the first block that lie above the rectangle.</param>
/// <param name="Blocks">The number of row blocks that the rectangle touches.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="FirstColumn">The first column.</param>
/// <param name="Columns">The number of columns.</param>
internal readonly record struct RandomRectangle(
    long FirstBlock, int SkippedRows, long Blocks, long Rows, long FirstColumn, long Columns)
{
    /// <summary>Makes the rectangle of given rows and columns.</summary>
    /// <param name="blockLength">The number of rows of a block.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="firstColumn">The first column.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or too large to address.</exception>
    public static RandomRectangle Of(int blockLength, long firstRow, long rows, long firstColumn, long columns)
    {
        const long Limit = 1L << 48;
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(firstColumn);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstRow, Limit - rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstColumn, Limit - columns);
        long firstBlock = firstRow / blockLength;
        int skipped = (int)(firstRow - (firstBlock * blockLength));
        return new(firstBlock, skipped, (skipped + rows + blockLength - 1) / blockLength, rows, firstColumn, columns);
    }
}
