using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>
/// <see cref="SmallTile"/> for doubles: threads have no room for more of them on their way, and read two at a time, so that neighbours meet different banks.
/// </summary>
internal readonly struct ShallowTile : IGemmTile
{
    public static int Rows => 64;

    public static int Columns => 64;

    public static int Depth => 8;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 8;

    public static int RowRun => 2;

    public static int ColumnRun => 2;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(64, 1);

    public static int ThreadRow => Group.IdxX / 8;

    public static int ThreadColumn => Group.IdxX % 8;
}
