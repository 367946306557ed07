using System.Numerics;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>What <see cref="PartitionedScatterKernel"/> is launched with.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct ScatterArguments<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The sketching matrix's transpose.</summary>
    public PartitionedSigns<T> Signs;

    /// <summary>The matrix that is sketched.</summary>
    public StridedMatrix<T> Source;

    /// <summary>The sketch, or the first of the planes of partial sums.</summary>
    public StridedMatrix<T> Destination;

    /// <summary>The elements from one plane of the destination to the next.</summary>
    public long Plane;

    /// <summary>The major that the source's first row goes with.</summary>
    public long FirstMajor;

    /// <summary>The rows of the source that one group takes.</summary>
    public long SplitMajors;

    /// <summary>The pieces that a part of the destination's rows is cut into.</summary>
    public int Slices;

    /// <summary>The factor of the destination's former content, which is not read when this is zero.</summary>
    public T Beta;
}
