namespace Panther.Kernels.Pointwise;

/// <summary>Places in four dimensions, seen as a plane: columns, and rows that are numbered through three dimensions.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Inner">The extent of the innermost dimension of the rows.</param>
/// <param name="Middle">The extent of the dimension about it.</param>
/// <param name="Outer">The extent of the outermost one.</param>
internal readonly record struct Plane(long Columns, long Inner, long Middle, long Outer)
{
    /// <summary>Gets the number of rows.</summary>
    public long Rows => Inner * Middle * Outer;
}
