using System.IO.Compression;

namespace Panther.Core;

/// <summary>The unpacked content of one file in a zip archive, checked at its end against the checksum that the archive keeps.</summary>
internal sealed class ZipEntryContent : ReadOnlyStream
{
    private readonly ZipArchiveEntry entry;
    private readonly ByteBudget budget;
    private readonly Stream unpacked;
    private uint checksum;

    /// <param name="entry">The file.</param>
    /// <param name="budget">What it may unpack to.</param>
    public ZipEntryContent(ZipArchiveEntry entry, ByteBudget budget)
    {
        this.entry = entry;
        this.budget = budget;
        unpacked = entry.IsEncrypted ? throw new InvalidDataException($"'{entry.FullName}' in the .npz file is encrypted.") : entry.Open();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        int count = unpacked.Read(destination);
        checksum = Crc32.Append(checksum, destination[..count]);
        budget.Spend(count);
        return count > 0 || destination.IsEmpty || checksum == entry.Crc32
            ? count
            : throw new InvalidDataException($"'{entry.FullName}' in the .npz file is damaged: its checksum is not the one that the file states.");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }
}
