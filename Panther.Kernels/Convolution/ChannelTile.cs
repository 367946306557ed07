using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Convolution;

/// <summary>For few channels and many pixels: 128 threads with 32 sums each.</summary>
internal readonly struct ChannelTile : IGemmTile
{
    public static int Rows => 32;

    public static int Columns => 128;

    public static int Depth => 16;

    public static int ThreadRows => 4;

    public static int ThreadColumns => 8;

    public static int RowRun => 4;

    public static int ColumnRun => 4;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(128, 1);

    public static int ThreadRow => Group.IdxX / 16;

    public static int ThreadColumn => Group.IdxX % 16;
}
