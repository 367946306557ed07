namespace Panther.Kernels.Pooling.Host;

/// <summary>The windows of a pooling in one direction, counted out.</summary>
internal sealed class HostWindows
{
    private HostWindows(int count) => (Starts, Ends, Divisors) = (new int[count], new int[count], new int[count]);

    /// <summary>Gets the first place of each window.</summary>
    public int[] Starts { get; }

    /// <summary>Gets the place behind the last of each window.</summary>
    public int[] Ends { get; }

    /// <summary>Gets by what the average of each window is divided.</summary>
    public int[] Divisors { get; }

    /// <summary>Counts the windows of a direction out.</summary>
    public static HostWindows Of(PoolingAxis axis, bool isAdaptive) => isAdaptive ? Of<LongAdaptiveWindows>(axis) : Of<SlidingWindows>(axis);

    private static HostWindows Of<TAxis>(PoolingAxis axis)
        where TAxis : struct, IPoolingAxis
    {
        var windows = new HostWindows(axis.Output);
        for (int i = 0; i < axis.Output; i++)
        {
            windows.Starts[i] = TAxis.Start(axis, i);
            windows.Ends[i] = TAxis.End(axis, i);
            windows.Divisors[i] = TAxis.Divisor(axis, i);
        }

        return windows;
    }
}
