using Panther.Jit.Dialect;

namespace Panther.Kernels.Factor;

/// <summary>A small lower triangular system with many right-hand sides, as <see cref="TriangularSolveKernels"/> sees it. Strides may be negative.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct SubstitutionArguments<T>
    where T : unmanaged
{
    /// <summary>The memory of the triangle.</summary>
    public ArrayView<T> Triangle;

    /// <summary>The place of its element (0, 0).</summary>
    public long TriangleStart;

    /// <summary>The distance between its rows.</summary>
    public long TriangleRow;

    /// <summary>The distance between its columns.</summary>
    public long TriangleColumn;

    /// <summary>The memory of the right-hand sides, which the solutions replace.</summary>
    public ArrayView<T> Right;

    /// <summary>The place of the first unknown of the first right-hand side.</summary>
    public long RightStart;

    /// <summary>The distance between the unknowns.</summary>
    public long RightRow;

    /// <summary>The distance between the right-hand sides.</summary>
    public long RightColumn;

    /// <summary>The unknowns, at most <see cref="TriangularSolveKernels.BlockOrder"/>.</summary>
    public int Order;

    /// <summary>The right-hand sides.</summary>
    public int Count;
}
