using Panther.Kernels.Launch;

namespace Panther.Kernels.Pooling;

/// <summary>The extents of a pooling in one direction.</summary>
internal struct PoolingAxis
{
    /// <summary>The places of the input.</summary>
    public int Input;

    /// <summary>The windows: the places of the output.</summary>
    public int Output;

    /// <summary>The places of a window; for sliding windows, as are the following.</summary>
    public int Size;

    /// <summary>The places from one window to the next.</summary>
    public int Stride;

    /// <summary>The places in front of the input; fewer than the window has.</summary>
    public int Padding;

    /// <summary>Whether averages are divided by the size of the whole window, padding included.</summary>
    public bool CountsPadding;

    /// <summary>Gets a value indicating whether a product of a window's and a place's number passes 2³¹.</summary>
    public readonly bool HasLongProducts => ((long)Input * Output) + Math.Max(Input, Output) > int.MaxValue;
}

/// <summary>The extents of a pooling: planes×y×x, dense by rows.</summary>
internal struct PoolingShape
{
    /// <summary>The planes.</summary>
    public long Planes;

    /// <summary>The rows of a plane.</summary>
    public PoolingAxis Y;

    /// <summary>The columns of a plane.</summary>
    public PoolingAxis X;

    /// <summary>Whether the windows are those of <see cref="AdaptiveWindows"/>.</summary>
    public bool IsAdaptive;

    /// <summary>Gets a value indicating whether these are to be counted by <see cref="LongAdaptiveWindows"/>.</summary>
    public readonly bool HasLongProducts => Y.HasLongProducts || X.HasLongProducts;

    /// <summary>Gets the elements of a plane of the input.</summary>
    public readonly int InputArea => Y.Input * X.Input;

    /// <summary>Gets the elements of a plane of the output.</summary>
    public readonly int OutputArea => Y.Output * X.Output;

    /// <summary>Throws if places of a plane are not counted in 32 bits.</summary>
    /// <exception cref="OverflowException">A plane of the input or of the output has too many.</exception>
    public readonly void ThrowIfTooLarge()
    {
        KernelExtent.Of((long)Y.Input * X.Input, "The places of a plane");
        KernelExtent.Of((long)Y.Output * X.Output, "The windows of a plane");
    }
}
