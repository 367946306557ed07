namespace Panther.Core;

/// <summary>How many bytes may still come out of a compressed file.</summary>
internal sealed class ByteBudget(MatrixFileLimits limits)
{
    private readonly long limit = limits.MaximumExpandedBytes;
    private long left = limits.MaximumExpandedBytes;

    /// <summary>Takes bytes that came out.</summary>
    /// <exception cref="InvalidDataException">There were too many.</exception>
    public void Spend(long bytes)
    {
        left -= bytes;
        if (left < 0)
        {
            throw new InvalidDataException(
                $"The compressed file unpacks to more than the limit of {limit} bytes beyond its own ({nameof(MatrixFileLimits)}.{nameof(MatrixFileLimits.MaximumExpandedBytes)}).");
        }
    }

    /// <summary>Adds bytes that the file itself holds.</summary>
    public void Earn(long bytes) => left = left > long.MaxValue - bytes ? long.MaxValue : left + bytes;
}
