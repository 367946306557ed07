using Panther.Jit.Dialect;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Gemm;

/// <summary>What <see cref="GemmKernel"/> is launched with.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct GemmArguments<T>
    where T : unmanaged
{
    /// <summary>The left factor, rows×depth.</summary>
    public ArrayView<T> Left;

    /// <summary>The elements from one stored row of the left factor to the next.</summary>
    public long LeftStride;

    /// <summary>The right factor, depth×columns.</summary>
    public ArrayView<T> Right;

    /// <summary>The elements from one stored row of the right factor to the next.</summary>
    public long RightStride;

    /// <summary>The destination, rows×columns by rows; one such plane for each split of the depth.</summary>
    public ArrayView<T> Output;

    /// <summary>The elements from one row of the destination to the next.</summary>
    public long OutputStride;

    /// <summary>The elements from one plane of the destination to the next.</summary>
    public long OutputPlane;

    /// <summary>The rows of the destination.</summary>
    public int Rows;

    /// <summary>The columns of the destination.</summary>
    public int Columns;

    /// <summary>The columns of the left factor and rows of the right one.</summary>
    public int Depth;

    /// <summary>The part of the depth that one group takes; a multiple of the tile's depth.</summary>
    public int SplitDepth;

    /// <summary>Whether only tiles that reach on or above the diagonal are wanted.</summary>
    public bool IsSymmetric;

    /// <summary>The factor of the product.</summary>
    public T Alpha;

    /// <summary>The factor of the former content of the destination, which is not read when this is zero.</summary>
    public T Beta;

    /// <summary>What is added to every row of the destination; empty for nothing.</summary>
    public ArrayView<T> Row;

    /// <summary>The arguments of c = a b, not split; <paramref name="c"/> is not transposed.</summary>
    /// <exception cref="OverflowException">A matrix has more rows or columns than <see cref="KernelExtent.Most"/>.</exception>
    public static GemmArguments<T> Of(MatrixOperand<T> a, MatrixOperand<T> b, MatrixOperand<T> c, T alpha, T beta) => new()
    {
        Left = a.Elements,
        LeftStride = a.LeadingDimension,
        Right = b.Elements,
        RightStride = b.LeadingDimension,
        Output = c.Elements,
        OutputStride = c.LeadingDimension,
        Rows = KernelExtent.Of(c.Rows, "The rows of a product"),
        Columns = KernelExtent.Of(c.Columns, "The columns of a product"),
        Depth = KernelExtent.Of(a.Columns, "The terms of a product's sums"),
        SplitDepth = (int)Math.Max(1, a.Columns),
        Alpha = alpha,
        Beta = beta,
    };
}
