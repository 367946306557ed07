using Panther.Jit.Dialect;

namespace Panther.Tests.Cpu;

public class CpuBackendPredicationTests
{
    /// <summary>Compare and exchange at distances below, at and above the width of vectors: reads and writes of every second element, of pairs, of rows.</summary>
    [Theory]
    [InlineData(1, "i32")]
    [InlineData(2, "i32")]
    [InlineData(8, "i32")]
    [InlineData(32, "i32")]
    [InlineData(1, "i64")]
    [InlineData(4, "i64")]
    [InlineData(64, "i64")]
    public void Compile_ConditionalExchange_WritesActiveLanesOnly(int distance, string type)
    {
        int size = type == "i32" ? 4 : 8;
        string text = $$"""
            kernel exchange(ptr.global %x, ptr.global %from)
            {
            b0:
                %0 = alloca ptr.shared shared size {{128 * size}} align 16
                %1 = index threadX
                %2 = gep ptr.global %from + %1 * {{size}} + 0
                %3 = load {{type}} %2
                %4 = gep ptr.global %2 + 0 * 1 + {{64 * size}}
                %5 = load {{type}} %4
                %6 = gep ptr.shared %0 + %1 * {{size}} + 0
                store {{type}} %6, %3
                %7 = gep ptr.shared %6 + 0 * 1 + {{64 * size}}
                store {{type}} %7, %5
                barrier.group
                %8 = and i32 %1, {{-distance}}
                %9 = shiftLeft i32 %8, 1
                %10 = and i32 %1, {{distance - 1}}
                %11 = or i32 %9, %10
                %12 = gep ptr.shared %0 + %11 * {{size}} + 0
                %13 = load {{type}} %12
                %14 = gep ptr.shared %12 + 0 * 1 + {{distance * size}}
                %15 = load {{type}} %14
                %16 = compare.greaterSigned {{type}} %13, %15
                branch %16 ? b1 : b2
            b1:
                store {{type}} %12, %15
                store {{type}} %14, %13
                branch b2
            b2:
                %17 = phi {{type}} b0: %13, b1: %15
                barrier.group
                %18 = gep ptr.global %x + %1 * {{size}} + 0
                %19 = load {{type}} %6
                store {{type}} %18, %19
                %20 = gep ptr.global %18 + 0 * 1 + {{64 * size}}
                %21 = load {{type}} %7
                store {{type}} %20, %21
                %22 = gep ptr.global %18 + 0 * 1 + {{128 * size}}
                store {{type}} %22, %17
                return
            }
            """;
        Array values = type == "i32" ? Enumerable.Range(0, 128).Select(i => i * 7919 % 131).ToArray() : Enumerable.Range(0, 128).Select(i => i * 7919L % 131).ToArray();
        LaneLaunch.Check(text, new KernelConfig(2, 64), type == "i32" ? new int[192] : new long[192], values);
    }

    /// <summary>Two conditions in a row, a loop variable that both change, and an address that no pattern tells.</summary>
    [Theory]
    [InlineData(64)]
    [InlineData(50)]
    public void Compile_NestedConditionsInLoop_BlendPhis(int threads)
    {
        const string Text = """
            kernel nested(ptr.global %x, ptr.global %places, i32 %n)
            {
            b0:
                %0 = index threadX
                %1 = gep ptr.global %places + %0 * 4 + 0
                %2 = load i32 %1
                branch b1
            b1:
                %3 = phi i32 b0: 0, b5: %12
                %4 = phi i32 b0: %0, b5: %11
                %5 = xor i32 %4, %2
                %6 = and i32 %5, 5
                %7 = compare.equal i32 %6, 1
                branch %7 ? b2 : b5
            b2:
                %8 = add i32 %4, 3
                %9 = compare.lessSigned i32 %8, %2
                branch %9 ? b3 : b4
            b3:
                %10 = gep ptr.global %x + %2 * 4 + 0
                store i32 %10, %8
                branch b5
            b4:
                branch b5
            b5:
                %11 = phi i32 b1: %5, b3: %8, b4: %2
                %12 = add i32 %3, 1
                %13 = compare.lessSigned i32 %12, %n
                branch %13 ? b1 : b6
            b6:
                %14 = gep ptr.global %x + %0 * 4 + 256
                store i32 %14, %11
                return
            }
            """;
        int[] places = [.. Enumerable.Range(0, 64).Select(i => i * 37 % 64)];
        LaneLaunch.Check(Text, new KernelConfig(1, threads), new int[128], places, 6);
    }
}
