using Panther.Jit.Compilation;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;

namespace Panther.Tests.Passes;

public unsafe class SimplifyTests
{
    private static readonly int[] Interesting = [0, 1, -1, 2, 5, 6, 7, 13, -7, -8, 99, 640, 641, 642, 1000, int.MaxValue, int.MinValue, int.MinValue + 1, 0x7FFFFFF9];

    public static TheoryData<string> Divisions()
    {
        var data = new TheoryData<string>();
        foreach (string operation in new[] { "divSigned", "remSigned", "divUnsigned", "remUnsigned" })
        {
            foreach (int divisor in new[] { 1, 2, 3, 5, 6, 7, 8, 10, 25, 64, 125, 625, 641, 1000, 4096, 65537, 1 << 30, int.MaxValue })
            {
                data.Add($"{operation} {divisor}");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Divisions))]
    public void StrengthReduction_DivisionByConstant_GivesTheSameWithoutDividing(string division)
    {
        string[] parts = division.Split(' ');
        KernelFunction function = IrParser.Parse($$"""
            kernel divide(ptr.global %x)
            b0:
                %0 = load i32 %x
                %1 = {{parts[0]}} i32 %0, {{parts[1]}}
                store i32 %x, %1
                return
            """);
        KernelFunction reduced = IrParser.Parse(IrPrinter.Print(function));
        PassPipeline.Run(reduced, new TargetInfo(32), new PassOptions { Verify = true });
        Assert.DoesNotContain("div", IrPrinter.Print(reduced)[IrPrinter.Print(reduced).IndexOf('{')..]);
        Assert.DoesNotContain("rem", IrPrinter.Print(reduced));
        var random = new Random(1);
        foreach (int value in Interesting.Concat(Enumerable.Range(0, 200).Select(_ => random.Next(int.MinValue, int.MaxValue))))
        {
            Assert.Equal(Run(function, value), Run(reduced, value));
        }
    }

    [Theory]
    [InlineData("add f32 %0, 0:0x00000000", true)] // -0 + 0 is 0
    [InlineData("add f32 %0, -0:0x80000000", false)]
    [InlineData("sub f32 %0, 0:0x00000000", false)]
    [InlineData("sub f32 %0, -0:0x80000000", true)] // -0 - -0 is 0
    [InlineData("mul f32 %0, 1:0x3f800000", false)]
    [InlineData("mul f32 %0, 0:0x00000000", true)] // NaN, and the sign
    [InlineData("divFloat f32 %0, 1:0x3f800000", false)]
    public void Run_FloatIdentity_IsUsedOnlyWhereIeeeAllows(string operation, bool remains)
    {
        KernelFunction function = IrParser.Parse($$"""
            kernel identity(ptr.global %x)
            b0:
                %0 = load f32 %x
                %1 = {{operation}}
                store f32 %x, %1
                return
            """);
        Simplify.Run(function, new TargetInfo(32));
        Assert.Equal(remains, IrPrinter.Print(function).Contains(operation.Split(' ')[0] + " f32", StringComparison.Ordinal));
    }

    /// <summary>What a C# compiler writes for a bool that is kept in a local and tested.</summary>
    [Fact]
    public void Run_TestedTruthValue_BecomesTheComparison()
    {
        KernelFunction function = IrParser.Parse("""
            kernel truth(ptr.global %x, i32 %n)
            b0:
                %0 = compare.lessSigned i32 %n, 5
                %1 = convert.zeroExtend bool %0 to i32
                %2 = compare.equal i32 %1, 0
                %3 = convert.zeroExtend bool %2 to i32
                %4 = compare.notEqual i32 %3, 0
                branch %4 ? b1 : b2
            b1:
                store i32 %x, 1
                branch b2
            b2:
                return
            """);
        Simplify.Run(function, new TargetInfo(32));
        DeadCode.Run(function);
        Assert.Equal(
            """
            kernel truth(ptr.global %x, i32 %n)
            {
            b0:
                %0 = compare.greaterEqualSigned i32 %n, 5
                branch %0 ? b1 : b2
            b1:
                store i32 %x, 1
                branch b2
            b2:
                return
            }

            """,
            IrPrinter.Print(function));
        Assert.False(Simplify.Run(function, new TargetInfo(32)));
    }

    [Fact]
    public void Contraction_FastMath_FusesOnlyProductsUsedOnce()
    {
        const string Text = """
            kernel fuse(ptr.global %x, f32 %a, f32 %b, f32 %c)
            b0:
                %0 = mul f32 %a, %b
                %1 = sub f32 %c, %0
                %2 = mul f32 %a, %c
                %3 = add f32 %2, %2
                %4 = mul f32 %1, %3
                store f32 %x, %4
                return
            """;
        KernelFunction exact = IrParser.Parse(Text);
        PassPipeline.Run(exact, new TargetInfo(32), new PassOptions { Verify = true });
        Assert.DoesNotContain("fma", IrPrinter.Print(exact));
        KernelFunction fast = IrParser.Parse(Text);
        PassPipeline.Run(fast, new TargetInfo(32, FastMath: true), new PassOptions { Verify = true });
        Assert.Single(IrPrinter.Print(fast).Split('\n'), l => l.Contains("fma f32", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void ReadOnlyLoads_AnotherViewIsWritten_NeedThePromise(bool promise, bool marked)
    {
        KernelFunction function = IrParser.Parse("""
            kernel copy(ptr.global %from, ptr.global %to)
            b0:
                %0 = load f32 %from
                store f32 %to, %0
                return
            """);
        PassPipeline.Run(function, new TargetInfo(32), new PassOptions { ViewsDoNotOverlap = promise });
        Assert.Equal(marked, IrPrinter.Print(function).Contains("load.readonly", StringComparison.Ordinal));
    }

    private static int Run(KernelFunction function, int value)
    {
        IrInterpreter.Run(function, new TargetInfo(32), new Panther.Jit.Dialect.KernelConfig(1, 1), ParameterBytes.Of(function, (nint)(&value)));
        return value;
    }
}
