namespace Panther.Jit.Dialect;

/// <summary>The place of the thread's group in the launch.</summary>
public static class Grid
{
    /// <summary>Gets the group's index in X.</summary>
    public static int IdxX
    {
        [Intrinsic(Intrinsic.GroupX)]
        get => HostThread.Current.Group.X;
    }

    /// <summary>Gets the group's index in Y.</summary>
    public static int IdxY
    {
        [Intrinsic(Intrinsic.GroupY)]
        get => HostThread.Current.Group.Y;
    }

    /// <summary>Gets the group's index in Z.</summary>
    public static int IdxZ
    {
        [Intrinsic(Intrinsic.GroupZ)]
        get => HostThread.Current.Group.Z;
    }

    /// <summary>Gets the number of groups in X.</summary>
    public static int DimX
    {
        [Intrinsic(Intrinsic.GridDimX)]
        get => HostThread.Current.Grid.X;
    }

    /// <summary>Gets the number of groups in Y.</summary>
    public static int DimY
    {
        [Intrinsic(Intrinsic.GridDimY)]
        get => HostThread.Current.Grid.Y;
    }

    /// <summary>Gets the number of groups in Z.</summary>
    public static int DimZ
    {
        [Intrinsic(Intrinsic.GridDimZ)]
        get => HostThread.Current.Grid.Z;
    }

    /// <summary>Gets the number of groups in X, Y and Z.</summary>
    public static Index3D Dim => new(DimX, DimY, DimZ);

    /// <summary>Gets the thread's index in the whole launch, in X, Y and Z.</summary>
    public static Index3D GlobalIndex => new(
        (IdxX * Group.DimX) + Group.IdxX,
        (IdxY * Group.DimY) + Group.IdxY,
        (IdxZ * Group.DimZ) + Group.IdxZ);

    /// <summary>Gets the thread's number in a launch of one dimension.</summary>
    public static long GlobalLinearIndex => ((long)IdxX * Group.DimX) + Group.IdxX;
}
