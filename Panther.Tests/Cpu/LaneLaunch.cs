using System.Runtime.InteropServices;
using Panther.Jit.Backends.Cpu;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;

namespace Panther.Tests.Cpu;

/// <summary>Runs a function through the CPU backend at every vector width and through the interpreter, and compares all bits of all buffers.</summary>
internal static unsafe class LaneLaunch
{
    public static int[] VectorWidths => [128, 256, 512];

    /// <summary>Arrays among the arguments are buffers; scalars are passed as they are.</summary>
    public static void Check(Func<KernelFunction> build, KernelConfig config, params object[] arguments)
    {
        foreach (int bits in VectorWidths)
        {
            KernelFunction function = build();
            byte[][] expected = Interpret(function, bits / 32, config, arguments);
            string text = IrPrinter.Print(function);
            byte[][] actual = Execute(function, bits, config, arguments);
            for (int i = 0; i < expected.Length; i++)
            {
                int difference = expected[i].AsSpan().CommonPrefixLength(actual[i]);
                Assert.True(
                    difference == expected[i].Length,
                    $"{bits} bits: argument {i} differs at byte {difference}: expected {Around(expected[i], difference)}, got {Around(actual[i], difference)}\n{text}");
            }
        }
    }

    public static void Check(string text, KernelConfig config, params object[] arguments) => Check(() => IrParser.Parse(text), config, arguments);

    public static byte[][] Execute(KernelFunction function, int bits, KernelConfig config, object[] arguments)
    {
        NarrowFloatArithmetic.Run(function);
        NarrowFloatConversions.Run(function, new TargetInfo(bits / 32, config.GroupDim));
        CpuKernelCode code = CpuBackend.Compile(function, new CpuTarget(bits, config.GroupDim));
        return WithBuffers(function, arguments, block =>
        {
            byte* scratch = (byte*)NativeMemory.AlignedAlloc((nuint)(code.ScratchBytes + config.DynamicSharedBytes + 64), 64);
            new Span<byte>(scratch, (int)code.ScratchBytes).Fill(0xCD);
            fixed (byte* parameters = block)
            {
                // Two calls, as two threads would share the groups.
                long groups = config.GridDim.Size;
                code.Entry(parameters, 0, groups / 2, config.GridDim.X, config.GridDim.Y, config.GridDim.Z, scratch, config.DynamicSharedBytes);
                code.Entry(parameters, groups / 2, groups, config.GridDim.X, config.GridDim.Y, config.GridDim.Z, scratch, config.DynamicSharedBytes);
            }

            NativeMemory.AlignedFree(scratch);
        });
    }

    private static byte[][] Interpret(KernelFunction function, int warpSize, KernelConfig config, object[] arguments) =>
        WithBuffers(function, arguments, block => IrInterpreter.Run(function, new TargetInfo(warpSize, config.GroupDim), config, block));

    /// <summary>Copies the arrays to memory of their own, runs, and returns what the buffers then hold.</summary>
    private static byte[][] WithBuffers(KernelFunction function, object[] arguments, Action<byte[]> run)
    {
        var buffers = new List<(nint Pointer, int Bytes)>();
        object[] leaves = [.. arguments.Select(a =>
        {
            if (a is not Array array)
            {
                return a;
            }

            int bytes = Buffer.ByteLength(array);
            nint pointer = (nint)NativeMemory.Alloc((nuint)Math.Max(1, bytes));
            GCHandle handle = GCHandle.Alloc(array, GCHandleType.Pinned);
            Buffer.MemoryCopy((void*)handle.AddrOfPinnedObject(), (void*)pointer, bytes, bytes);
            handle.Free();
            buffers.Add((pointer, bytes));
            return (object)pointer;
        })];
        try
        {
            run(ParameterBytes.Of(function, leaves));
            return [.. buffers.Select(b => new Span<byte>((void*)b.Pointer, b.Bytes).ToArray())];
        }
        finally
        {
            buffers.ForEach(b => NativeMemory.Free((void*)b.Pointer));
        }
    }

    private static string Around(byte[] bytes, int index)
    {
        int start = index / 8 * 8;
        return $"[{start}] {Convert.ToHexString(bytes.AsSpan(start, Math.Min(16, bytes.Length - start)))}";
    }
}
