using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Sparse.Lists;

/// <summary>What <see cref="RowSumKernel"/> is launched with.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct RowSumArguments<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The tables of <see cref="RowListKernel"/>.</summary>
    public ArrayView<ushort> Lists;

    /// <summary>The lines of each table that are in use, see <see cref="RowListKernel.Lines"/>.</summary>
    public ArrayView<int> Lines;

    /// <summary>The matrix that is sketched, by rows.</summary>
    public StridedMatrix<T> Source;

    /// <summary>The sketch, or the first of the planes of partial sums.</summary>
    public StridedMatrix<T> Destination;

    /// <summary>The elements from one plane of the destination to the next.</summary>
    public long Plane;

    /// <summary>The tables of a chunk.</summary>
    public int RowBlocks;

    /// <summary>The chunks of the source.</summary>
    public int Chunks;

    /// <summary>The chunks that one group takes.</summary>
    public int SplitChunks;

    /// <summary>The magnitude of the sketching matrix's entries.</summary>
    public T Weight;

    /// <summary>The factor of the destination's former content, which is not read when this is zero.</summary>
    public T Beta;
}
