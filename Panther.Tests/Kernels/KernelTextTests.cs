using Panther.Kernels.Attention;
using Panther.Kernels.Convolution;
using Panther.Kernels.Gemm;
using Panther.Kernels.Hadamard;
using Panther.Kernels.Reduce;
using Panther.Kernels.Rows;
using Panther.Tests.Ptx;

namespace Panther.Tests.Kernels;

/// <summary>What the speed of kernels on a GPU hangs on: arrays in registers, and wide accesses.</summary>
public sealed class KernelTextTests
{
    [Fact]
    public void Emit_SoftmaxInRegisters_ReadsAndWritesWide()
    {
        string text = PtxText.InRegisters(typeof(SoftmaxKernels), nameof(SoftmaxKernels.InRegisters), [typeof(float), typeof(float), typeof(PlainSoftmax)], 256, 8, 4);
        Assert.Equal(8, Count(text, "ld.global.v4.f32"));
        Assert.Equal(8, Count(text, "st.global.v4.f32"));
        Assert.DoesNotContain("ld.global.f32", text);
    }

    [Fact]
    public void Emit_LayerNormInRegisters_ReadsAndWritesWide()
    {
        string text = PtxText.InRegisters(
            typeof(RowNormalizationKernels), nameof(RowNormalizationKernels.InRegisters), [typeof(double), typeof(double), typeof(ByMeanAndVariance)], 256, 4, 2);
        Assert.Equal(4 * 3, Count(text, "ld.global.v2.f64"));
        Assert.Equal(4, Count(text, "st.global.v2.f64"));
    }

    [Fact]
    public void Emit_Reduce_ReadsFourRunsAhead()
    {
        string text = PtxText.InRegisters(typeof(ReductionKernels), nameof(ReductionKernels.Reduce), [typeof(float), typeof(double), typeof(SumOfSquaresSingle)], true, 256);
        Assert.Equal(4 + 1, Count(text, "ld.global.v4.f32"));
    }

    [Fact]
    public void Emit_ReduceColumns_ReadsWide()
    {
        string text = PtxText.InRegisters(typeof(ReductionKernels), nameof(ReductionKernels.ReduceColumns), [typeof(float), typeof(double), typeof(SumOfSquaresSingle)], 4, 8);
        Assert.Equal(4 + 1, Count(text, "ld.global.v4.f32"));
    }

    [Fact]
    public void Emit_WalshHadamard_KeepsElementsInRegisters()
    {
        PtxText.InRegisters(typeof(WalshHadamardKernels), nameof(WalshHadamardKernels.TransformRows), [typeof(float)], 13, 13, 13, 5);
        PtxText.InRegisters(typeof(WalshHadamardKernels), nameof(WalshHadamardKernels.TransformColumns), [typeof(float)], 9, 4, 32);
    }

    [Fact]
    public void Emit_Convolution_KeepsSumsInRegisters()
    {
        string text = PtxText.InRegisters(typeof(PixelKernel), nameof(PixelKernel.Multiply), [typeof(float), typeof(ChannelTile), typeof(InsideForm)]);
        Assert.Equal(4 * 8 * 16, Count(text, "fma.rn.f32"));

        // Four rows of two runs of pixels.
        Assert.Equal(4 * 2, Count(text, "st.global.v4.f32"));
        PtxText.InRegisters(typeof(PixelKernel), nameof(PixelKernel.Multiply), [typeof(double), typeof(SquareTile), typeof(StridedForm)]);
        PtxText.InRegisters(typeof(WeightKernel), nameof(WeightKernel.Multiply), [typeof(float), typeof(SmallTile), typeof(EdgeForm)]);
    }

    [Fact]
    public void Emit_Attention_ReadsSharedMemoryWide()
    {
        string text = PtxText.InRegisters(typeof(AttentionKernels), nameof(AttentionKernels.Forward), [typeof(float), typeof(Tile64x64), typeof(NoWeightDropout<float>)]);

        // Four rows of queries and eight of keys, four of weights and two parts of four values; nothing is read by single elements but where it must.
        Assert.Equal(4 + 8 + 4 + (4 * 2), Count(text, "ld.shared.v4.f32"));
        Assert.DoesNotContain("ld.shared.f32", text);
        PtxText.InRegisters(typeof(AttentionKernels), nameof(AttentionKernels.KeyValueGradient), [typeof(float), typeof(Tile64x128), typeof(NoWeightDropout<float>)]);
    }

    [Fact]
    public void Emit_AttentionWithDropout_KeepsOneWordForATile()
    {
        foreach (string kernel in (string[])[nameof(AttentionKernels.Forward), nameof(AttentionKernels.QueryGradient), nameof(AttentionKernels.KeyValueGradient)])
        {
            string without = PtxText.InRegisters(typeof(AttentionKernels), kernel, [typeof(float), typeof(Tile32x32), typeof(NoWeightDropout<float>)]);
            string with = PtxText.InRegisters(typeof(AttentionKernels), kernel, [typeof(float), typeof(Tile32x32), typeof(WeightDropout<float>)]);

            // One loop over the blocks of a tile, of ten rounds of two products each at most, and nothing stored but what is stored without it.
            Assert.DoesNotContain("mul.wide.u32", without);
            Assert.InRange(Count(with, "mul.wide.u32"), 1, 20);
            Assert.Equal(Count(without, "st."), Count(with, "st."));
        }
    }

    [Fact]
    public void Emit_FeatureMaps_KeepRowsInRegisters()
    {
        string text = PtxText.InRegisters(typeof(FeatureKernels), nameof(FeatureKernels.InRegisters), [typeof(float), typeof(QueryFeatures)], 32, 2, 4);
        Assert.Equal(4, Count(text, "ld.global.v4.f32") + Count(text, "ld.global.nc.v4.f32"));
        PtxText.InRegisters(typeof(CausalKernels), nameof(CausalKernels.Accumulate), [typeof(float)]);
        PtxText.InRegisters(typeof(FeatureKernels), nameof(FeatureKernels.Largest), [typeof(float)]);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
