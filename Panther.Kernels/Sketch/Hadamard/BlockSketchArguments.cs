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

    /// <summary>What <see cref="BlockSketchTables.Sort"/> writes: where the entries of each half of the rows of a thread start.</summary>
    public ArrayView<int> Starts;

    /// <summary>What <see cref="BlockSketchTables.Fill"/> writes.</summary>
    public ArrayView<int> Entries;

    /// <summary>What <see cref="BlockSketchTables.Fill"/> writes.</summary>
    public ArrayView<uint> Signs;

    /// <summary>The elements from one plane of the destination to the next.</summary>
    public long Plane;

    /// <summary>The tiles of columns.</summary>
    public int Tiles;

    /// <summary>The pieces of work: a tile of the columns and <see cref="SplitBlocks"/> blocks, by blocks.</summary>
    public int Units;

    /// <summary>The blocks.</summary>
    public int Blocks;

    /// <summary>The blocks of a piece of work, whose sums go to one plane.</summary>
    public int SplitBlocks;

    /// <summary>The magnitude of the sketching matrix's entries.</summary>
    public T Weight;
}
