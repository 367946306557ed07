using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;

namespace Panther.Tests.Gemm.Device;

public class GemmPlanTests
{
    private const int Multiprocessors = 132;
    private static readonly GroupLimits Limits = new(1024, 227 << 10);

    [Theory]
    [InlineData(4096, 4096, 4096)]
    [InlineData(16384, 266, 16384)]
    [InlineData(266, 266, 16384)]
    [InlineData(1, 1, 1)]
    [InlineData(7, 100000, 3)]
    [InlineData(1000, 1000, 0)]
    [InlineData(64, 64, 1 << 24)]
    public void For_AnyShape_CoversTheDepthOnce(long rows, long columns, long depth)
    {
        foreach (int bytes in (int[])[4, 8])
        {
            GemmPlan plan = GemmPlan.For(rows, columns, depth, bytes, Multiprocessors, Limits);
            Assert.True((long)plan.Splits * plan.SplitDepth >= depth, $"{plan} ends early");
            Assert.True(plan.Splits == 1 || (plan.Splits - 1L) * plan.SplitDepth < depth, $"{plan} has an empty split");
            Assert.Equal(0, plan.SplitDepth % 8);
        }
    }

    [Fact]
    public void For_LargeSquare_TakesTheLargeTileWhole() =>
        Assert.Equal((GemmTileChoice.Large, 1), Choice(4096, 4096, 4096));

    /// <summary>266 columns fill 92 % of three narrow tiles, but only half of two large ones.</summary>
    [Fact]
    public void For_TallSketch_TakesTheNarrowTile() =>
        Assert.Equal((GemmTileChoice.Narrow, 1), Choice(16384, 266, 16384));

    /// <summary>A few tiles cannot fill the device: the depth is split among it.</summary>
    [Fact]
    public void For_GramMatrix_SplitsTheDepth() => Assert.InRange(Choice(266, 266, 16384).Splits, 8, 64);

    /// <summary>The layers of a small perceptron on a batch: no larger tile gives as many groups as there are multiprocessors, and splits take a launch of their own.</summary>
    [Theory]
    [InlineData(128, 512, 784)]
    [InlineData(512, 784, 128)]
    [InlineData(512, 512, 128)]
    [InlineData(128, 10, 512)]
    public void For_LayerOfOneBatch_TakesATileOfSlicesWhole(long rows, long columns, long depth)
    {
        (GemmTileChoice tile, int splits) = Choice(rows, columns, depth);
        Assert.True(tile is GemmTileChoice.Sliced or GemmTileChoice.Sliver, $"{tile}");
        Assert.Equal(1, splits);
    }

    /// <summary>Measured on an H200: 36 TFLOP/s, where the large tile, whose second column is half empty, has 31.</summary>
    [Fact]
    public void For_NarrowLayerOfATransformer_TakesTheSmallTile() => Assert.Equal((GemmTileChoice.Small, 1), Choice(16384, 384, 384));

    /// <summary>The large tile's panels take 49 KiB, which OpenCL on NVIDIA GPUs does not give.</summary>
    [Fact]
    public void For_48KibOfSharedMemory_TakesATileThatFits() =>
        Assert.NotEqual(GemmTileChoice.Large, GemmPlan.For(4096, 4096, 4096, sizeof(float), Multiprocessors, new GroupLimits(1024, 48 << 10)).Tile);

    /// <summary>What OpenCL has at least: the panels of the other tiles for doubles take more.</summary>
    [Fact]
    public void For_DoublesIn32KibOfSharedMemory_TakesTheTileThatFits() =>
        Assert.Equal(GemmTileChoice.Shallow, GemmPlan.For(4096, 4096, 4096, sizeof(double), Multiprocessors, new GroupLimits(1024, 32 << 10)).Tile);

    private static (GemmTileChoice Tile, int Splits) Choice(long rows, long columns, long depth)
    {
        GemmPlan plan = GemmPlan.For(rows, columns, depth, sizeof(float), Multiprocessors, Limits);
        return (plan.Tile, plan.Splits);
    }
}
