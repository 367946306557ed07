using System.Reflection;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.IR;
using Panther.Tests.Frontend.Kernels;

namespace Panther.Tests.Frontend;

public class GroupedKernelTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Translate_SpecializedValue_IsConstant(bool optimized)
    {
        MethodInfo method = ConformanceTests.Find("SpecializedKernels.Specialized", optimized);
        KernelRun.AssertSame(method, new KernelConfig(1, 1), new int[6], SpecializedValue.New(5), 3);
    }

    [Fact]
    public void Translate_StructArguments_AgreesWithDotNet() => KernelRun.AssertSame(
        Kernel(nameof(SpecializedKernels.StructArguments)),
        new double[3],
        new SpecializedKernels.Options(-7, 1.25, SpecializedKernels.Mode.Doubled, true),
        SpecializedKernels.Mode.Plain,
        (byte)200,
        true);

    [Fact]
    public void Translate_Places_AgreesWithDotNet() => KernelRun.AssertSame(Kernel(nameof(SpecializedKernels.Places)), new KernelConfig(3, 5), new int[15]);

    [Fact]
    public void Translate_SharedMemory_AgreesWithDotNet() =>
        KernelRun.AssertSame(Kernel(nameof(SpecializedKernels.SharedPerThread)), new KernelConfig(3, 4, 64), new int[12]);

    [Fact]
    public void Translate_Atomics_AgreesWithDotNet() =>
        KernelRun.AssertSame(Kernel(nameof(SpecializedKernels.Atomics)), new KernelConfig(2, 3), new int[5], new float[5], new ulong[] { 0, ulong.MaxValue, 5 });

    [Fact]
    public void Translate_GridStride_AgreesWithDotNet() => KernelRun.AssertSame(
        typeof(ControlFlowKernels).GetMethod(nameof(ControlFlowKernels.GridStride))!,
        new KernelConfig(2, 4),
        new double[19],
        Enumerable.Range(-9, 19).Select(i => i * 0.37).ToArray());

    [Fact]
    public void Translate_TwoDimensionalIndex_CountsExtentsFirst()
    {
        KernelFunction function = KernelRun.Translate(Kernel(nameof(SpecializedKernels.Indices)));

        Assert.Equal(2, function.ImplicitDimensions);
        Assert.Equal(["i.X", "i.Y", "y.pointer", "y.length", "width"], function.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void Translate_ThreeDimensionalLongIndex_ComputesInSixtyFourBits()
    {
        KernelFunction function = KernelRun.Translate(Kernel(nameof(SpecializedKernels.LongIndices)));

        Assert.Equal(3, function.ImplicitDimensions);
        Assert.All(function.Parameters.Take(3), p => Assert.Equal(IrType.Int64, p.Type));
    }

    [Fact]
    public void Translate_KnownGroupShape_MakesGroupDimConstant()
    {
        KernelFunction function = KernelRun.Translate(Kernel(nameof(SpecializedKernels.Places)), target: new TargetInfo(4, new Index3D(64, 1, 1)));

        Assert.DoesNotContain("groupDim", IrPrinter.Print(function), StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_StructOfFourFloats_MovesInOneAccess()
    {
        string text = IrPrinter.Print(KernelRun.Translate(typeof(StructKernels).GetMethod(nameof(StructKernels.WideAccess))!));

        Assert.Contains("load f32x4", text, StringComparison.Ordinal);
        Assert.Contains("store f32x4", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_InnerStructWithoutAlignment_MovesScalarByScalar()
    {
        string text = IrPrinter.Print(KernelRun.Translate(typeof(StructKernels).GetMethod(nameof(StructKernels.UnalignedInner))!));

        Assert.Contains("load f32x4", text, StringComparison.Ordinal);
        Assert.DoesNotContain("store f32x4", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_SameKernelTwice_GivesTheSameText()
    {
        MethodInfo method = Kernel(nameof(SpecializedKernels.SharedPerThread));

        Assert.Equal(IrPrinter.Print(KernelRun.Translate(method)), IrPrinter.Print(KernelRun.Translate(method)));
    }

    private static MethodInfo Kernel(string name) => typeof(SpecializedKernels).GetMethod(name)!;
}
