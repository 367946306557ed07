using Panther.Jit.Dialect;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Gemm;

/// <summary>
/// For large products: 512 threads with 64 sums each, so that a panel element read from global memory serves 128 or 256 sums. The 32 threads
/// of a warp cover 4×8 runs, which makes their shared reads broadcasts without bank conflicts; for their order see <see cref="LaneGrid"/>.
/// </summary>
internal readonly struct LargeTile : IGemmTile
{
    public static int Rows => 128;

    public static int Columns => 256;

    public static int Depth => 16;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 8;

    public static int RowRun => 4;

    public static int ColumnRun => 4;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(512, 1);

    public static int ThreadRow => (Group.IdxX / 128 * 4) + LaneGrid.OfFour(Group.IdxX);

    public static int ThreadColumn => (Group.IdxX % 128 / 32 * 8) + LaneGrid.OfEight(Group.IdxX);
}
