using Panther.Jit.Compilation;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;

namespace Panther.Tests.Passes;

public class PassPipelineTests
{
    private static readonly PassOptions Verified = new() { Verify = true };

    /// <summary>A struct of a float and an int in local memory, written in both arms of a branch, with a slot read before it is written.</summary>
    [Fact]
    public void Run_StructInLocalMemory_BecomesRegisters()
    {
        KernelFunction function = IrParser.Parse("""
            kernel pair(ptr.global %x, i32 %n)
            b0:
                %0 = alloca ptr.local pair size 12 align 4
                %1 = gep ptr.local %0 + 1 * 4 + 0
                %2 = gep ptr.local %0 + 0 * 4 + 8
                %3 = index threadX
                store f32 %0, 1:0x3f800000
                %4 = compare.lessSigned i32 %3, %n
                branch %4 ? b1 : b2
            b1:
                store i32 %1, 7
                branch b3
            b2:
                store f32 %1, 2:0x40000000
                branch b3
            b3:
                %5 = load i32 %1
                %6 = load i32 %2
                %7 = add i32 %5, %6
                %8 = load i32 %0
                %9 = add i32 %7, %8
                %10 = gep ptr.global %x + %3 * 4 + 0
                store i32 %10, %9
                return
            """);
        PassPipeline.Run(function, new TargetInfo(32), Verified);
        string text = IrPrinter.Print(function);
        Assert.DoesNotContain("alloca", text);
        Assert.DoesNotContain("load", text);
        PassPipeline.Run(function, new TargetInfo(32), Verified);
        Assert.Equal(text, IrPrinter.Print(function));
    }

    [Fact]
    public void Run_PointerIntoTwoSpaces_IsRejected()
    {
        KernelFunction function = IrParser.Parse("""
            kernel mixed(ptr.global %x)
            b0:
                %0 = alloca ptr.shared tile size 64 align 4
                %1 = index threadX
                %2 = compare.equal i32 %1, 0
                %3 = select ptr %2, %0, %x
                store i32 %3, 1
                return
            """);
        var exception = Assert.Throws<KernelCompilationException>(() => PassPipeline.Run(function, new TargetInfo(32), Verified));
        Assert.Contains("a reference that may point into two address spaces", exception.Message);
    }
}
