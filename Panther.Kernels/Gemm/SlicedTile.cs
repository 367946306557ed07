using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>
/// For destinations that larger tiles would cut into too few pieces, such as a layer's for one batch: eight warps share 32×32 sums, each takes an eighth of every panel's depth.
/// </summary>
internal readonly struct SlicedTile : IGemmTile
{
    public static int Rows => 32;

    public static int Columns => 32;

    public static int Depth => 64;

    public static int ThreadRows => 4;

    public static int ThreadColumns => 8;

    public static int RowRun => 4;

    public static int ColumnRun => 4;

    public static int DepthUnroll => Depth / Slices;

    public static bool ReadsAhead => true;

    public static int Slices => 8;

    public static Index2D GroupShape => new(256, 1);

    public static int ThreadRow => Group.IdxX % 32 / 4;

    public static int ThreadColumn => Group.IdxX % 4;
}
