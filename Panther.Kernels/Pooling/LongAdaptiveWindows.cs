namespace Panther.Kernels.Pooling;

/// <summary><see cref="AdaptiveWindows"/> of so many places and windows that their product passes 2³¹.</summary>
internal readonly struct LongAdaptiveWindows : IPoolingAxis
{
    public static int Start(PoolingAxis axis, int window) => (int)((long)window * axis.Input / axis.Output);

    public static int End(PoolingAxis axis, int window) => (int)((((window + 1L) * axis.Input) + axis.Output - 1) / axis.Output);

    public static int First(PoolingAxis axis, int place) => (int)((long)place * axis.Output / axis.Input);

    public static int Last(PoolingAxis axis, int place) => (int)((((place + 1L) * axis.Output) + axis.Input - 1) / axis.Input) - 1;

    public static int Divisor(PoolingAxis axis, int window) => End(axis, window) - Start(axis, window);
}
