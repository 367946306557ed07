using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>
/// For destinations that are still narrower, such as sketches of rank 128 with oversampling 10: 96 threads with 96 sums each, four groups a multiprocessor. The left
/// factor cannot be read across the depth by single elements.
/// </summary>
internal readonly struct SlimTile : IGemmTile
{
    public static int Rows => 192;

    public static int Columns => 48;

    public static int Depth => 8;

    public static int ThreadRows => 12;

    public static int ThreadColumns => 8;

    public static int RowRun => 4;

    public static int ColumnRun => 4;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(96, 1);

    public static int ThreadRow => Group.IdxX % 32 / 2;

    public static int ThreadColumn => (Group.IdxX / 32 * 2) + (Group.IdxX % 2);
}
