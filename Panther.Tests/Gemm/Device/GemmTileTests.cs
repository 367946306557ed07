using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Tests.Gemm.Device;

/// <summary>The kernel counts on proportions of the tiles that nothing else checks.</summary>
public class GemmTileTests
{
    private const int DepthChunk = 8;

    [Fact]
    public void LargeTile_Proportions_FitTheKernel() => Check<LargeTile>(4);

    [Fact]
    public void SquareTile_Proportions_FitTheKernel() => Check<SquareTile>(4);

    [Fact]
    public void NarrowTile_Proportions_FitTheKernel() => Check<NarrowTile>(4);

    [Fact]
    public void SmallTile_Proportions_FitTheKernel() => Check<SmallTile>(4);

    [Fact]
    public void ShallowTile_Proportions_FitTheKernel() => Check<ShallowTile>(4);

    [Fact]
    public void SlicedTile_Proportions_FitTheKernel() => Check<SlicedTile>(4);

    [Fact]
    public void SliverTile_Proportions_FitTheKernel() => Check<SliverTile>(4);

    [Fact]
    public void VectorTile_Proportions_FitTheKernel() => Check<VectorTile>(1);

    private static void Check<TTile>(int widest)
        where TTile : struct, IGemmTile
    {
        int threads = TTile.Slices * (TTile.Rows / TTile.ThreadRows) * (TTile.Columns / TTile.ThreadColumns);
        Index2D group = TTile.GroupShape;
        Assert.Equal(threads, group.X * group.Y);
        Assert.Equal(0, TTile.Depth % (TTile.Slices * TTile.DepthUnroll));
        if (TTile.Slices > 1)
        {
            // The sums of half of the slices fit either panel's memory, and a thread's share of them lies in one row.
            Assert.True(TTile.Slices / 2 * TTile.Rows * TTile.Columns <= 2 * TTile.Depth * (Math.Min(TTile.Rows, TTile.Columns) + GemmKernel.Padding));
            Assert.Equal(0, TTile.ThreadColumns % (TTile.ThreadRows * TTile.ThreadColumns / TTile.Slices));
        }

        Assert.Equal(0, TTile.Depth % DepthChunk);
        Assert.Equal(0, TTile.ThreadRows % TTile.RowRun);
        Assert.Equal(0, TTile.ThreadColumns % TTile.ColumnRun);
        foreach (int extent in (int[])[TTile.Rows, TTile.Columns])
        {
            for (int width = 1; width <= widest; width *= 2)
            {
                // Each thread takes the same number of reads.
                int reads = TTile.Depth * extent / width;
                Assert.Equal(0, reads % threads);

                // Across the depth a pass of all threads covers whole levels.
                Assert.Equal(0, threads % (extent / width));

                // Along the depth a pass covers lines that divide the panel's, or the other way round.
                int lines = threads / (DepthChunk / width);
                Assert.True(lines % extent == 0 || extent % lines == 0, $"{lines} lines of a panel of {extent}, width {width}");
            }
        }
    }
}
