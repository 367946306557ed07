using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;

namespace Panther.Tests.Passes;

public class GlobalValueNumberingTests
{
    [Theory]
    [InlineData("store f32 %y, 1:0x3f800000", 2)] // the views may overlap
    [InlineData("barrier.group", 2)]
    [InlineData("store f32 %1, 1:0x3f800000", 1)] // another element of the same view
    [InlineData("%9 = atomic.add f32 %y, 1:0x3f800000", 2)]
    [InlineData("store f32 %t, 1:0x3f800000", 1)] // other memory
    public void Run_SecondLoad_IsDroppedOnlyWhereNothingMayHaveWritten(string between, int loads)
    {
        KernelFunction function = IrParser.Parse($$"""
            kernel twice(ptr.global %x, ptr.global %y)
            b0:
                %t = alloca ptr.shared t size 64 align 4
                %0 = gep ptr.global %x + 0 * 1 + 8
                %1 = gep ptr.global %x + 0 * 1 + 12
                %2 = load f32 %0
                {{between}}
                %3 = load f32 %0
                %4 = add f32 %2, %3
                store f32 %y, %4
                return
            """);
        GlobalValueNumbering.Run(function);
        IrVerifier.Verify(function, nameof(GlobalValueNumbering));
        Assert.Equal(loads, function.Entry.Instructions.Count(i => i is LoadInstruction));
    }

    [Fact]
    public void Run_ValueOfOneBranch_IsNotUsedInTheOther()
    {
        KernelFunction function = IrParser.Parse("""
            kernel sides(ptr.global %x, i32 %n)
            b0:
                %0 = compare.equal i32 %n, 0
                branch %0 ? b1 : b2
            b1:
                %1 = mul i32 %n, 3
                store i32 %x, %1
                branch b3
            b2:
                %2 = mul i32 %n, 3
                %3 = add i32 %2, 1
                store i32 %x, %3
                branch b3
            b3:
                return
            """);
        Assert.False(GlobalValueNumbering.Run(function));
    }

    [Fact]
    public void Run_SwappedOperands_CountAsTheSame()
    {
        KernelFunction function = IrParser.Parse("""
            kernel swapped(ptr.global %x, i32 %n, i32 %m)
            b0:
                %0 = add i32 %n, %m
                %1 = add i32 %m, %n
                %2 = sub i32 %n, %m
                %3 = sub i32 %m, %n
                %4 = xor i32 %0, %1
                %5 = xor i32 %2, %3
                %6 = or i32 %4, %5
                store i32 %x, %6
                return
            """);
        Assert.True(GlobalValueNumbering.Run(function));
        Assert.Single(function.Entry.Instructions, i => i is BinaryInstruction { Op: BinaryOp.Add });
        Assert.Equal(2, function.Entry.Instructions.Count(i => i is BinaryInstruction { Op: BinaryOp.Sub }));
    }
}
