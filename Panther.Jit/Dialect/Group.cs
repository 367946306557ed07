namespace Panther.Jit.Dialect;

/// <summary>The place of the thread in its group, and the group's barrier.</summary>
public static class Group
{
    /// <summary>Gets the thread's index in X.</summary>
    public static int IdxX
    {
        [Intrinsic(Intrinsic.ThreadX)]
        get => HostThread.Current.Thread.X;
    }

    /// <summary>Gets the thread's index in Y.</summary>
    public static int IdxY
    {
        [Intrinsic(Intrinsic.ThreadY)]
        get => HostThread.Current.Thread.Y;
    }

    /// <summary>Gets the thread's index in Z.</summary>
    public static int IdxZ
    {
        [Intrinsic(Intrinsic.ThreadZ)]
        get => HostThread.Current.Thread.Z;
    }

    /// <summary>Gets the number of threads in X.</summary>
    public static int DimX
    {
        [Intrinsic(Intrinsic.GroupDimX)]
        get => HostThread.Current.GroupDim.X;
    }

    /// <summary>Gets the number of threads in Y.</summary>
    public static int DimY
    {
        [Intrinsic(Intrinsic.GroupDimY)]
        get => HostThread.Current.GroupDim.Y;
    }

    /// <summary>Gets the number of threads in Z.</summary>
    public static int DimZ
    {
        [Intrinsic(Intrinsic.GroupDimZ)]
        get => HostThread.Current.GroupDim.Z;
    }

    /// <summary>Gets the number of threads in X, Y and Z.</summary>
    public static Index3D Dim => new(DimX, DimY, DimZ);

    /// <summary>Gets the thread's index in X, Y and Z.</summary>
    public static Index3D Idx => new(IdxX, IdxY, IdxZ);

    /// <summary>Gets the thread's number in its group; X runs fastest.</summary>
    public static int LinearIndex => (((IdxZ * DimY) + IdxY) * DimX) + IdxX;

    /// <summary>
    /// Waits until every thread of the group has come here, and makes their writes to shared and global memory visible to the group.
    /// Every thread of the group must reach the same call.
    /// </summary>
    /// <exception cref="InvalidOperationException">The method runs in plain .NET with more than one thread in the group, and not on a device.</exception>
    [Intrinsic(Intrinsic.GroupBarrier)]
    public static void Barrier() => HostThread.Current.Barrier();
}
