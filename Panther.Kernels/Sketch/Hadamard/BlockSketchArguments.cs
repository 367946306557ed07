using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Hadamard;

/// <summary>What <see cref="BlockSketchKernel"/> is launched with.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct BlockSketchArguments<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The matrix that is sketched: whole blocks.</summary>
    public StridedMatrix<T> Source;

    /// <summary>The sketch, or the first of the planes of partial sums.</summary>
    public StridedMatrix<T> Destination;

    /// <summary>The row of the sketch for each row of the transform; -1 for what is not selected.</summary>
    public ArrayView<int> Places;

    /// <summary>The signs of the rows of the blocks, from the first block's first row on.</summary>
    public ArrayView<uint> ColumnSigns;

    /// <summary>The signs of the rows of the sketch, in <see cref="RowWords"/> words for each block.</summary>
    public ArrayView<uint> RowSigns;

    /// <summary>The words of signs for each block.</summary>
    public long RowWords;

    /// <summary>The elements from one plane of the destination to the next.</summary>
    public long Plane;

    /// <summary>The blocks.</summary>
    public int Blocks;

    /// <summary>The blocks that one group takes.</summary>
    public int SplitBlocks;

    /// <summary>The magnitude of the sketching matrix's entries.</summary>
    public T Weight;

    /// <summary>The factor of the destination's former content, which is not read when this is zero.</summary>
    public T Beta;
}
