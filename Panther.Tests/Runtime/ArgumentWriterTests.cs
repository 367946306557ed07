using System.Runtime.InteropServices;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Runtime;

public sealed class ArgumentWriterTests
{
    private enum Mode : short
    {
        Off = 0,
        On = 0x1234,
    }

    [Fact]
    public void Launch_Scalars_LieAtTheirNaturalAlignment()
    {
        byte[] block = BlockOf((device, stream) => device
            .LoadKernel<byte, double, bool, short, Mode, char, Half, uint>(Scalars)
            .Launch(stream, new KernelConfig(1, 1), 7, 2.5, true, -2, Mode.On, 'x', (Half)1.5f, 0xdeadbeef));
        Assert.Equal(32, block.Length);
        Assert.Equal(7, block[0]);
        Assert.Equal(2.5, MemoryMarshal.Read<double>(block.AsSpan(8)));
        Assert.Equal(1, block[16]);
        Assert.Equal(-2, MemoryMarshal.Read<short>(block.AsSpan(18)));
        Assert.Equal(0x1234, MemoryMarshal.Read<short>(block.AsSpan(20)));
        Assert.Equal('x', MemoryMarshal.Read<char>(block.AsSpan(22)));
        Assert.Equal((Half)1.5f, MemoryMarshal.Read<Half>(block.AsSpan(24)));
        Assert.Equal(0xdeadbeef, MemoryMarshal.Read<uint>(block.AsSpan(28)));
    }

    [Fact]
    public void Launch_NestedStruct_WritesLeavesInDeclarationOrder()
    {
        nint address = 0;
        byte[] block = BlockOf((device, stream) =>
        {
            DeviceBuffer<float> buffer = device.Allocate<float>(5);
            address = buffer.View.Address;
            device.LoadKernel<byte, Outer>(Structures).Launch(
                stream, new KernelConfig(1, 1), 1, new Outer(2, new Inner(3, buffer.View.SubView(1), 4.5), 6));
            buffer.Dispose();
        });

        // byte at 0; Outer.Tag byte at 1; Inner.Small short at 2; view at 8 and 16; Inner.Wide at 24; Outer.Last int at 32.
        Assert.Equal(36, block.Length);
        Assert.Equal(1, block[0]);
        Assert.Equal(2, block[1]);
        Assert.Equal(3, MemoryMarshal.Read<short>(block.AsSpan(2)));
        Assert.Equal(address + 4, MemoryMarshal.Read<nint>(block.AsSpan(8)));
        Assert.Equal(4, MemoryMarshal.Read<long>(block.AsSpan(16)));
        Assert.Equal(4.5, MemoryMarshal.Read<double>(block.AsSpan(24)));
        Assert.Equal(6, MemoryMarshal.Read<int>(block.AsSpan(32)));
    }

    [Fact]
    public void Launch_ImplicitKernel_WritesTheExtentFirst()
    {
        byte[] block = BlockOf((device, stream) => device
            .LoadKernel<LongIndex2D, float>(Implicit)
            .Launch(stream, new LongIndex2D(5, 3), 1.5f));
        Assert.Equal(20, block.Length);
        Assert.Equal(5, MemoryMarshal.Read<long>(block));
        Assert.Equal(3, MemoryMarshal.Read<long>(block.AsSpan(8)));
        Assert.Equal(1.5f, MemoryMarshal.Read<float>(block.AsSpan(16)));
    }

    [Fact]
    public void Launch_EmptyStructAndSpecializedValue_TakeNoSpace()
    {
        byte[] block = BlockOf((device, stream) => device
            .LoadKernel<Nothing, int, SpecializedValue<long>, int>(Constants)
            .Launch(stream, new KernelConfig(1, 1), default, 1, new SpecializedValue<long>(9), 2));
        Assert.Equal(8, block.Length);
        Assert.Equal(1, MemoryMarshal.Read<int>(block));
        Assert.Equal(2, MemoryMarshal.Read<int>(block.AsSpan(4)));
    }

    [Fact]
    public void LoadKernel_ParameterWithAReference_SaysWhatCanBePassed()
    {
        using CpuDevice device = TestDevices.Cpu();
        KernelCompilationException thrown = Assert.Throws<KernelCompilationException>(() => device.LoadKernel<WithReference>(References));
        Assert.Contains("Text", thrown.Message);
    }

    private static byte[] BlockOf(Action<CpuDevice, DeviceStream> launch)
    {
        byte[] copied = [];
        using CpuDevice device = TestDevices.Cpu(new BlockCatcher(block => copied = block));
        launch(device, device.DefaultStream);
        device.DefaultStream.Synchronize();
        return copied;
    }

    private static void Scalars(byte a, double b, bool c, short d, Mode e, char f, Half g, uint h)
    {
    }

    private static void Structures(byte a, Outer b)
    {
    }

    private static void Implicit(LongIndex2D index, float a)
    {
    }

    private static void Constants(Nothing a, int b, SpecializedValue<long> c, int d)
    {
    }

    private static void References(WithReference a)
    {
    }

    private readonly struct Nothing;

    private readonly record struct Inner(short Small, ArrayView<float> View, double Wide);

    private readonly record struct Outer(byte Tag, Inner Inner, int Last);

    private readonly record struct WithReference(string Text);

    private sealed class BlockCatcher(Action<byte[]> caught) : IKernelCompiler
    {
        public CompiledKernel Compile(Device device, KernelRequest request) => new Catching(device, request.Name, caught);
    }

    private sealed class Catching(Device device, string name, Action<byte[]> caught) : CompiledKernel(device, name)
    {
        public override void Launch(DeviceStream stream, in KernelConfig config, ReadOnlySpan<byte> parameterBlock)
            => caught(parameterBlock.ToArray());
    }
}
