using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>For small destinations, Gram matrices above all: 64 threads.</summary>
internal readonly struct SmallTile : IGemmTile
{
    public static int Rows => 64;

    public static int Columns => 64;

    public static int Depth => 16;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 8;

    public static int RowRun => 4;

    public static int ColumnRun => 4;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(64, 1);

    public static int ThreadRow => Group.IdxX / 8;

    public static int ThreadColumn => Group.IdxX % 8;
}
