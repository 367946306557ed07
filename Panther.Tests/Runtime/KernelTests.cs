using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Runtime;

public sealed unsafe class KernelTests
{
    [Fact]
    public void Launch_Explicit_ExecutesEveryGroupWithItsParameters()
    {
        // The entry stands for compiled code: group g writes g * factor to element g.
        TestCompiler compiler = new(static (parameters, first, last, gridX, gridY, gridZ, _, _) =>
        {
            long* view = *(long**)parameters;
            long length = *(long*)(parameters + 8);
            long factor = *(int*)(parameters + 16);
            for (long group = first; group < last && group < length; group++)
            {
                view[group] = (group * factor) + (gridX * gridY * gridZ);
            }
        });
        using CpuDevice device = TestDevices.Cpu(compiler);
        using DeviceBuffer<long> buffer = device.AllocateZeroed<long>(24_000);
        Kernel<ArrayView<long>, int> kernel = device.LoadKernel<ArrayView<long>, int>(Scale);
        kernel.Launch(device.DefaultStream, new KernelConfig(new Index3D(100, 80, 3), new Index3D(1, 1, 1)), buffer.View, 7);
        Assert.Equal(Enumerable.Range(0, 24_000).Select(i => (i * 7L) + 24_000), buffer.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(1_000_000)]
    public void Launch_Implicit1D_GridCoversTheExtent(int extent)
    {
        TestCompiler compiler = Idle();
        using CpuDevice device = TestDevices.Cpu(compiler);
        device.LoadKernel<Index1D, int>(Implicit).Launch(device.DefaultStream, extent, 1);
        KernelConfig config = Assert.Single(compiler.Launches);
        Assert.InRange(config.GridDim.Size * config.GroupDim.Size, extent, extent + config.GroupDim.Size - 1);
        Assert.Equal(KernelForm.Implicit, compiler.Requests[0].Form);
    }

    [Fact]
    public void Launch_Implicit3D_GridCoversEachDirection()
    {
        TestCompiler compiler = Idle();
        using CpuDevice device = TestDevices.Cpu(compiler);
        device.LoadKernel<Index3D, int>(Implicit3D).Launch(device.DefaultStream, new Index3D(33, 5, 7), 1);
        KernelConfig config = Assert.Single(compiler.Launches);
        Assert.Equal(33, Math.Min(33, config.GridDim.X * config.GroupDim.X));
        Assert.Equal(5, Math.Min(5, config.GridDim.Y * config.GroupDim.Y));
        Assert.Equal(7, Math.Min(7, config.GridDim.Z * config.GroupDim.Z));
    }

    [Fact]
    public void Launch_NothingToDo_LaunchesNothing()
    {
        TestCompiler compiler = Idle();
        using CpuDevice device = TestDevices.Cpu(compiler);
        device.LoadKernel<Index1D, int>(Implicit).Launch(device.DefaultStream, 0, 1);
        device.LoadKernel<int>(Explicit).Launch(device.DefaultStream, new KernelConfig(0, 32), 1);
        Assert.Empty(compiler.Launches);
    }

    [Fact]
    public void Launch_WrongSizes_Throw()
    {
        using CpuDevice device = TestDevices.Cpu(Idle());
        Kernel<Index1D, int> implicitly = device.LoadKernel<Index1D, int>(Implicit);
        Kernel<int> explicitly = device.LoadKernel<int>(Explicit);
        DeviceStream stream = device.DefaultStream;
        Assert.Throws<ArgumentOutOfRangeException>(() => implicitly.Launch(stream, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => explicitly.Launch(stream, new KernelConfig(-1, 32), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => explicitly.Launch(stream, new KernelConfig(1, 0), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => explicitly.Launch(stream, new KernelConfig(1, 32, -1), 1));
        ArgumentOutOfRangeException large = Assert.Throws<ArgumentOutOfRangeException>(
            () => explicitly.Launch(stream, new KernelConfig(1, 1 << 20), 1));
        Assert.Contains("1024", large.Message);
    }

    [Fact]
    public void Launch_OtherForm_SaysHow()
    {
        using CpuDevice device = TestDevices.Cpu(Idle());
        DeviceStream stream = device.DefaultStream;
        Assert.Throws<InvalidOperationException>(() => device.LoadKernel<Index1D, int>(Implicit).Launch(stream, new KernelConfig(1, 1), 1, 1));
        Assert.Throws<InvalidOperationException>(() => device.LoadKernel<int>(Explicit).Launch(stream, 1));
        Assert.Throws<ArgumentNullException>(() => device.LoadKernel<int>(Explicit).Launch(null!, new KernelConfig(1, 1), 1));
    }

    [Fact]
    public void Launch_StreamOrViewOfAnotherDevice_NamesBoth()
    {
        using CpuDevice device = TestDevices.Cpu(Idle());
        using CpuDevice other = TestDevices.Cpu("cpu:other");
        using DeviceBuffer<long> foreign = other.Allocate<long>(3);
        Kernel<ArrayView<long>, int> kernel = device.LoadKernel<ArrayView<long>, int>(Scale);
        foreach (Action launch in new Action[]
        {
            () => kernel.Launch(other.DefaultStream, new KernelConfig(1, 1), default, 1),
            () => kernel.Launch(device.DefaultStream, new KernelConfig(1, 1), foreign.View, 1),
        })
        {
            ArgumentException thrown = Assert.Throws<ArgumentException>(launch);
            Assert.Contains("cpu:test", thrown.Message);
            Assert.Contains("cpu:other", thrown.Message);
        }
    }

    [Fact]
    public void Launch_DisposedViewInsideAStruct_Throws()
    {
        using CpuDevice device = TestDevices.Cpu(Idle());
        DeviceBuffer<float> buffer = device.Allocate<float>(3);
        Pair pair = new(1, buffer.View);
        Kernel<Pair> kernel = device.LoadKernel<Pair>(Structure);
        kernel.Launch(device.DefaultStream, new KernelConfig(1, 1), pair);
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => kernel.Launch(device.DefaultStream, new KernelConfig(1, 1), pair));
    }

    [Fact]
    public void LoadKernel_SameMethodAndOptions_IsTheSameKernel()
    {
        TestCompiler compiler = Idle();
        using CpuDevice device = TestDevices.Cpu(compiler);
        Kernel<int> first = device.LoadKernel<int>(Explicit);
        Assert.Same(first, device.LoadKernel<int>(Explicit, new JitOptions()));
        Assert.NotSame(first, device.LoadKernel<int>(Explicit, new JitOptions { FastMath = true }));
        Assert.Equal(2, compiler.Requests.Count);
        Assert.Equal($"{nameof(KernelTests)}.{nameof(Explicit)}", first.Name);
    }

    [Fact]
    public void Launch_SpecializedValues_CompileOnceForEach()
    {
        TestCompiler compiler = Idle();
        using CpuDevice device = TestDevices.Cpu(compiler);
        Kernel<SpecializedValue<int>, float, SpecializedValue<bool>> kernel =
            device.LoadKernel<SpecializedValue<int>, float, SpecializedValue<bool>>(Specialized);
        Assert.Empty(compiler.Requests);
        foreach ((int value, bool flag) in new[] { (1, true), (2, true), (1, false), (1, true), (2, true) })
        {
            kernel.Launch(device.DefaultStream, new KernelConfig(1, 1), SpecializedValue.New(value), 0.5f, SpecializedValue.New(flag));
        }

        Assert.Equal(3, compiler.Requests.Count);
        Assert.Equal([2, null, true], compiler.Requests[1].Specialized);
        Assert.Equal([1, null, false], compiler.Requests[2].Specialized);
    }

    [Fact]
    public void Launch_KernelThrows_SurfacesAtSynchronizeWithTheLastLaunches()
    {
        TestCompiler compiler = new(static (_, _, _, _, _, _, _, _) => throw new IndexOutOfRangeException("element 9 of 8"));
        using CpuDevice device = TestDevices.Cpu(compiler);
        device.LoadKernel<int>(Explicit).Launch(device.DefaultStream, new KernelConfig(100, 32), 1);
        DeviceException thrown = Assert.Throws<DeviceException>(device.DefaultStream.Synchronize);
        Assert.IsType<IndexOutOfRangeException>(thrown.InnerException);
        Assert.Contains("KernelTests.Explicit", thrown.Call);
        Assert.Contains("element 9 of 8", thrown.Message);
        Assert.Equal(["KernelTests.Explicit"], thrown.RecentLaunches);
    }

    [Fact]
    public void Launch_Scratch_IsAlignedAndPerThread()
    {
        TestCompiler compiler = new(
            static (parameters, first, last, _, _, _, scratch, _) =>
            {
                Assert.Equal(0, (nint)scratch % 64);
                Assert.Equal(0, (nint)parameters % 64);
                new Span<byte>(scratch, 10_000).Fill((byte)first);
                Thread.SpinWait(100);
                Assert.False(new Span<byte>(scratch, 10_000).ContainsAnyExcept((byte)first));
            },
            scratchBytes: 10_000);
        using CpuDevice device = TestDevices.Cpu(compiler);
        device.LoadKernel<int>(Explicit).Launch(device.DefaultStream, new KernelConfig(500, 32), 1);
        device.DefaultStream.Synchronize();
    }

    [Fact]
    public void Launch_GroupShapes_CompileOnceForEach()
    {
        TestCompiler compiler = Idle();
        using CpuDevice device = TestDevices.Cpu(compiler);
        Kernel<int> kernel = device.LoadKernel<int>(Explicit);
        foreach (int threads in new[] { 32, 64, 32, 64, 7 })
        {
            kernel.Launch(device.DefaultStream, new KernelConfig(2, threads), 1);
        }

        Assert.Equal([32, 64, 7], compiler.Shapes.Select(shape => shape.X));
    }

    [Fact]
    public void Launch_DynamicSharedMemory_ReachesTheCodeBehindTheScratch()
    {
        TestCompiler compiler = new(
            static (_, _, _, _, _, _, scratch, shared) => new Span<byte>(scratch + 128, shared).Fill(1), scratchBytes: 128);
        using CpuDevice device = TestDevices.Cpu(compiler);
        Kernel<int> kernel = device.LoadKernel<int>(Explicit);
        kernel.Launch(device.DefaultStream, new KernelConfig(20, 32, device.MaxSharedBytesPerGroup), 1);
        device.DefaultStream.Synchronize();
        Assert.Throws<ArgumentOutOfRangeException>(
            () => kernel.Launch(device.DefaultStream, new KernelConfig(1, 32, device.MaxSharedBytesPerGroup + 1), 1));
    }

    private static TestCompiler Idle() => new(static (_, _, _, _, _, _, _, _) => { });

    private static void Scale(ArrayView<long> view, int factor)
    {
    }

    private static void Implicit(Index1D index, int value)
    {
    }

    private static void Implicit3D(Index3D index, int value)
    {
    }

    private static void Explicit(int value)
    {
    }

    private static void Structure(Pair pair)
    {
    }

    private static void Specialized(SpecializedValue<int> a, float b, SpecializedValue<bool> c)
    {
    }

    private readonly record struct Pair(byte Tag, ArrayView<float> View);

    [Theory]
    [InlineData(-1)]
    [InlineData(32)]
    [InlineData(512)]
    public void JitOptions_CacheFetchBytesThatNoDeviceOffers_AreRejected(int bytes)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new JitOptions { CacheFetchBytes = bytes });
}
