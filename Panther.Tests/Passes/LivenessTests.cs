using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;
using Panther.Tests.Engine;

namespace Panther.Tests.Passes;

public class LivenessTests
{
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
