using Panther.Jit.Compilation;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;

namespace Panther.Tests.Passes;

public class AddressLoweringTests
{
    private static readonly TargetInfo Target = new(32);

    /// <summary>Two places of one row, a constant apart: they share everything but the constant, and the row is computed in front of the loop.</summary>
    [Fact]
    public void Run_AccessesAConstantApart_ShareTheRest()
    {
        KernelFunction function = IrParser.Parse("""
            kernel rows(ptr.global %x, i32 %n, i32 %width)
            b0:
                %0 = index threadX
                branch b1
            b1:
                %1 = phi i32 b0: 0, b1: %2
                %3 = mul i32 %0, %width
                %4 = add i32 %3, %1
                %5 = gep ptr.global %x + %4 * 4 + 0
                %6 = load f32 %5
                %7 = add i32 %4, 3
                %8 = gep ptr.global %x + %7 * 4 + 0
                store f32 %8, %6
                %2 = add i32 %1, 1
                %9 = compare.lessSigned i32 %2, %n
                branch %9 ? b1 : b2
            b2:
                return
            """);
        PassPipeline.Run(function, Target, new PassOptions { Verify = true });
        Assert.Equal(
            """
            kernel rows(ptr.global %x, i32 %n, i32 %width)
            {
            b0:
                %0 = index threadX
                %1 = mul i32 %0, %width
                %2 = gep ptr.global %x + %1 * 4 + 0
                branch b1
            b1:
                %3 = phi i32 b0: 0, b1: %7
                %4 = gep ptr.global %2 + %3 * 4 + 0
                %5 = load f32 %4
                %6 = gep ptr.global %4 + 0 * 1 + 12
                store f32 %6, %5
                %7 = add i32 %3, 1
                %8 = compare.lessSigned i32 %7, %n
                branch %8 ? b1 : b2
            b2:
                return
            }

            """,
            IrPrinter.Print(function));
    }

    /// <summary>An index that is needed anyway is not taken apart for each of the views that it picks from.</summary>
    [Fact]
    public void Run_IndexSharedByViews_StaysWhole()
    {
        KernelFunction function = IrParser.Parse("""
            kernel copy(ptr.global %x, ptr.global %y, i32 %n)
            b0:
                %0 = index groupX
                %1 = index groupDimX
                %2 = mul i32 %0, %1
                %3 = index threadX
                %4 = add i32 %2, %3
                %5 = compare.lessSigned i32 %4, %n
                branch %5 ? b1 : b2
            b1:
                %6 = gep ptr.global %x + %4 * 4 + 0
                %7 = load f32 %6
                %8 = gep ptr.global %y + %4 * 4 + 0
                store f32 %8, %7
                branch b2
            b2:
                return
            """);
        string before = IrPrinter.Print(function);
        PassPipeline.Run(function, Target, new PassOptions { Verify = true });
        Assert.Equal(before, IrPrinter.Print(function));
    }
}
