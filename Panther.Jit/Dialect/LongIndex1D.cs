namespace Panther.Jit.Dialect;

/// <summary>An index, or an extent, of one dimension with 64-bit components.</summary>
/// <param name="X">The X component.</param>
public readonly record struct LongIndex1D(long X)
{
    /// <summary>Gets the number of elements of an extent of this size.</summary>
    public long Size => X;

    /// <summary>Adds component by component.</summary>
    /// <param name="left">The first index.</param>
    /// <param name="right">The second index.</param>
    public static LongIndex1D operator +(LongIndex1D left, LongIndex1D right) => new(left.X + right.X);

    /// <summary>Subtracts component by component.</summary>
    /// <param name="left">The first index.</param>
    /// <param name="right">The second index.</param>
    public static LongIndex1D operator -(LongIndex1D left, LongIndex1D right) => new(left.X - right.X);

    /// <summary>Takes the component out of the index.</summary>
    /// <param name="index">The index.</param>
    public static implicit operator long(LongIndex1D index) => index.X;

    /// <summary>Makes an index of a component.</summary>
    /// <param name="x">The component.</param>
    public static implicit operator LongIndex1D(long x) => new(x);
}
