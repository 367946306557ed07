using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.IR;

namespace Panther.Tests.Engine;

public unsafe class IrInterpreterTests
{
    /// <summary>Each thread writes its index to shared memory, waits, and writes its right neighbour's value times three to the output.</summary>
    [Fact]
    public void Run_SharedMemoryWithBarrier_ExchangesValues()
    {
        var function = new KernelFunction("rotate");
        Parameter output = function.AddParameter("output", IrType.Pointer(AddressSpace.Global));
        var builder = new IrBuilder(function);
        Value shared = builder.Alloca(AddressSpace.Shared, 64 * 4, 4, "tile");
        Value x = builder.Index(IndexKind.ThreadX);
        builder.Store(builder.Gep(shared, x, 4), x);
        builder.Barrier(MemoryScope.Group);
        Value next = builder.Binary(BinaryOp.Add, x, function.Int32(1));
        Value wrapped = builder.Binary(BinaryOp.RemUnsigned, next, builder.Index(IndexKind.GroupDimX));
        Value loaded = builder.Load(builder.Gep(shared, wrapped, 4), IrType.Int32);
        Value tripled = builder.Binary(BinaryOp.Mul, loaded, function.Int32(3));
        Value global = builder.Binary(BinaryOp.Add, builder.Binary(BinaryOp.Mul, builder.Index(IndexKind.GroupX), builder.Index(IndexKind.GroupDimX)), x);
        builder.Store(builder.Gep(output, global, 4), tripled);
        builder.Return();
        IrVerifier.Verify(function, "building");

        int[] result = new int[3 * 5];
        fixed (int* pointer = result)
        {
            IrInterpreter.Run(function, new TargetInfo(4), new KernelConfig(3, 5), ParameterBytes.Of(function, (nint)pointer));
        }

        Assert.Equal(Enumerable.Range(0, 15).Select(i => ((i % 5) + 1) % 5 * 3), result);
    }

    [Fact]
    public void Run_ShuffleXor_SumsOverTheWarp()
    {
        var function = new KernelFunction("sum");
        Parameter output = function.AddParameter("output", IrType.Pointer(AddressSpace.Global));
        var builder = new IrBuilder(function);
        Value x = builder.Index(IndexKind.ThreadX);
        Value sum = x;
        for (int mask = 1; mask < 4; mask *= 2)
        {
            sum = builder.Binary(BinaryOp.Add, sum, builder.Shuffle(ShuffleOp.Xor, sum, function.Int32(mask)));
        }

        builder.Store(builder.Gep(output, x, 4), sum);
        builder.Return();

        int[] result = new int[8];
        fixed (int* pointer = result)
        {
            IrInterpreter.Run(function, new TargetInfo(4), new KernelConfig(1, 8), ParameterBytes.Of(function, (nint)pointer));
        }

        Assert.Equal([6, 6, 6, 6, 22, 22, 22, 22], result);
    }

    [Fact]
    public void Run_PhiOfVectors_MovesEveryLane()
    {
        KernelFunction function = IrParser.Parse("""
            kernel rotate(ptr.global %data)
            {
            entry:
                %v0 = load i32x4 %data
                branch head
            head:
                %i = phi i32 entry: 0, head: %i1
                %v = phi i32x4 entry: %v0, head: %w
                %a = lane %v[0]
                %b = lane %v[1]
                %c = lane %v[2]
                %d = lane %v[3]
                %w = vector i32x4 %b, %c, %d, %a
                %i1 = add i32 %i, 1
                %more = compare.lessSigned i32 %i1, 3
                branch %more ? head : exit
            exit:
                store i32x4 %data, %w
                return
            }
            """);
        int* data = (int*)System.Runtime.InteropServices.NativeMemory.AlignedAlloc(16, 16);
        new Span<int>([1, 2, 3, 4]).CopyTo(new Span<int>(data, 4));
        IrInterpreter.Run(function, new TargetInfo(1), new KernelConfig(1, 1), ParameterBytes.Of(function, (nint)data));
        int[] result = new Span<int>(data, 4).ToArray();
        System.Runtime.InteropServices.NativeMemory.AlignedFree(data);
        Assert.Equal([4, 1, 2, 3], result);
    }
}
