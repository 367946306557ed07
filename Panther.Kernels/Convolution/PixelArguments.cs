using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Convolution;

/// <summary>
/// What <see cref="PixelKernel"/> is launched with: packed weights, and images. Rows are channels of the destination, columns its pixels, or those of a class, and the depth is the weights
/// that they meet.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct PixelArguments<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The weights by <see cref="WeightPacking"/>.</summary>
    public ArrayView<T> Weights;

    /// <summary>The places that go with them.</summary>
    public ArrayView<TapPlace> Taps;

    /// <summary>What they were packed from.</summary>
    public TapGrid Levels;

    /// <summary>The weights of one level of the depth: the rows, and zeros.</summary>
    public int PackedRows;

    /// <summary>The levels of a class, of which those behind its depth are zeros.</summary>
    public int Slot;

    /// <summary>The images that are gathered.</summary>
    public ArrayView<T> Images;

    /// <summary>The elements from one group's channels to the next.</summary>
    public long GroupStride;

    /// <summary>What the columns mean.</summary>
    public PixelWalk Columns;

    /// <summary>Where the results go.</summary>
    public ConvolutionOutput<T> Output;
}
