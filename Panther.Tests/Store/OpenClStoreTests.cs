using Panther.Jit.Compilation;
using Panther.Jit.Compilation.Store;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.OpenCl;

namespace Panther.Tests.Store;

/// <summary>Program binaries that an OpenCL driver gave out and takes again.</summary>
public sealed class OpenClStoreTests
{
    private readonly MemoryFiles files = new();

    [Fact]
    public void LoadKernel_SecondDeviceObject_RunsTheKeptBinary()
    {
        Run();
        if (!files.Names.Any())
        {
            Assert.Skip("The driver gives no binaries out.");
        }

        string name = Assert.Single(files.Names);
        byte[] kept = files[name];
        Run();
        Assert.Same(kept, files[name]);
    }

    private static void Add(ArrayView<float> view, float value, int count)
    {
        ArrayView<float> shared = SharedMemory.GetDynamic<float>();
        shared[Group.IdxX] = view[Group.IdxX] + value;
        Group.Barrier();
        view[Group.IdxX] = shared[(Group.IdxX + count) % Group.DimX];
    }

    private void Run()
    {
        var shared = (OpenClDevice)TestDevice.Get("opencl");
        using var device = new OpenClDevice(shared.Driver, shared.Info) { Compiler = new KernelCompiler(new KernelStore(files)) };
        using DeviceBuffer<float> buffer = device.AllocateZeroed<float>(64);
        device.LoadKernel<ArrayView<float>, float, int>(Add).Launch(device.DefaultStream, new KernelConfig(1, 64, 256), buffer.View, 2, 1);
        Assert.All(buffer.ToArray(), element => Assert.Equal(2, element));
    }
}
