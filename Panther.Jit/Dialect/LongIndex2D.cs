namespace Panther.Jit.Dialect;

/// <summary>An index, or an extent, of two dimensions with 64-bit components.</summary>
/// <param name="X">The X component.</param>
/// <param name="Y">The Y component.</param>
public readonly record struct LongIndex2D(long X, long Y)
{
    /// <summary>Gets the number of elements of an extent of this size.</summary>
    public long Size => X * Y;

    /// <summary>Adds component by component.</summary>
    /// <param name="left">The first index.</param>
    /// <param name="right">The second index.</param>
    public static LongIndex2D operator +(LongIndex2D left, LongIndex2D right) => new(left.X + right.X, left.Y + right.Y);

    /// <summary>Subtracts component by component.</summary>
    /// <param name="left">The first index.</param>
    /// <param name="right">The second index.</param>
    public static LongIndex2D operator -(LongIndex2D left, LongIndex2D right) => new(left.X - right.X, left.Y - right.Y);
}
