namespace Panther.Jit.Dialect;

/// <summary>An index, or an extent, of three dimensions with 32-bit components.</summary>
/// <param name="X">The X component.</param>
/// <param name="Y">The Y component.</param>
/// <param name="Z">The Z component.</param>
public readonly record struct Index3D(int X, int Y, int Z)
{
    /// <summary>Gets the number of elements of an extent of this size.</summary>
    public long Size => (long)X * (long)Y * (long)Z;

    /// <summary>Adds component by component.</summary>
    /// <param name="left">The first index.</param>
    /// <param name="right">The second index.</param>
    public static Index3D operator +(Index3D left, Index3D right) => new(left.X + right.X, left.Y + right.Y, left.Z + right.Z);

    /// <summary>Subtracts component by component.</summary>
    /// <param name="left">The first index.</param>
    /// <param name="right">The second index.</param>
    public static Index3D operator -(Index3D left, Index3D right) => new(left.X - right.X, left.Y - right.Y, left.Z - right.Z);

    /// <summary>Widens the components to 64 bits.</summary>
    /// <param name="index">The index.</param>
    public static implicit operator LongIndex3D(Index3D index) => new(index.X, index.Y, index.Z);
}
