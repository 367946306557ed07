namespace Panther.Jit.Dialect;

/// <summary>The threads that run in lock step with this one; how many they are depends on the device (a power of two).</summary>
public static class Warp
{
    /// <summary>Gets the number of lanes of a warp on this device.</summary>
    public static int WarpSize
    {
        [Intrinsic(Intrinsic.WarpSize)]
        get => 1;
    }

    /// <summary>Gets the thread's lane.</summary>
    public static int LaneIdx
    {
        [Intrinsic(Intrinsic.LaneIndex)]
        get => 0;
    }

    /// <summary>Gets the number of the thread's warp in its group.</summary>
    public static int WarpIdx
    {
        [Intrinsic(Intrinsic.WarpIndex)]
        get => Group.LinearIndex;
    }

    /// <summary>Returns the value that lane <paramref name="sourceLane"/> passes; the lane is taken modulo the warp size.</summary>
    /// <typeparam name="T">A scalar, or a struct of scalars.</typeparam>
    /// <param name="value">What this lane passes.</param>
    /// <param name="sourceLane">The lane to read.</param>
    [Intrinsic(Intrinsic.ShuffleIndex)]
    public static T Shuffle<T>(T value, int sourceLane)
        where T : unmanaged
        => value;

    /// <summary>Returns the value of the lane <paramref name="delta"/> below; the lowest lanes keep their own.</summary>
    /// <typeparam name="T">A scalar, or a struct of scalars.</typeparam>
    /// <param name="value">What this lane passes.</param>
    /// <param name="delta">The distance.</param>
    [Intrinsic(Intrinsic.ShuffleUp)]
    public static T ShuffleUp<T>(T value, int delta)
        where T : unmanaged
        => value;

    /// <summary>Returns the value of the lane <paramref name="delta"/> above; the highest lanes keep their own.</summary>
    /// <typeparam name="T">A scalar, or a struct of scalars.</typeparam>
    /// <param name="value">What this lane passes.</param>
    /// <param name="delta">The distance.</param>
    [Intrinsic(Intrinsic.ShuffleDown)]
    public static T ShuffleDown<T>(T value, int delta)
        where T : unmanaged
        => value;

    /// <summary>Returns the value of the lane whose number differs by the bits of <paramref name="mask"/>.</summary>
    /// <typeparam name="T">A scalar, or a struct of scalars.</typeparam>
    /// <param name="value">What this lane passes.</param>
    /// <param name="mask">The bits to flip, below the warp size.</param>
    [Intrinsic(Intrinsic.ShuffleXor)]
    public static T ShuffleXor<T>(T value, int mask)
        where T : unmanaged
        => value;

    /// <summary>Makes the lanes' writes visible to each other.</summary>
    [Intrinsic(Intrinsic.WarpBarrier)]
    public static void Barrier()
    {
    }
}
