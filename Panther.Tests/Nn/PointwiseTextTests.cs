using System.Reflection;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Kernels.Optimizers;
using Panther.Kernels.Pointwise;
using Panther.Nn;
using Panther.Tests.Frontend;
using Panther.Tests.Ptx;

namespace Panther.Tests.Nn;

/// <summary>What the speed of pointwise kernels on a GPU hangs on: structs that dissolve, wide accesses, and nothing computed that is not needed.</summary>
public sealed class PointwiseTextTests
{
    [Theory]
    [InlineData(typeof(SiluFunction<float>), 4)]
    [InlineData(typeof(Pullback<float, SiluFunction<float>, FirstOperand>), 4)]
    [InlineData(typeof(Pullback<double, ProductFunction<double>, FirstOperand>), 2)]
    public void Optimize_DenseFunction_GivesAThreadSeveralIndices(Type function, int indices)
    {
        Type element = function.GetGenericArguments()[0];
        MethodInfo kernel = typeof(PointwiseKernels).GetMethod(nameof(PointwiseKernels.Dense))!.MakeGenericMethod(element, function);
        KernelFunction translated = KernelRun.Translate(kernel);
        PassPipeline.Run(translated, KernelRun.Target);
        Assert.Equal(indices, translated.IndicesPerThread);
    }

    [Fact]
    public void Emit_DerivativeOfAProduct_IsOneProduct()
    {
        string text = PtxText.InRegisters(
            typeof(PointwiseKernels), nameof(PointwiseKernels.Dense), [typeof(float), typeof(Pullback<float, ProductFunction<float>, FirstOperand>)]);
        Assert.Equal(1, text.Split("mul.rn.f32").Length - 1);
        Assert.DoesNotContain("add.rn.f32", text);
        Assert.Equal(2, text.Split("ld.global.f32").Length - 1);
    }

    [Fact]
    public void Emit_SecondDerivative_DissolvesItsStructs() => PtxText.InRegisters(
        typeof(PointwiseKernels),
        nameof(PointwiseKernels.Strided),
        [typeof(float), typeof(Pullback<float, Pullback<float, GeluFunction<float>, FirstOperand>, SecondOperand>)],
        0x155,
        1);

    [Fact]
    public void Emit_UpdateOfManyParameters_DissolvesItsStructs() =>
        PtxText.InRegisters(typeof(UpdateKernels), nameof(UpdateKernels.Step), [typeof(float), typeof(AdamRule<float>)]);
}
