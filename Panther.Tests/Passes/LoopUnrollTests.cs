using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;

namespace Panther.Tests.Passes;

public unsafe class LoopUnrollTests
{
    private static readonly TargetInfo Target = new(32);

    /// <summary>Sums x[0..6), leaves early at a negative element, and uses the sum and the counter behind the loop.</summary>
    private const string EarlyExit = """
        kernel search(ptr.global %x)
        b0:
            branch b1
        b1:
            %0 = phi i32 b0: 0, b3: %5
            %1 = phi i32 b0: 0, b3: %4
            %2 = gep ptr.global %x + %0 * 4 + 0
            %3 = load i32 %2
            %6 = compare.lessSigned i32 %3, 0
            branch %6 ? b4 : b3
        b3:
            %4 = add i32 %1, %3
            %5 = add i32 %0, 1
            %7 = compare.lessSigned i32 %5, 6
            branch %7 ? b1 : b4
        b4:
            %8 = phi i32 b1: -1, b3: 1
            %9 = mul i32 %0, 100
            %10 = add i32 %9, %1
            %11 = mul i32 %10, %8
            store i32 %x, %11
            return
        """;

    [Theory]
    [InlineData(6)]
    [InlineData(0)]
    [InlineData(3)]
    public void Run_LoopLeftEarly_CarriesTheValuesOut(int negativeAt)
    {
        KernelFunction function = IrParser.Parse(EarlyExit);
        int expected = Run(function, negativeAt);
        PassPipeline.Run(function, Target, new PassOptions { Verify = true });
        Assert.Empty(new LoopForest(function, new DominatorTree(function)).Loops);
        Assert.DoesNotContain("ptr.local", IrPrinter.Print(function));
        Assert.Equal(expected, Run(function, negativeAt));
    }

    private static string Counted(string hint, string bound, string start = "0") => $$"""
        kernel counted(ptr.global %x, i32 %n)
        b0:
            branch b1
        b1:
            %0 = phi i32 b0: {{start}}, b2: %2
            %1 = compare.lessSigned i32 %0, {{bound}}
            branch %1 ? b2 : b3
        b2:
            {{hint}}
            %3 = gep ptr.global %x + %0 * 4 + 0
            store i32 %3, %0
            %2 = add i32 %0, 1
            branch b1
        b3:
            return
        """;

    [Theory]
    [InlineData("unroll", "5", 0)]
    [InlineData("unroll", "1000", 0)]
    [InlineData("noUnroll", "5", 1)]
    [InlineData("fence.warp", "5", 0)]
    [InlineData("fence.warp", "100000", 1)]
    [InlineData("fence.warp", "%n", 1)]
    public void Run_CountedLoop_FollowsHintAndLimit(string hint, string bound, int loops)
    {
        KernelFunction function = IrParser.Parse(Counted(hint, bound));
        PassPipeline.Run(function, Target, new PassOptions { Verify = true });
        Assert.Equal(loops, new LoopForest(function, new DominatorTree(function)).Loops.Count);
        Assert.DoesNotContain("nroll", IrPrinter.Print(function)[10..]);
    }

    [Fact]
    public void Run_UnrollHintWithUnknownBound_IsRejected()
    {
        KernelFunction function = IrParser.Parse(Counted("unroll", "%n"));
        var exception = Assert.Throws<KernelCompilationException>(() => PassPipeline.Run(function, Target));
        Assert.Contains("Unroll.Full()", exception.Message);
        Assert.Contains("constant bounds", exception.Message);
    }

    [Fact]
    public void Run_LoopThatNeverTurns_Vanishes()
    {
        KernelFunction function = IrParser.Parse(Counted("fence.warp", "5", start: "7"));
        PassPipeline.Run(function, Target, new PassOptions { Verify = true });
        Assert.DoesNotContain("store", IrPrinter.Print(function));
    }

    /// <summary>The inner loop's bound is the outer counter, so that it is known only after the outer loop is unrolled.</summary>
    [Fact]
    public void Run_TriangularLoops_AreBothUnrolled()
    {
        KernelFunction function = IrParser.Parse("""
            kernel triangle(ptr.global %x)
            b0:
                branch b1
            b1:
                %0 = phi i32 b0: 0, b4: %8
                %1 = compare.lessSigned i32 %0, 4
                branch %1 ? b2 : b5
            b2:
                %2 = phi i32 b1: 0, b3: %7
                %3 = compare.lessSigned i32 %2, %0
                branch %3 ? b3 : b4
            b3:
                %4 = gep ptr.global %x + %0 * 4 + 0
                %5 = load i32 %4
                %6 = add i32 %5, %2
                store i32 %4, %6
                %7 = add i32 %2, 1
                branch b2
            b4:
                %8 = add i32 %0, 1
                branch b1
            b5:
                return
            """);
        int[] expected = Launch(function, 8);
        PassPipeline.Run(function, Target, new PassOptions { Verify = true });
        Assert.Single(function.Blocks);
        Assert.Equal(expected, Launch(function, 8));
    }

    private static int Run(KernelFunction function, int negativeAt)
    {
        int[] memory = new int[8];
        for (int i = 0; i < memory.Length; i++)
        {
            memory[i] = i == negativeAt ? -5 : i + 1;
        }

        return Launch(function, memory)[0];
    }

    private static int[] Launch(KernelFunction function, int length) => Launch(function, new int[length]);

    private static int[] Launch(KernelFunction function, int[] memory)
    {
        fixed (int* pointer = memory)
        {
            IrInterpreter.Run(function, Target, new KernelConfig(1, 1), ParameterBytes.Of(function, (nint)pointer));
        }

        return memory;
    }
}
