using System.Numerics;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>The entries of a pattern's matrix, majors by minors, or of its transpose.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="IsTransposed">Whether rows are the minors.</param>
internal readonly record struct PatternEntries<T, TPattern>(TPattern Pattern, bool IsTransposed) : ISketchEntries<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TPattern : struct, ISparsePattern<T>
{
    /// <inheritdoc/>
    public T Entry(long row, long column) => IsTransposed ? Pattern.Entry(column, row) : Pattern.Entry(row, column);
}
