using System.Reflection;
using Panther.Jit.Compilation;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Dense;
using Panther.Kernels.Sketch.Hadamard;
using Panther.Kernels.Sketch.Sparse;
using Panther.Kernels.Sketch.Sparse.Lists;

namespace Panther.Tests.Sketches;

/// <summary>What the kernels for large sketches become on a Hopper GPU: their arrays live in registers, and nothing is left to atomics.</summary>
public sealed class SketchPtxTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Scatter_OfTheTargetShape_KeepsItsPanelInRegisters(bool isByColumns)
    {
        string text = Emit(typeof(PartitionedScatterKernel), "Scatter", [typeof(float)], [null, 16, 4, 256, isByColumns], 64);
        AssertRegisters(text);
        Assert.DoesNotContain(" atom.", text);
        Assert.DoesNotContain(" red.", text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DrawnProduct_LargeTile_KeepsItsSumsInRegisters(bool isTransposed)
    {
        Type[] types = [typeof(float), typeof(NormalSingle), typeof(LargeTile), typeof(AcrossDepth4)];
        string text = Emit(typeof(DrawnProductKernel), "Multiply", types, [null, null, null, isTransposed], 512);
        AssertRegisters(text);

        // 128×256 sums over 16 steps of the depth, 512 threads.
        Assert.InRange(text.Split("fma.rn.f32").Length - 1, 16 * 64, 16 * 64 * 2);
    }

    [Fact]
    public void RowSum_OfTheTargetShape_KeepsItsSumsInRegisters()
    {
        string text = Emit(typeof(RowSumKernel), "AddBulk", [typeof(float)], [null, null, 1024, 512, 15], 1024);
        AssertRegisters(text);
        Assert.DoesNotContain(" atom.", text);
        Assert.DoesNotContain(" red.", text);

        // 128 bytes of a row, 16 at a time, whoever reads them.
        Assert.Equal(8, text.Split("ld.shared.v4.f32").Length - 1);
    }

    [Theory]
    [InlineData(typeof(float), 8)]
    [InlineData(typeof(double), 4)]
    public void BlockSketch_LongestBlock_KeepsItsRowsInRegisters(Type type, int columns)
    {
        string text = Emit(typeof(BlockSketchKernel), "Multiply", [type, typeof(CopyInBackground)], [null, 13, columns], BlockSketchKernel.Threads(13, columns), cacheFetchBytes: 128);
        AssertRegisters(text);
        Assert.Contains("cp.async.cg.shared.global.L2::128B", text);
    }

    private static void AssertRegisters(string text) => Assert.DoesNotContain(".local", text);

    private static string Emit(Type type, string name, Type[] types, object?[] specialized, int threads, int cacheFetchBytes = 0)
    {
        MethodInfo method = type.GetMethod(name, BindingFlags.Static | BindingFlags.Public)!.MakeGenericMethod(types);
        var request = new KernelRequest(method, KernelForm.Explicit, specialized, new JitOptions { MaxThreadsPerGroup = threads, CacheFetchBytes = cacheFetchBytes });

        return KernelCompiler.EmitPtx(CudaTarget.For(9, 0, 13000), 32, request).Text;
    }
}
