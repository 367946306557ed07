namespace Panther.Kernels.Pooling;

/// <summary>Where the windows of a pooling lie along one direction; places outside the input are left out.</summary>
internal interface IPoolingAxis
{
    /// <summary>The first place of a window.</summary>
    static abstract int Start(PoolingAxis axis, int window);

    /// <summary>The place behind the last of a window.</summary>
    static abstract int End(PoolingAxis axis, int window);

    /// <summary>The first window with a place, or one behind <see cref="Last"/> where there is none.</summary>
    static abstract int First(PoolingAxis axis, int place);

    /// <summary>The last window with a place.</summary>
    static abstract int Last(PoolingAxis axis, int place);

    /// <summary>By what an average is divided.</summary>
    static abstract int Divisor(PoolingAxis axis, int window);
}

/// <summary>Windows of one size, a fixed distance apart.</summary>
internal readonly struct SlidingWindows : IPoolingAxis
{
    public static int Start(PoolingAxis axis, int window) => Math.Max(0, (window * axis.Stride) - axis.Padding);

    public static int End(PoolingAxis axis, int window) => Math.Min(axis.Input, (window * axis.Stride) - axis.Padding + axis.Size);

    public static int First(PoolingAxis axis, int place)
    {
        int before = place + axis.Padding - axis.Size;
        return before < 0 ? 0 : (before / axis.Stride) + 1;
    }

    public static int Last(PoolingAxis axis, int place) => Math.Min(axis.Output - 1, (place + axis.Padding) / axis.Stride);

    public static int Divisor(PoolingAxis axis, int window) => axis.CountsPadding ? axis.Size : End(axis, window) - Start(axis, window);
}

/// <summary>As many windows as are wanted: from ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉ for window i of m over n places.</summary>
internal readonly struct AdaptiveWindows : IPoolingAxis
{
    public static int Start(PoolingAxis axis, int window) => window * axis.Input / axis.Output;

    public static int End(PoolingAxis axis, int window) => (((window + 1) * axis.Input) + axis.Output - 1) / axis.Output;

    public static int First(PoolingAxis axis, int place) => place * axis.Output / axis.Input;

    public static int Last(PoolingAxis axis, int place) => ((((place + 1) * axis.Output) + axis.Input - 1) / axis.Input) - 1;

    public static int Divisor(PoolingAxis axis, int window) => End(axis, window) - Start(axis, window);
}
