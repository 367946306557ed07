using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Frontend;
using Panther.Jit.IR;
using Panther.Jit.Passes;

namespace Panther.Tests.TensorCores;

/// <summary>Instructions of some devices in the compiler's own form.</summary>
public sealed class DeviceInstructionTests
{
    [Fact]
    public void Of_EveryInstruction_IsDescribed() =>
        Assert.All(Enum.GetValues<DeviceOp>(), op => Assert.Contains('.', DeviceOpInfo.Of(op).Name));

    [Fact]
    public void Print_Product_NamesInstructionAndOperands()
    {
        KernelFunction function = Translate(ProductKernels.HalfSumK8);
        string line = Assert.Single(IrPrinter.Print(function).Split('\n'), l => l.Contains("device.", StringComparison.Ordinal));
        Assert.Matches(@"^ +%\d+ = device\.mmaHalfSumK8 i32x2 %\d+, %\d+, %\d+, %\d+, %\d+$", line);
    }

    [Fact]
    public void Verify_WrongOperands_IsSaid()
    {
        var function = new KernelFunction("kernel");
        var builder = new IrBuilder(function);
        builder.Add(new DeviceInstruction(DeviceOp.MmaTf32K4, IrType.Float32.Vector(4), function.Int32(0), function.Int32(1)));
        builder.Return();

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => IrVerifier.Verify(function, "the test"));
        Assert.Contains("i32, i32, i32, f32, f32, f32, f32 for MmaTf32K4", thrown.Message);
    }

    /// <summary>A conversion that only computes is done once and outside the loop; a product keeps its place.</summary>
    [Fact]
    public void Run_Loop_MovesOnlyWhatOnlyComputes()
    {
        KernelFunction function = Translate(Loop);
        var forest = new LoopForest(function, new DominatorTree(function));
        Loop loop = Assert.Single(forest.Loops);
        DeviceInstruction[] inside = [.. loop.Blocks.SelectMany(b => b.Instructions).OfType<DeviceInstruction>()];
        Assert.Equal([DeviceOp.MmaTf32K4], inside.Select(i => i.Op));
        Assert.Equal(3, function.Blocks.SelectMany(b => b.Instructions).OfType<DeviceInstruction>().Count(i => i.Op == DeviceOp.ToTf32));
    }

    private static void Loop(ArrayView<float> a, ArrayView<float> d, float x, float y, float z, int turns)
    {
        var sum = default(FloatC16x8);
        for (int i = 0; i < turns; i++)
        {
            var left = new Tf32A16x4 { R0 = TensorCore.ToTf32(x), R1 = TensorCore.ToTf32(y) };
            var right = new Tf32B4x8 { R0 = TensorCore.ToTf32(z) };
            sum = TensorCore.MultiplyAdd(left, right, sum);
        }

        sum.Store(d, 0, 8, 1);
    }

    private static KernelFunction Translate(Delegate kernel)
    {
        var target = new TargetInfo(32);
        KernelFunction function = KernelFrontEnd.Translate(new KernelSource(kernel.Method), target);
        PassPipeline.Run(function, target, new PassOptions { Verify = true });
        return function;
    }
}
