using Panther.Jit.Compilation;
using Panther.Jit.Compilation.Store;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;
using Panther.Tests.Runtime;

namespace Panther.Tests.Store;

/// <summary>Machine code that the driver gave out and takes again.</summary>
public sealed class CudaStoreTests
{
    private readonly MemoryFiles files = new();

    [Fact]
    public void LoadKernel_SecondDeviceObject_RunsTheKeptCode()
    {
        Run();
        string name = Assert.Single(files.Names);
        byte[] kept = files[name];
        Run();
        Assert.Same(kept, files[name]);
    }

    [Fact]
    public void LoadKernel_CodeThatTheDriverRefuses_IsMadeAnew()
    {
        Run();
        string name = Assert.Single(files.Names);
        KernelEntry entry = KernelEntry.Decode(files[name])!;
        files[name] = (entry with { Binary = entry.Binary with { Code = [1, 2, 3, 4, 5, 6, 7, 8] } }).Encode();
        Run();
        Assert.Equal(entry.Binary.Code, KernelEntry.Decode(files[name])!.Binary.Code);
    }

    [Fact]
    public void LoadKernel_LargeSharedMemory_IsRememberedWithTheCode()
    {
        for (int i = 0; i < 2; i++)
        {
            using CudaDevice device = Open();
            using DeviceBuffer<float> buffer = device.AllocateZeroed<float>(256);
            device.LoadKernel<ArrayView<float>>(Reverse).Launch(device.DefaultStream, new KernelConfig(1, 256), buffer.View);
            Assert.Equal(Enumerable.Range(0, 256).Select(j => 255f - j), buffer.ToArray());
        }

        Assert.Single(files.Names);
    }

    private static void Add(Index1D index, ArrayView<float> view, float value) => view[index] += value;

    private static void Reverse(ArrayView<float> view)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(15_000);
        shared[Group.IdxX * 50] = Group.IdxX;
        Group.Barrier();
        view[Group.IdxX] = shared[(255 - Group.IdxX) * 50];
    }

    private void Run()
    {
        using CudaDevice device = Open();
        using DeviceBuffer<float> buffer = device.AllocateZeroed<float>(1000);
        device.LoadKernel<Index1D, ArrayView<float>, float>(Add).Launch(device.DefaultStream, 1000, buffer.View, 2);
        Assert.All(buffer.ToArray(), element => Assert.Equal(2, element));
    }

    /// <summary>A device object of the test's own, so that nothing is loaded yet.</summary>
    private CudaDevice Open()
    {
        TestDevices.Cuda();
        List<Device> devices = [];
        CudaDiscovery.Find(null, devices, []);
        var device = (CudaDevice)devices[0];
        device.Compiler = new KernelCompiler(new KernelStore(files));
        return device;
    }
}
