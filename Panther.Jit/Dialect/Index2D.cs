namespace Panther.Jit.Dialect;

/// <summary>An index, or an extent, of two dimensions with 32-bit components.</summary>
/// <param name="X">The X component.</param>
/// <param name="Y">The Y component.</param>
public readonly record struct Index2D(int X, int Y)
{
    /// <summary>Gets the number of elements of an extent of this size.</summary>
    public long Size => (long)X * (long)Y;

    /// <summary>Adds component by component.</summary>
    /// <param name="left">The first index.</param>
    /// <param name="right">The second index.</param>
    public static Index2D operator +(Index2D left, Index2D right) => new(left.X + right.X, left.Y + right.Y);

    /// <summary>Subtracts component by component.</summary>
    /// <param name="left">The first index.</param>
    /// <param name="right">The second index.</param>
    public static Index2D operator -(Index2D left, Index2D right) => new(left.X - right.X, left.Y - right.Y);

    /// <summary>Widens the components to 64 bits.</summary>
    /// <param name="index">The index.</param>
    public static implicit operator LongIndex2D(Index2D index) => new(index.X, index.Y);
}
