using System.Reflection;
using Panther.Jit.Compilation;
using Panther.Jit.Frontend;
using Panther.Jit.IR;
using Panther.Jit.Passes;
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
        string text = Text(typeof(SoftmaxKernels), nameof(SoftmaxKernels.InRegisters), [typeof(float), typeof(float), typeof(PlainSoftmax)], 256, 8, 4);
        Assert.Equal(8, Count(text, "ld.global.v4.f32"));
        Assert.Equal(8, Count(text, "st.global.v4.f32"));
        Assert.DoesNotContain("ld.global.f32", text);
    }

    [Fact]
    public void Emit_LayerNormInRegisters_ReadsAndWritesWide()
    {
        string text = Text(
            typeof(RowNormalizationKernels), nameof(RowNormalizationKernels.InRegisters), [typeof(double), typeof(double), typeof(ByMeanAndVariance)], 256, 4, 2);
        Assert.Equal(4 * 3, Count(text, "ld.global.v2.f64"));
        Assert.Equal(4, Count(text, "st.global.v2.f64"));
    }

    [Fact]
    public void Emit_Reduce_ReadsFourRunsAhead()
    {
        string text = Text(typeof(ReductionKernels), nameof(ReductionKernels.Reduce), [typeof(float), typeof(double), typeof(SumOfSquaresSingle)], true);
        Assert.Equal(4 + 1, Count(text, "ld.global.v4.f32"));
    }

    [Fact]
    public void Emit_ReduceColumns_ReadsWide()
    {
        string text = Text(typeof(ReductionKernels), nameof(ReductionKernels.ReduceColumns), [typeof(float), typeof(double), typeof(SumOfSquaresSingle)], 4);
        Assert.Equal(4 + 1, Count(text, "ld.global.v4.f32"));
    }

    [Fact]
    public void Emit_WalshHadamard_KeepsElementsInRegisters()
    {
        Text(typeof(WalshHadamardKernels), nameof(WalshHadamardKernels.TransformRows), [typeof(float)], 13, 13, 13, 5);
        Text(typeof(WalshHadamardKernels), nameof(WalshHadamardKernels.TransformColumns), [typeof(float)], 9, 4, 32);
    }

    [Fact]
    public void Emit_Convolution_KeepsSumsInRegisters()
    {
        string text = Text(typeof(ConvolutionKernel), nameof(ConvolutionKernel.Multiply), [typeof(float), typeof(ChannelTile), typeof(PixelColumns)]);
        Assert.Equal(4 * 8 * 16, Count(text, "fma.rn.f32"));
        Text(typeof(ConvolutionKernel), nameof(ConvolutionKernel.Multiply), [typeof(double), typeof(SquareTile), typeof(StridedPixelColumns)]);
        Text(typeof(ConvolutionKernel), nameof(ConvolutionKernel.Multiply), [typeof(float), typeof(SmallTile), typeof(WeightColumns)]);
    }

    [Fact]
    public void Emit_Attention_ReadsSharedMemoryWide()
    {
        string text = Text(typeof(AttentionKernels), nameof(AttentionKernels.Forward), [typeof(float), typeof(Tile64x64)]);

        // Four rows of either factor, and four of weights.
        Assert.Equal(4 + 4 + 4, Count(text, "ld.shared.v4.f32"));
        Text(typeof(AttentionKernels), nameof(AttentionKernels.KeyValueGradient), [typeof(float), typeof(Tile64x128)]);
        Text(typeof(CausalKernels), nameof(CausalKernels.Multiply), [typeof(float)]);
    }

    private static string Text(Type family, string name, Type[] types, params object[] specialized)
    {
        MethodInfo kernel = family.GetMethod(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.MakeGenericMethod(types);
        int first = kernel.GetParameters().Length - specialized.Length;
        var values = specialized.Select((value, i) => (value, i)).ToDictionary(x => first + x.i, x => x.value);
        var target = new TargetInfo(32);
        KernelFunction function = KernelFrontEnd.Translate(new KernelSource(kernel, values), target);
        PassPipeline.Run(function, target);
        string text = PtxText.Of(function);
        Assert.DoesNotContain(".local", text);
        return text;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
