using Panther.Jit.Compilation;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;

namespace Panther.Tests.Passes;

public class SplitLocalsTests
{
    private static readonly PassOptions Verified = new() { Verify = true };

    [Fact]
    public void Run_WideStoreReadByLanes_NeedsNoMemory()
    {
        KernelFunction function = IrParser.Parse("""
            kernel quad(ptr.global %x)
            b0:
                %0 = alloca ptr.local quad size 16 align 16
                %1 = load f32x4 %x
                store f32x4 %0, %1
                %2 = gep ptr.local %0 + 0 * 1 + 8
                %3 = load f32 %2
                store f32 %x, %3
                return
            """);
        PassPipeline.Run(function, new TargetInfo(32), Verified);
        string text = IrPrinter.Print(function);
        Assert.DoesNotContain("ptr.local", text);
        Assert.Contains("lane %0[2]", text);
    }

    [Fact]
    public void Run_FloatReadAsInteger_IsCast()
    {
        KernelFunction function = IrParser.Parse("""
            kernel bits(ptr.global %x)
            b0:
                %0 = alloca ptr.local union size 4 align 4
                %1 = load f32 %x
                store f32 %0, %1
                %2 = load i32 %0
                store i32 %x, %2
                return
            """);
        PassPipeline.Run(function, new TargetInfo(32), Verified);
        Assert.Contains("convert.bitCast f32 %0 to i32", IrPrinter.Print(function));
    }

    /// <summary>Bytes that are accessed by different widths stay in memory; their neighbours do not.</summary>
    [Fact]
    public void Run_OverlappingWidths_StayInMemory()
    {
        KernelFunction function = IrParser.Parse("""
            kernel overlap(ptr.global %x, i64 %v)
            b0:
                %0 = alloca ptr.local union size 16 align 8
                store i64 %0, %v
                %1 = gep ptr.local %0 + 0 * 1 + 4
                %2 = load i32 %1
                %3 = gep ptr.local %0 + 0 * 1 + 8
                store i32 %3, 5
                %4 = load i32 %3
                %5 = add i32 %2, %4
                store i32 %x, %5
                return
            """);
        PassPipeline.Run(function, new TargetInfo(32), Verified);
        string text = IrPrinter.Print(function);
        Assert.Single(text.Split('\n'), l => l.Contains("alloca", StringComparison.Ordinal));
        Assert.Contains(", 5", text);
        Assert.DoesNotContain("store i32 %0", text);
    }

    /// <summary>An element that a variable picks keeps the array in memory, zeros where nothing is stored.</summary>
    [Fact]
    public void Run_VariableIndex_KeepsTheArray()
    {
        KernelFunction function = IrParser.Parse("""
            kernel picked(ptr.global %x, i32 %n)
            b0:
                %0 = alloca ptr.local array size 32 align 4
                %1 = gep ptr.local %0 + 3 * 4 + 0
                store i32 %1, 9
                %2 = gep ptr.local %0 + %n * 4 + 0
                %3 = load i32 %2
                store i32 %x, %3
                return
            """);
        PassPipeline.Run(function, new TargetInfo(32), Verified);
        Assert.Contains("alloca ptr.local", IrPrinter.Print(function));
    }
}
