namespace Panther.Jit.Dialect;

/// <summary>How the rows of a <see cref="SharedMatrix"/> are mixed in shared memory, so that reads of eight rows at a time meet all banks.</summary>
/// <remarks>
/// Rows of a swizzled matrix are 32, 64 or 128 bytes long, eight of them follow each other without gaps, and the 16-byte piece <c>c</c> of row <c>r</c> lies where piece
/// <c>c ^ (r / 4 % 2)</c>, <c>c ^ (r / 2 % 4)</c> or <c>c ^ (r % 8)</c> would lie without. Copies by tensor map write this way.
/// </remarks>
public enum SharedSwizzle
{
    /// <summary>Blocks of 8 rows of 16 bytes, each block in one piece of 128 bytes.</summary>
    None = 0,

    /// <summary>Rows of 128 bytes.</summary>
    Bytes128 = 1,

    /// <summary>Rows of 64 bytes.</summary>
    Bytes64 = 2,

    /// <summary>Rows of 32 bytes.</summary>
    Bytes32 = 3,
}
