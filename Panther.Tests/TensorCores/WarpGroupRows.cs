using Panther.Jit.Dialect;

namespace Panther.Tests.TensorCores;

/// <summary>How rows along K lie in shared memory.</summary>
internal interface IRows
{
    /// <summary>Gets the bytes of a row.</summary>
    static abstract int Bytes { get; }

    static abstract SharedSwizzle Swizzle { get; }

    /// <summary>Gets the bytes from a block of 16 bytes along K to the next.</summary>
    static abstract int LeadingBytes { get; }

    /// <summary>Gets the bytes from the operands of one product to those of the next along K.</summary>
    static abstract int StepBytes { get; }

    /// <summary>Returns the byte at which a byte of a row lies.</summary>
    static abstract int Place(int row, int column);
}

/// <summary>No swizzle: blocks of 8 rows by 16 bytes, first along K.</summary>
internal readonly struct PlainRows : IRows
{
    public static int Bytes => 64;

    public static SharedSwizzle Swizzle => SharedSwizzle.None;

    public static int LeadingBytes => 128;

    public static int StepBytes => 256;

    public static int Place(int row, int column) => (row / 8 * (8 * Bytes)) + (column / 16 * 128) + (row % 8 * 16) + (column % 16);
}

internal readonly struct Rows32 : IRows
{
    public static int Bytes => 32;

    public static SharedSwizzle Swizzle => SharedSwizzle.Bytes32;

    public static int LeadingBytes => 16;

    public static int StepBytes => 32;

    public static int Place(int row, int column) => (row * Bytes) + (((column / 16) ^ (row / 4 % 2)) * 16) + (column % 16);
}

internal readonly struct Rows64 : IRows
{
    public static int Bytes => 64;

    public static SharedSwizzle Swizzle => SharedSwizzle.Bytes64;

    public static int LeadingBytes => 16;

    public static int StepBytes => 32;

    public static int Place(int row, int column) => (row * Bytes) + (((column / 16) ^ (row / 2 % 4)) * 16) + (column % 16);
}

internal readonly struct Rows128 : IRows
{
    public static int Bytes => 128;

    public static SharedSwizzle Swizzle => SharedSwizzle.Bytes128;

    public static int LeadingBytes => 16;

    public static int StepBytes => 32;

    public static int Place(int row, int column) => (row * Bytes) + (((column / 16) ^ (row % 8)) * 16) + (column % 16);
}
