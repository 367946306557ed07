using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Convolution;

/// <summary>For gradients by the weights of few channels of the input, whose columns are few and whose depth is long: 64 threads with 8 sums each.</summary>
internal readonly struct TapTile : IGemmTile
{
    public static int Rows => 32;

    public static int Columns => 16;

    public static int Depth => 32;

    public static int ThreadRows => 4;

    public static int ThreadColumns => 2;

    public static int RowRun => 4;

    public static int ColumnRun => 1;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(64, 1);

    public static int ThreadRow => Group.IdxX / 8;

    public static int ThreadColumn => Group.IdxX % 8;
}
