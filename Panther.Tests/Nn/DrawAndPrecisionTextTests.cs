using System.Reflection;
using Panther.Jit.Dialect;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Kernels.Optimizers;
using Panther.Kernels.Pointwise;
using Panther.Kernels.Precision;
using Panther.Kernels.Random;
using Panther.Nn;
using Panther.Tests.Frontend;
using Panther.Tests.Ptx;

namespace Panther.Tests.Nn;

/// <summary>The kernels of draws, of two precisions and of clipping as text for GPUs, without local memory.</summary>
public sealed class DrawAndPrecisionTextTests
{
    [Fact]
    public void Emit_Draws_DissolveTheirStructs()
    {
        PtxText.InRegisters(typeof(CategoricalKernels), nameof(CategoricalKernels.Draw), [typeof(float), typeof(GumbelSingle)], 32);
        PtxText.InRegisters(typeof(CategoricalKernels), nameof(CategoricalKernels.Draw), [typeof(double), typeof(GumbelDouble)], 128);
        PtxText.InRegisters(typeof(RandomVectorKernels), nameof(RandomVectorKernels.Fill), [typeof(float), typeof(NormalSingle)]);
        PtxText.InRegisters(typeof(BernoulliKernels), nameof(BernoulliKernels.Scale), [typeof(Half)]);
    }

    [Fact]
    public void Emit_Precision_DissolvesItsStructs()
    {
        PtxText.InRegisters(typeof(PrecisionKernels), nameof(PrecisionKernels.Unscale), [typeof(Half)], 256);
        PtxText.InRegisters(typeof(PrecisionKernels), nameof(PrecisionKernels.Round), [typeof(BFloat16)], 256);
        PtxText.InRegisters(typeof(UpdateKernels), nameof(UpdateKernels.Step), [typeof(float), typeof(GuardedRule<float, AdamRule<float>>)]);
    }

    [Fact]
    public void Emit_Clipping_DissolvesItsStructs()
    {
        PtxText.InRegisters(typeof(GradientKernels), nameof(GradientKernels.SumSquares), [typeof(float)], 256);
        PtxText.InRegisters(typeof(GradientKernels), nameof(GradientKernels.SumSquares), [typeof(double)], 256);
        PtxText.InRegisters(typeof(GradientKernels), nameof(GradientKernels.Norm), [typeof(float)], 256);
        PtxText.InRegisters(typeof(GradientKernels), nameof(GradientKernels.Scale), [typeof(float)], 256);
    }

    [Fact]
    public void Optimize_FunctionOfHalf_GivesAThreadEightIndices()
    {
        Type function = typeof(SiluFunction<Half>);
        MethodInfo kernel = typeof(PointwiseKernels).GetMethod(nameof(PointwiseKernels.Dense))!.MakeGenericMethod(typeof(Half), function);
        KernelFunction translated = KernelRun.Translate(kernel);
        PassPipeline.Run(translated, KernelRun.Target);
        Assert.Equal(8, translated.IndicesPerThread);
        PtxText.InRegisters(typeof(PointwiseKernels), nameof(PointwiseKernels.Dense), [typeof(Half), function]);
    }
}
