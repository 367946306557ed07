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

    /// <summary>Gets the elements of a plane of the input.</summary>
    public readonly int InputArea => Y.Input * X.Input;

    /// <summary>Gets the elements of a plane of the output.</summary>
    public readonly int OutputArea => Y.Output * X.Output;
}
