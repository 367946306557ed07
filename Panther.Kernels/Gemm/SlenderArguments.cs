using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>What <see cref="SlenderProductKernels"/> are launched with: a matrix stored by rows, a few vectors and where their images go.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct SlenderArguments<T>
    where T : unmanaged
{
    /// <summary>The matrix by rows.</summary>
    public ArrayView<T> Matrix;

    /// <summary>The elements from one of its rows to the next.</summary>
    public long MatrixStride;

    /// <summary>Its rows.</summary>
    public int Rows;

    /// <summary>Its columns.</summary>
    public int Columns;

    /// <summary>The vectors.</summary>
    public ArrayView<T> Vectors;

    /// <summary>The distance between elements of a vector.</summary>
    public long VectorRow;

    /// <summary>The distance between vectors.</summary>
    public long VectorColumn;

    /// <summary>The images.</summary>
    public ArrayView<T> Images;

    /// <summary>The distance between elements of an image.</summary>
    public long ImageRow;

    /// <summary>The distance between images.</summary>
    public long ImageColumn;

    /// <summary>The vectors, at most <see cref="SlenderProductKernels.MostVectors"/>.</summary>
    public int Count;

    /// <summary>The rows or columns of the matrix, whichever the sums run over, that one group takes.</summary>
    public int SplitDepth;

    /// <summary>The elements from the images of one split to those of the next.</summary>
    public long ImagePlane;

    /// <summary>The factor of the product.</summary>
    public T Alpha;

    /// <summary>The factor of the former content of the images, which is not read when this is zero.</summary>
    public T Beta;
}
