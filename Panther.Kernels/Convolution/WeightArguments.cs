using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Convolution;

/// <summary>
/// What <see cref="WeightKernel"/> is launched with: images of the output and of the input. Rows are channels of the output, columns the weights of one of them, and the depth is the pixels of
/// all images of the output.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct WeightArguments<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The images of the output.</summary>
    public ArrayView<T> Rows;

    /// <summary>The elements of a channel of them.</summary>
    public long RowStride;

    /// <summary>The elements of an image of them.</summary>
    public long RowImageStride;

    /// <summary>The elements from one group's channels to the next.</summary>
    public long RowGroupStride;

    /// <summary>The images of the input.</summary>
    public ArrayView<T> Images;

    /// <summary>The elements from one group's channels to the next.</summary>
    public long GroupStride;

    /// <summary>What the columns mean.</summary>
    public TapGrid Taps;

    /// <summary>What the depth means.</summary>
    public PixelWalk Levels;

    /// <summary>The pixels of all images.</summary>
    public int Depth;

    /// <summary>The part of the depth that one group of threads takes; a multiple of the tile's depth.</summary>
    public int SplitDepth;

    /// <summary>Where the results go.</summary>
    public ConvolutionOutput<T> Output;
}
