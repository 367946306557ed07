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

/// <summary>For small destinations, Gram matrices above all: 64 threads.</summary>
internal readonly struct SmallTile : IGemmTile
{
    public static int Rows => 64;

    public static int Columns => 64;

    public static int Depth => 16;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 8;

    public static int RowRun => 4;

    public static int ColumnRun => 4;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(64, 1);

    public static int ThreadRow => Group.IdxX / 8;

    public static int ThreadColumn => Group.IdxX % 8;
}

/// <summary>
/// <see cref="SmallTile"/> for doubles: threads have no room for more of them on their way, and read two at a time, so that neighbours meet different banks.
/// </summary>
internal readonly struct ShallowTile : IGemmTile
{
    public static int Rows => 64;

    public static int Columns => 64;

    public static int Depth => 8;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 8;

    public static int RowRun => 2;

    public static int ColumnRun => 2;

    public static int DepthUnroll => Depth;

    public static bool ReadsAhead => true;

    public static Index2D GroupShape => new(64, 1);

    public static int ThreadRow => Group.IdxX / 8;

    public static int ThreadColumn => Group.IdxX % 8;
}

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

/// <summary>
/// For processors, whose lanes want neighbouring columns: a row of 16 threads is one vector or several, and reads the left panel as one value for
/// all of them.
/// </summary>
internal readonly struct VectorTile : IGemmTile
{
    public static int Rows => 128;

    public static int Columns => 32;

    public static int Depth => 64;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 2;

    public static int RowRun => 1;

    public static int ColumnRun => 1;

    public static int DepthUnroll => 2;

    public static bool ReadsAhead => false;

    public static Index2D GroupShape => new(16, 16);

    public static int ThreadRow => Group.IdxY;

    public static int ThreadColumn => Group.IdxX;
}
