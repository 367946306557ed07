using Panther.Jit.Dialect;
using Panther.Jit.IR;

namespace Panther.Tests.Cpu;

public class CpuBackendMemoryTests
{
    public static TheoryData<string, string> Atomics()
    {
        var data = new TheoryData<string, string>();
        foreach (string type in new[] { "i32", "i64", "f32", "f64" })
        {
            string[] operations = type[0] == 'i'
                ? ["add", "minSigned", "maxSigned", "minUnsigned", "maxUnsigned", "and", "or", "xor"]
                : ["minFloat", "maxFloat", "add"];
            foreach (string operation in operations)
            {
                data.Add(type, operation);
            }
        }

        return data;
    }

    /// <summary>All operations give the same in any order: the floats are small integers, whose sums are exact.</summary>
    [Theory]
    [MemberData(nameof(Atomics))]
    public void Compile_Atomic_CombinesAllActiveLanes(string type, string operation)
    {
        int size = type.EndsWith("32", StringComparison.Ordinal) ? 4 : 8;
        string text = $$"""
            kernel atomic(ptr.global %cells, ptr.global %values)
            {
            b0:
                %0 = index threadX
                %1 = and i32 %0, 3
                %2 = compare.notEqual i32 %1, 2
                %3 = gep ptr.global %values + %0 * {{size}} + 0
                %4 = load {{type}} %3
                branch %2 ? b1 : b2
            b1:
                %5 = gep ptr.global %cells + %1 * {{size}} + 0
                %6 = atomic.{{operation}} {{type}} %5, %4
                branch b2
            b2:
                %7 = atomic.{{operation}} {{type}} %cells, %4
                return
            }
            """;
        Array values = type switch
        {
            "i32" => Enumerable.Range(0, 50).Select(i => (i * 7919) ^ (i << 27)).ToArray(),
            "i64" => Enumerable.Range(0, 50).Select(i => (i * 7919L) ^ ((long)i << 59)).ToArray(),
            "f32" => Enumerable.Range(0, 50).Select(i => (float)((i * 31 % 97) - 40)).ToArray(),
            _ => Enumerable.Range(0, 50).Select(i => (double)((i * 31 % 97) - 40)).ToArray(),
        };
        LaneLaunch.Check(text, new KernelConfig(2, 50), new byte[4 * size], values);
    }

    [Fact]
    public void Compile_CompareExchange_StoresWhereExpected()
    {
        const string Text = """
            kernel exchange(ptr.global %cells, ptr.global %seen)
            {
            b0:
                %0 = index threadX
                %1 = gep ptr.global %cells + %0 * 4 + 0
                %2 = and i32 %0, 1
                %3 = add i32 %0, 100
                %4 = atomic.compareExchange i32 %1, %2, %3
                %5 = gep ptr.global %seen + %0 * 4 + 0
                store i32 %5, %4
                return
            }
            """;
        LaneLaunch.Check(Text, new KernelConfig(1, 21), new int[21], new int[21]);
    }

    /// <summary>Threads that have ended do not hold up the others at a barrier; values live across it in vectors, scalars and local memory.</summary>
    [Theory]
    [InlineData(64)]
    [InlineData(45)]
    public void Compile_BarrierAfterEarlyReturn_GoesOnWithTheRest(int threads)
    {
        const string Text = """
            kernel ended(ptr.global %output, i32 %n)
            {
            b0:
                %0 = index threadX
                %1 = alloca ptr.shared tile size 256 align 4
                %2 = alloca ptr.local mine size 8 align 4
                %3 = mul i32 %0, 3
                store i32 %2, %3
                %4 = compare.lessSigned i32 %0, %n
                branch %4 ? b1 : b4
            b1:
                %5 = gep ptr.shared %1 + %0 * 4 + 0
                store i32 %5, %0
                barrier.group
                branch b2
            b2:
                %6 = phi i32 b1: 0, b2: %12
                %7 = phi i32 b1: %3, b2: %11
                %8 = xor i32 %0, 1
                %9 = gep ptr.shared %1 + %8 * 4 + 0
                %10 = load i32 %9
                %11 = add i32 %7, %10
                barrier.group
                store i32 %5, %11
                barrier.group
                %12 = add i32 %6, 1
                %13 = compare.lessSigned i32 %12, 3
                branch %13 ? b2 : b3
            b3:
                %14 = load i32 %2
                %15 = add i32 %14, %11
                %16 = gep ptr.global %output + %0 * 4 + 0
                store i32 %16, %15
                branch b4
            b4:
                return
            }
            """;
        LaneLaunch.Check(Text, new KernelConfig(3, threads), new int[64], 40);
        LaneLaunch.Check(Text, new KernelConfig(1, threads), new int[64], 0);
    }

    [Fact]
    public void Compile_DynamicSharedMemory_LiesBehindTheScratch()
    {
        const string Text = """
            kernel dynamic(ptr.global %output)
            {
            b0:
                %0 = index threadX
                %1 = alloca ptr.shared dynamic size 0 align 16
                %2 = gep ptr.shared %1 + %0 * 4 + 0
                store i32 %2, %0
                barrier.group
                %3 = dynamicSharedSize
                %4 = shiftRightUnsigned i32 %3, 2
                %5 = sub i32 %4, 1
                %6 = sub i32 %5, %0
                %7 = gep ptr.shared %1 + %6 * 4 + 0
                %8 = load i32 %7
                %9 = gep ptr.global %output + %0 * 4 + 0
                store i32 %9, %8
                return
            }
            """;
        LaneLaunch.Check(Text, new KernelConfig(2, 40, 160), new int[40]);
    }

    [Fact]
    public void Compile_LoopWithTwoEntries_Throws()
    {
        var function = new KernelFunction("irreducible");
        Parameter output = function.AddParameter("output", IrType.Pointer(AddressSpace.Global));
        var builder = new IrBuilder(function);
        Block left = function.AddBlock();
        Block right = function.AddBlock();
        Value x = builder.Index(IndexKind.ThreadX);
        Value small = builder.Compare(CompareOp.LessSigned, x, function.Int32(3));
        builder.Branch(small, left, right);
        builder.Block = left;
        builder.Store(output, x);
        builder.Branch(right);
        builder.Block = right;
        builder.Branch(left);

        var exception = Assert.Throws<Jit.Compilation.KernelCompilationException>(
            () => Jit.Backends.Cpu.CpuBackend.Compile(function, new Jit.Backends.Cpu.CpuTarget(128, new Index3D(8, 1, 1))));
        Assert.Contains("entered at two places", exception.Message, StringComparison.Ordinal);
    }
}
