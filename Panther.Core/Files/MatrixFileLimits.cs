namespace Panther.Core;

/// <summary>What reading one file may cost at most, whatever the file claims.</summary>
/// <remarks>
/// Memory grows with the data that really arrive, by at most a small factor. These limits are for what a small file can honestly ask for: compressed
/// content, and sparse matrices with many rows or read as dense ones. A file beyond a limit is an <see cref="InvalidDataException"/> that names it.
/// </remarks>
public sealed record MatrixFileLimits
{
    private long maximumElements = Array.MaxLength;
    private long maximumExpandedBytes = 1L << 30;

    /// <summary>Gets the limits that are taken when none are given.</summary>
    public static MatrixFileLimits Default { get; } = new();

    /// <summary>Gets the most elements of one matrix, dense or stored; at most, and by default, <see cref="Array.MaxLength"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above <see cref="Array.MaxLength"/>.</exception>
    public long MaximumElements
    {
        get => maximumElements;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Array.MaxLength);
            maximumElements = value;
        }
    }

    /// <summary>
    /// Gets the most bytes that a compressed file may unpack to beyond its own length (all entries of a .npz file together), and that a sparse matrix may
    /// take as a dense one or for the starts of its rows; 1 GiB by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MaximumExpandedBytes
    {
        get => maximumExpandedBytes;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            maximumExpandedBytes = value;
        }
    }

    /// <summary>Checks a shape that a file claims.</summary>
    /// <returns>The number of elements.</returns>
    internal int CheckShape(long rows, long columns, Func<string, InvalidDataException> wrong)
    {
        if (rows < 1 || columns < 1)
        {
            throw wrong($"the shape {rows}×{columns} is empty; both sides must be at least 1");
        }

        if (rows > MaximumElements / columns)
        {
            throw wrong($"the shape {rows}×{columns} is beyond the limit of {MaximumElements} elements ({nameof(MatrixFileLimits)}.{nameof(MaximumElements)})");
        }

        return (int)(rows * columns);
    }

    /// <summary>Checks memory that a file asks for without holding data for it.</summary>
    internal void CheckExpansion(long count, int size, string what, Func<string, InvalidDataException> wrong)
    {
        if (count > MaximumExpandedBytes / size)
        {
            throw wrong(
                $"{what} would take {count} times {size} bytes, beyond the limit of {MaximumExpandedBytes} ({nameof(MatrixFileLimits)}.{nameof(MaximumExpandedBytes)})");
        }
    }
}
