using Panther.Jit.Dialect;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Gemm;

/// <summary>For products that <see cref="LargeTile"/> cuts into too few pieces: 256 threads, two groups a multiprocessor.</summary>
internal readonly struct SquareTile : IGemmTile
{
    public static int Rows => 128;

    public static int Columns => 128;

    public static int Depth => 8;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 8;

    public static int RowRun => 4;

    public static int ColumnRun => 4;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(256, 1);

    public static int ThreadRow => (Group.IdxX / 64 * 4) + LaneGrid.OfFour(Group.IdxX);

    public static int ThreadColumn => (Group.IdxX % 64 / 32 * 8) + LaneGrid.OfEight(Group.IdxX);
}
