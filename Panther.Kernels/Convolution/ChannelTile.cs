using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Convolution;

/// <summary>For few channels and many pixels: 64 threads with 32 sums each, so that there are many groups to spread over a device.</summary>
internal readonly struct ChannelTile : IGemmTile
{
    public static int Rows => 32;

    public static int Columns => 64;

    public static int Depth => 16;

    public static int ThreadRows => 4;

    public static int ThreadColumns => 8;

    public static int RowRun => 4;

    public static int ColumnRun => 4;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(64, 1);

    public static int ThreadRow => Group.IdxX / 8;

    public static int ThreadColumn => Group.IdxX % 8;
}
