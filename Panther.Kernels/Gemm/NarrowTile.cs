using Panther.Jit.Dialect;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Gemm;

/// <summary>
/// For tall destinations whose width is no multiple of a larger tile's: 192 threads with 96 sums each, two groups a multiprocessor. Sketches
/// of rank 256 with oversampling 10 waste 8 % of it.
/// </summary>
internal readonly struct NarrowTile : IGemmTile
{
    public static int Rows => 192;

    public static int Columns => 96;

    public static int Depth => 8;

    public static int ThreadRows => 12;

    public static int ThreadColumns => 8;

    public static int RowRun => 4;

    public static int ColumnRun => 4;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(192, 1);

    public static int ThreadRow => (Group.IdxX / 96 * 8) + LaneGrid.OfEight(Group.IdxX);

    public static int ThreadColumn => (Group.IdxX % 96 / 32 * 4) + LaneGrid.OfFour(Group.IdxX);
}
