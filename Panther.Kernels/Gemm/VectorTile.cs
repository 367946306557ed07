using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>
/// For processors, whose lanes want neighbouring columns: a row of 16 threads is one vector or several, and reads the left panel as one value for
/// all of them.
/// </summary>
internal readonly struct VectorTile : IGemmTile
{
    public static int Rows => 128;

    public static int Columns => 32;

    public static int Depth => 64;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 2;

    public static int RowRun => 1;

    public static int ColumnRun => 1;

    public static int DepthUnroll => 2;

    public static bool ReadsAhead => false;

    public static Index2D GroupShape => new(16, 16);

    public static int ThreadRow => Group.IdxY;

    public static int ThreadColumn => Group.IdxX;
}
