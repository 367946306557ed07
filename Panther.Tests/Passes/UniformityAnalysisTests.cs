using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;
using Panther.Tests.Engine;

namespace Panther.Tests.Passes;

public class UniformityAnalysisTests
{
    /// <summary>The guard of an implicitly grouped kernel parts the lanes, but a loop of constant trips inside stays uniform.</summary>
    private const string GuardedLoop = """
        kernel guarded(i32 %extent, ptr.global %x)
        b0:
            %0 = index threadX
            %1 = compare.lessSigned i32 %0, %extent
            branch %1 ? b1 : b3
        b1:
            %2 = phi i32 b0: 0, b1: %3
            %3 = add i32 %2, 1
            %4 = gep ptr.global %x + %2 * 4 + 0
            %5 = load f32 %4
            %6 = gep ptr.global %x + %0 * 4 + 0
            store f32 %6, %5
            %7 = compare.lessSigned i32 %3, 8
            branch %7 ? b1 : b2
        b2:
            branch b3
        b3:
            return
        """;

    [Fact]
    public void Analysis_UniformLoopInDivergentRegion_StaysUniform()
    {
        KernelFunction function = IrParser.Parse(GuardedLoop);
        var uniformity = new UniformityAnalysis(function, new TargetInfo(32));
        Block loop = function.Blocks[1];
        Assert.True(uniformity.IsDivergentBranch(function.Blocks[0]));
        Assert.False(uniformity.IsDivergentBranch(loop));
        Assert.True(uniformity.IsUniformBlock(function.Blocks[0]));
        Assert.False(uniformity.IsUniformBlock(loop));
        Assert.True(uniformity.IsUniformBlock(function.Blocks[3]));
        Assert.True(uniformity.IsUniform(loop.Instructions[0]));
        Assert.True(uniformity.IsUniform(loop.Instructions[3]));
        Assert.False(uniformity.IsUniform(loop.Instructions[4]));
    }

    [Fact]
    public void Analysis_PhiBehindDivergentBranch_IsDivergent()
    {
        KernelFunction function = IrParser.Parse("""
            kernel join(ptr.global %x)
            b0:
                %0 = index lane
                %1 = compare.equal i32 %0, 3
                branch %1 ? b1 : b2
            b1:
                branch b3
            b2:
                branch b3
            b3:
                %2 = phi i32 b1: 1, b2: 2
                %3 = gep ptr.global %x + 0 * 4 + 0
                store i32 %3, %2
                return
            """);
        var uniformity = new UniformityAnalysis(function, new TargetInfo(32));
        Assert.False(uniformity.IsUniform(function.Blocks[3].Instructions[0]));
        Assert.False(uniformity.IsUniformBlock(function.Blocks[1]));
        Assert.True(uniformity.IsUniformBlock(function.Blocks[3]));
        var scalar = new UniformityAnalysis(function, new TargetInfo(1));
        Assert.True(scalar.IsUniform(function.Blocks[3].Instructions[0]));
    }

    [Fact]
    public void Analysis_LoopLeftAtDifferentTimes_ResultIsDivergent()
    {
        KernelFunction function = IrParser.Parse("""
            kernel count(ptr.global %x)
            b0:
                %0 = index threadX
                branch b1
            b1:
                %1 = phi i32 b0: 0, b1: %2
                %2 = add i32 %1, 1
                %3 = compare.lessSigned i32 %2, %0
                branch %3 ? b1 : b2
            b2:
                %4 = gep ptr.global %x + %0 * 4 + 0
                store i32 %4, %2
                return
            """);
        var uniformity = new UniformityAnalysis(function, new TargetInfo(32));
        Assert.False(uniformity.IsUniform(function.Blocks[1].Instructions[1]));
        Assert.False(uniformity.IsUniformBlock(function.Blocks[1]));
        Assert.True(uniformity.IsUniformBlock(function.Blocks[2]));
    }

    [Theory]
    [InlineData(32, 8, true)]
    [InlineData(16, 8, false)]
    public void Analysis_ThreadY_IsUniformWhenRowsFillWarps(int x, int y, bool uniform)
    {
        KernelFunction function = IrParser.Parse("""
            kernel row(ptr.global %x)
            b0:
                %0 = index threadY
                %1 = gep ptr.global %x + %0 * 4 + 0
                store i32 %1, 1
                return
            """);
        var uniformity = new UniformityAnalysis(function, new TargetInfo(32, new Index3D(x, y, 1)));
        Assert.Equal(uniform, uniformity.IsUniform(function.Blocks[0].Instructions[0]));
    }

    [Fact]
    public void Liveness_ValueUsedBehindLoop_LivesThroughIt()
    {
        KernelFunction function = IrParser.Parse(GuardedLoop);
        var liveness = new Liveness(function);
        var index = (Instruction)function.Blocks[0].Instructions[0];
        Assert.True(liveness.IsLiveOut(index, function.Blocks[1]));
        Assert.False(liveness.IsLiveIn(index, function.Blocks[2]));
        Instruction phi = function.Blocks[1].Instructions[0];
        Instruction next = function.Blocks[1].Instructions[1];
        Assert.False(liveness.IsLiveIn(phi, function.Blocks[1]));
        Assert.True(liveness.IsLiveOut(next, function.Blocks[1]));
        Assert.False(liveness.IsLiveOut(phi, function.Blocks[1]));
    }

    [Fact]
    public void Print_AfterParsing_GivesTheSameText() =>
        Assert.Equal(
            IrPrinter.Print(IrParser.Parse(GuardedLoop)),
            IrPrinter.Print(IrParser.Parse(IrPrinter.Print(IrParser.Parse(GuardedLoop)))));
}
