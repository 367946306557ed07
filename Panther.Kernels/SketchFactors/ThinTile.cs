using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.SketchFactors;

/// <summary>For destinations of 32 columns, 16 of either half of a factor of rank 16: 64 threads with 32 sums each.</summary>
internal readonly struct ThinTile : IGemmTile
{
    public static int Rows => 64;

    public static int Columns => 32;

    public static int Depth => 16;

    public static int ThreadRows => 4;

    public static int ThreadColumns => 8;

    public static int RowRun => 4;

    public static int ColumnRun => 4;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(64, 1);

    public static int ThreadRow => Group.IdxX / 4;

    public static int ThreadColumn => Group.IdxX % 4;
}
