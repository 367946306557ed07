using Panther.Jit.Compilation;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;

namespace Panther.Tests.Passes;

public class ControlFlowTests
{
    private static readonly PassOptions Verified = new() { Verify = true };

    [Fact]
    public void Run_SmallDiamond_BecomesASelect()
    {
        KernelFunction function = IrParser.Parse("""
            kernel clamp(ptr.global %x, i32 %n)
            b0:
                %0 = compare.lessSigned i32 %n, 0
                branch %0 ? b1 : b2
            b1:
                %1 = sub i32 0, %n
                branch b3
            b2:
                %2 = add i32 %n, 1
                branch b3
            b3:
                %3 = phi i32 b1: %1, b2: %2
                store i32 %x, %3
                return
            """);
        PassPipeline.Run(function, new TargetInfo(32), Verified);
        Assert.Single(function.Blocks);
        Assert.Single(function.Entry.Instructions, i => i is SelectInstruction);
    }

    [Theory]
    [InlineData("%1 = divSigned i32 7, %n")]
    [InlineData("%1 = load i32 %x")]
    public void Run_SideThatMayFail_StaysABranch(string side)
    {
        KernelFunction function = IrParser.Parse($$"""
            kernel guarded(ptr.global %x, i32 %n)
            b0:
                %0 = compare.notEqual i32 %n, 0
                branch %0 ? b1 : b2
            b1:
                {{side}}
                branch b2
            b2:
                %2 = phi i32 b0: 0, b1: %1
                store i32 %x, %2
                return
            """);
        PassPipeline.Run(function, new TargetInfo(32), Verified);
        Assert.Equal(3, function.Blocks.Count);
    }

    [Fact]
    public void Run_ConditionTestedAgainInside_IsKnown()
    {
        KernelFunction function = IrParser.Parse("""
            kernel again(ptr.global %x, i32 %n)
            b0:
                %0 = compare.lessSigned i32 %n, 5
                branch %0 ? b1 : b4
            b1:
                store i32 %x, 1
                %1 = compare.lessSigned i32 %n, 5
                branch %1 ? b2 : b3
            b2:
                store i32 %x, 2
                branch b4
            b3:
                store i32 %x, 3
                branch b4
            b4:
                return
            """);
        PassPipeline.Run(function, new TargetInfo(32), Verified);
        string text = IrPrinter.Print(function);
        Assert.DoesNotContain("%x, 3", text);
        Assert.Single(text.Split('\n'), l => l.Contains('?'));
    }

    [Fact]
    public void DeadCode_PhisThatFeedOnlyEachOther_Vanish()
    {
        KernelFunction function = IrParser.Parse("""
            kernel idle(ptr.global %x, i32 %n)
            b0:
                branch b1
            b1:
                %0 = phi i32 b0: 0, b1: %2
                %1 = phi f32 b0: 0:0x00000000, b1: %3
                %2 = add i32 %0, 1
                %3 = add f32 %1, 1:0x3f800000
                %4 = compare.lessSigned i32 %2, %n
                branch %4 ? b1 : b2
            b2:
                return
            """);
        Assert.True(DeadCode.Run(function));
        Assert.DoesNotContain("f32", IrPrinter.Print(function));
        Assert.Contains("phi i32", IrPrinter.Print(function));
    }

    [Theory]
    [InlineData("mul i32 %n, 3", true)]
    [InlineData("divSigned i32 %n, 3", true)]
    [InlineData("divSigned i32 3, %n", false)]
    public void LoopInvariantMotion_MovesOnlyWhatCannotFail(string operation, bool moves)
    {
        KernelFunction function = IrParser.Parse($$"""
            kernel fixed(ptr.global %x, i32 %n)
            b0:
                branch b1
            b1:
                %0 = phi i32 b0: 0, b2: %3
                %1 = compare.lessSigned i32 %0, %n
                branch %1 ? b2 : b3
            b2:
                %2 = {{operation}}
                store i32 %x, %2
                %3 = add i32 %0, 1
                branch b1
            b3:
                return
            """);
        Assert.Equal(moves, LoopInvariantMotion.Run(function));
        IrVerifier.Verify(function, nameof(LoopInvariantMotion));
        Assert.Equal(moves ? 2 : 1, function.Entry.Instructions.Count);
    }
}
