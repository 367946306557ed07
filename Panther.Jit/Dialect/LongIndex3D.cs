namespace Panther.Jit.Dialect;

/// <summary>An index, or an extent, of three dimensions with 64-bit components.</summary>
/// <param name="X">The X component.</param>
/// <param name="Y">The Y component.</param>
/// <param name="Z">The Z component.</param>
public readonly record struct LongIndex3D(long X, long Y, long Z)
{
    /// <summary>Gets the number of elements of an extent of this size.</summary>
    public long Size => X * Y * Z;

    /// <summary>Adds component by component.</summary>
    /// <param name="left">The first index.</param>
    /// <param name="right">The second index.</param>
    public static LongIndex3D operator +(LongIndex3D left, LongIndex3D right) => new(left.X + right.X, left.Y + right.Y, left.Z + right.Z);

    /// <summary>Subtracts component by component.</summary>
    /// <param name="left">The first index.</param>
    /// <param name="right">The second index.</param>
    public static LongIndex3D operator -(LongIndex3D left, LongIndex3D right) => new(left.X - right.X, left.Y - right.Y, left.Z - right.Z);
}
