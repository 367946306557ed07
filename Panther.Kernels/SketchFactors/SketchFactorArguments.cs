using Panther.Jit.Dialect;

namespace Panther.Kernels.SketchFactors;

/// <summary>What <see cref="SketchFactorKernels"/> are launched with: a matrix of some rows times a <see cref="SketchFactor{T}"/> or its transpose.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct SketchFactorArguments<T>
    where T : unmanaged
{
    /// <summary>The left factor by rows: rows×D, or rows×2R where the factor is transposed.</summary>
    public ArrayView<T> Left;

    /// <summary>The elements from one row of it to the next.</summary>
    public long LeftStride;

    /// <summary>The trained half of the factor, D×R or R×D by rows.</summary>
    public ArrayView<T> Trained;

    /// <summary>The elements from one of its stored rows to the next.</summary>
    public long TrainedStride;

    /// <summary>The key of the signs.</summary>
    public ArrayView<T> Key;

    /// <summary>What is added to each row of the product with the transpose; may be empty.</summary>
    public ArrayView<T> Bias;

    /// <summary>The product by rows, densely: rows×2R, one such plane for each split of the places; or rows×D.</summary>
    public ArrayView<T> Output;

    /// <summary>The rows of the left factor.</summary>
    public int Rows;

    /// <summary>The places D.</summary>
    public int Places;

    /// <summary>The rank R.</summary>
    public int Rank;

    /// <summary>The column of the rows×2R matrix that belongs to the first trained column.</summary>
    public int TrainedStart;

    /// <summary>The column of the rows×2R matrix that belongs to the first column of signs.</summary>
    public int SignStart;

    /// <summary>The places that one group takes; a multiple of the tile's depth.</summary>
    public int SplitDepth;

    /// <summary>The number of the factor among those of the key.</summary>
    public uint Number;

    /// <summary>The magnitude of the signs.</summary>
    public T Scale;
}
