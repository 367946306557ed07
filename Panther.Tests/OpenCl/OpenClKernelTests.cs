using System.Runtime.InteropServices;
using Panther.Jit.Backends.OpenCl;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.IR;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.OpenCl;
using Panther.Tests.Engine;
using Panther.Tests.Ptx;

namespace Panther.Tests.OpenCl;

/// <summary>Kernels of the intermediate form give the same bits in OpenCL C as when they are interpreted.</summary>
public sealed class OpenClKernelTests
{
    private const int Threads = OperationKernels.Threads;

    /// <summary>Bytes of each of the two inputs and the output: 64 elements of 8 bytes, and 64 vectors that some kernels read.</summary>
    private const int BufferBytes = 2048;

    [Fact]
    public void Launch_PhisAndBranches_GivesTheBitsOfTheInterpreter()
    {
        var device = (OpenClDevice)TestDevice.Get("opencl");
        byte[] left = new byte[BufferBytes];
        byte[] right = new byte[BufferBytes];
        new Random(1).NextBytes(left);
        new Random(2).NextBytes(right);
        var problems = new List<string>();
        foreach (KernelFunction kernel in ControlFlowKernels.All)
        {
            OpenClModule module = OpenClBackend.Emit(kernel, device.Target);
            if (module.StaticSharedBytes > device.MaxSharedBytesPerGroup)
            {
                continue;
            }

            byte[] expected = Interpret(kernel, left, right);
            string text = module.Text;
            byte[] actual;
            try
            {
                actual = Launch(device, kernel, left, right);
            }
            catch (DeviceException e)
            {
                problems.Add($"{kernel.Name}: {e.Message}\n{text}");
                continue;
            }

            int difference = expected.AsSpan().CommonPrefixLength(actual);
            if (difference < BufferBytes)
            {
                problems.Add($"{kernel.Name}: byte {difference} is {actual[difference]:x2}, not {expected[difference]:x2}\n{text}");
            }
        }

        Assert.True(problems.Count == 0, $"{problems.Count} problems\n{string.Join("\n", problems)}");
    }

    private static unsafe byte[] Interpret(KernelFunction kernel, byte[] left, byte[] right)
    {
        // Wide accesses ask for aligned memory.
        byte* memory = (byte*)NativeMemory.AlignedAlloc(3 * BufferBytes, 64);
        left.CopyTo(new Span<byte>(memory, BufferBytes));
        right.CopyTo(new Span<byte>(memory + BufferBytes, BufferBytes));
        new Span<byte>(memory + (2 * BufferBytes), BufferBytes).Clear();
        nint start = (nint)memory;
        IrInterpreter.Run(kernel, new TargetInfo(1), new KernelConfig(1, Threads), ParameterBytes.Of(kernel, start, start + BufferBytes, start + (2 * BufferBytes)));
        byte[] output = new Span<byte>(memory + (2 * BufferBytes), BufferBytes).ToArray();
        NativeMemory.AlignedFree(memory);
        return output;
    }

    private static byte[] Launch(OpenClDevice device, KernelFunction kernel, byte[] left, byte[] right)
    {
        using DeviceBuffer<byte> l = device.Allocate<byte>(left);
        using DeviceBuffer<byte> r = device.Allocate<byte>(right);
        using DeviceBuffer<byte> o = device.Allocate<byte>(new byte[BufferBytes]);
        OpenClKernel loaded = device.Load(OpenClBackend.Emit(kernel, device.Target), WarmUpKernel.Request);
        loaded.Launch(device.DefaultStream, new KernelConfig(1, Threads), ParameterBytes.Of(kernel, l.View.Address, r.View.Address, o.View.Address));
        return o.ToArray();
    }
}
