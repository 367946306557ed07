using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>Half of a <see cref="SlicedTile"/>, for destinations half as large.</summary>
internal readonly struct SliverTile : IGemmTile
{
    public static int Rows => 16;

    public static int Columns => 32;

    public static int Depth => 64;

    public static int ThreadRows => 4;

    public static int ThreadColumns => 4;

    public static int RowRun => 4;

    public static int ColumnRun => 4;

    public static int DepthUnroll => Depth / Slices;

    public static bool ReadsAhead => true;

    public static int Slices => 8;

    public static Index2D GroupShape => new(256, 1);

    public static int ThreadRow => Group.IdxX % 32 / 8;

    public static int ThreadColumn => Group.IdxX % 8;
}
