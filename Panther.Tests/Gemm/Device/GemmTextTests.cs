using System.Reflection;
using Panther.Jit.Backends.Ptx;
using Panther.Jit.Compilation;
using Panther.Jit.Frontend;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Kernels.Gemm;

namespace Panther.Tests.Gemm.Device;

/// <summary>What the speed of the kernel hangs on: arrays in registers, loops unrolled, and wide accesses.</summary>
public class GemmTextTests
{
    [Fact]
    public void Emit_LargeTile_KeepsArraysInRegistersAndReadsWide() => Check(typeof(LargeTile), typeof(AlongDepth4), typeof(AcrossDepth4), "v4");

    [Fact]
    public void Emit_NarrowTile_KeepsArraysInRegistersAndReadsWide() => Check(typeof(NarrowTile), typeof(AcrossDepth2), typeof(AcrossDepth2), "v2");

    [Fact]
    public void Emit_SlicedTile_KeepsArraysInRegistersAndReadsWide()
    {
        string text = Text(typeof(SlicedTile), typeof(AlongDepth4), typeof(AcrossDepth4));
        Assert.DoesNotContain(".local", text);
        Assert.Contains("ld.global.v4.f32", text);
        Assert.Contains("st.global.v4.f32", text);
        Assert.Contains("ld.shared.v4.f32", text);
    }

    private static void Check(Type tile, Type left, Type right, string width)
    {
        string text = Text(tile, left, right);
        Assert.DoesNotContain(".local", text);
        Assert.DoesNotContain("ld.global.f32", text);
        Assert.DoesNotContain("ld.shared.f32", text);
        Assert.DoesNotContain("st.global.f32", text);
        Assert.Contains($"ld.global.{width}.f32", text);
        Assert.Contains($"st.global.{width}.f32", text);
        Assert.Contains("ld.shared.v4.f32", text);

        // A running sum is one register from its first product to its last.
        Assert.Matches(@"fma\.rn\.f32 (%f\d+), %f\d+, %f\d+, \1;", text);
    }

    private static string Text(Type tile, Type left, Type right)
    {
        MethodInfo kernel = typeof(GemmKernel).GetMethod(nameof(GemmKernel.Multiply))!.MakeGenericMethod(typeof(float), tile, left, right, right);
        var target = new TargetInfo(32);
        KernelFunction function = KernelFrontEnd.Translate(new KernelSource(kernel), target);
        PassPipeline.Run(function, target);
        return PtxBackend.Emit(function, new PtxTarget("sm_90a", new Version(9, 0))).Text;
    }
}
