using System.Text;
using Panther.Jit.Dialect;

namespace Panther.Tests.Cpu;

public class CpuBackendRowTests
{
    /// <summary>Each thread reads neighbouring elements of a row of its own and writes them back in another order, to rows of another pitch.</summary>
    [Theory]
    [InlineData(16, 16, "i32", 32)]
    [InlineData(16, 17, "i32", 32)]
    [InlineData(8, 12, "i32", 20)]
    [InlineData(20, 21, "f32", 16)]
    [InlineData(5, 6, "i32", 32)]
    [InlineData(8, 9, "i64", 32)]
    [InlineData(4, 4, "f64", 16)]
    public void Compile_RowPerThread_MovesEachElementToItsPlace(int length, int pitch, string type, int threads)
    {
        int size = type.EndsWith("32", StringComparison.Ordinal) ? 4 : 8;
        var text = new StringBuilder($$"""
            kernel rows(ptr.global %x, ptr.global %from)
            {
            b0:
                %0 = index threadX
                %1 = mul i32 %0, {{pitch}}
                %2 = gep ptr.global %from + %1 * {{size}} + 0
                %3 = mul i32 %0, {{pitch + 2}}
                %4 = gep ptr.global %x + %3 * {{size}} + 0

            """);
        int next = 5;
        var values = new List<int>();
        for (int i = 0; i < length; i++)
        {
            text.AppendLine($"    %{next} = gep ptr.global %2 + 0 * 1 + {i * size}").AppendLine($"    %{next + 1} = load {type} %{next}");
            values.Add(next + 1);
            next += 2;
        }

        for (int i = 0; i < length; i++)
        {
            int value = values[length - 1 - i];
            text.AppendLine($"    %{next} = gep ptr.global %4 + 0 * 1 + {i * size}").AppendLine($"    %{next + 1} = add {type} %{value}, %{values[0]}")
                .AppendLine($"    store {type} %{next}, %{next + 1}");
            next += 2;
        }

        text.Append("    return\n}");
        Array source = type switch
        {
            "i32" => Enumerable.Range(1, threads * pitch).ToArray(),
            "f32" => Enumerable.Range(1, threads * pitch).Select(i => (float)i).ToArray(),
            "i64" => Enumerable.Range(1, threads * pitch).Select(i => i + ((long)i << 40)).ToArray(),
            _ => Enumerable.Range(1, threads * pitch).Select(i => (double)i).ToArray(),
        };
        LaneLaunch.Check(text.ToString(), new KernelConfig(1, threads), new byte[threads * (pitch + 2) * size], source);
    }

    /// <summary>A write between two reads of one row, and a read between two writes, keep the order.</summary>
    [Fact]
    public void Compile_RowsOfOverlappingLanes_KeepTheOrderOfAccesses()
    {
        var text = new StringBuilder("""
            kernel overlap(ptr.global %x)
            {
            b0:
                %0 = index threadX
                %1 = mul i32 %0, 32
                %2 = gep ptr.global %x + %1 * 4 + 0

            """);
        int next = 3;
        for (int i = 0; i < 16; i++)
        {
            // Reads element i, which the step before has written, and writes element i + 1.
            text.AppendLine($"    %{next} = gep ptr.global %2 + 0 * 1 + {4 * i}").AppendLine($"    %{next + 1} = load i32 %{next}")
                .AppendLine($"    %{next + 2} = add i32 %{next + 1}, {i + 1}").AppendLine($"    %{next + 3} = gep ptr.global %2 + 0 * 1 + {4 * (i + 1)}")
                .AppendLine($"    store i32 %{next + 3}, %{next + 2}");
            next += 4;
        }

        text.Append("    return\n}");
        LaneLaunch.Check(text.ToString(), new KernelConfig(1, 32), Enumerable.Range(0, 32 * 32).ToArray());
    }

    /// <summary>Every way of reading another lane, by a constant, a uniform and a varying distance.</summary>
    [Theory]
    [InlineData("index")]
    [InlineData("up")]
    [InlineData("down")]
    [InlineData("xor")]
    public void Compile_Shuffle_ReadsTheOtherLane(string operation)
    {
        string text = $$"""
            kernel shuffle(ptr.global %x, ptr.global %y, i32 %uniform)
            {
            b0:
                %0 = index threadX
                %1 = gep ptr.global %x + %0 * 4 + 0
                %2 = load i32 %1
                %3 = convert.signExtend i32 %2 to i64
                %4 = and i32 %2, 7
                %5 = shuffle.{{operation}} i32 %2, 3
                %6 = shuffle.{{operation}} i32 %2, %uniform
                %7 = shuffle.{{operation}} i32 %2, %4
                %8 = shuffle.{{operation}} i64 %3, 1
                %9 = shuffle.{{operation}} i64 %3, %4
                %10 = add i32 %5, %6
                %11 = mul i32 %10, %7
                store i32 %1, %11
                %12 = mul i64 %8, %9
                %13 = gep ptr.global %y + %0 * 8 + 0
                store i64 %13, %12
                return
            }
            """;
        LaneLaunch.Check(text, new KernelConfig(1, 32), Enumerable.Range(0, 32).Select(i => i * 37 % 101).ToArray(), new long[32], 2);
    }
}
