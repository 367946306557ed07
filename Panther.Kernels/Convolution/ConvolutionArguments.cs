using Panther.Jit.Dialect;

namespace Panther.Kernels.Convolution;

/// <summary>What <see cref="ConvolutionKernel"/> is launched with: a product of a matrix with one that is gathered from images.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct ConvolutionArguments<T>
    where T : unmanaged
{
    /// <summary>The left factor: element (row, depth) is at row·<see cref="LeftStride"/> + (depth / inner)·<see cref="LeftOuterStride"/> + depth mod inner.</summary>
    public ArrayView<T> Left;

    /// <summary>The elements from one row of the left factor to the next.</summary>
    public long LeftStride;

    /// <summary>How many neighbours along the depth are neighbours in memory.</summary>
    public FastDivisor LeftInner;

    /// <summary>The elements from one such run to the next.</summary>
    public long LeftOuterStride;

    /// <summary>The elements from one group's left factor to the next.</summary>
    public long LeftGroupStride;

    /// <summary>The images that the right factor is gathered from.</summary>
    public ArrayView<T> Right;

    /// <summary>What the columns of the right factor mean.</summary>
    public GridWalk Columns;

    /// <summary>What the depth of the right factor means.</summary>
    public GridWalk Levels;

    /// <summary>The coordinates are divided by it; where they are no multiple, the element is zero.</summary>
    public FastDivisor StrideY;

    /// <summary>The same in x.</summary>
    public FastDivisor StrideX;

    /// <summary>The height of the images; outside, elements are zero.</summary>
    public int Height;

    /// <summary>The width of the images.</summary>
    public int Width;

    /// <summary>The elements from one group's channels to the next.</summary>
    public long RightGroupStride;

    /// <summary>The destination: element (row, column) is at row·<see cref="OutputStride"/> + (column / inner)·<see cref="OutputOuterStride"/> + column mod inner.</summary>
    public ArrayView<T> Output;

    /// <summary>The elements from one row of the destination to the next.</summary>
    public long OutputStride;

    /// <summary>How many neighbouring columns are neighbours in memory.</summary>
    public FastDivisor OutputInner;

    /// <summary>The elements from one such run to the next.</summary>
    public long OutputOuterStride;

    /// <summary>The elements from one group's destination to the next.</summary>
    public long OutputGroupStride;

    /// <summary>The elements from one split's destination to the next.</summary>
    public long OutputPlane;

    /// <summary>A term for each row of each group; empty for none.</summary>
    public ArrayView<T> Bias;

    /// <summary>The rows of the destination.</summary>
    public int RowCount;

    /// <summary>The columns of the destination.</summary>
    public int ColumnCount;

    /// <summary>The depth of the product.</summary>
    public int Depth;

    /// <summary>The part of the depth that one group of threads takes; a multiple of the tile's depth.</summary>
    public int SplitDepth;
}
