using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;
using Panther.Jit.Runtime.OpenCl;

namespace Panther.Tests.Runtime;

public sealed class DiscoveryTests
{
    [Fact]
    public void Discover_NoDriver_SaysWhyAndHasTheCpu()
    {
        DeviceSet set = DeviceSet.Discover(chosen: null, cudaLibrary: "libno-such-driver.so.1", openClLibrary: "libno-such-loader.so.1");
        DeviceCandidate cuda = Assert.Single(set.Candidates, candidate => candidate.Kind == DeviceKind.Cuda);
        Assert.False(cuda.Accepted);
        Assert.StartsWith("libno-such-driver.so.1 could not be loaded: ", cuda.Reason);
        DeviceCandidate openCl = Assert.Single(set.Candidates, candidate => candidate.Kind == DeviceKind.OpenCl);
        Assert.False(openCl.Accepted);
        Assert.StartsWith("libno-such-loader.so.1 could not be loaded: ", openCl.Reason);
        Device device = Assert.Single(set.Devices);
        Assert.Equal("cpu:0", device.Id);
        Assert.Same(device, set.Default);
        Assert.Contains(set.Candidates, candidate => candidate is { Id: "cpu:0", Accepted: true });
    }

    [Fact]
    public void Discover_LibraryThatIsNoDriver_SaysWhatItLacks()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The C library's name is Linux's.");
        DeviceSet set = DeviceSet.Discover(null, "libc.so.6", "libc.so.6");
        DeviceCandidate cuda = Assert.Single(set.Candidates, candidate => candidate.Kind == DeviceKind.Cuda);
        Assert.False(cuda.Accepted);
        Assert.Contains("cuInit", cuda.Reason);
        DeviceCandidate openCl = Assert.Single(set.Candidates, candidate => candidate.Kind == DeviceKind.OpenCl);
        Assert.False(openCl.Accepted);
        Assert.Contains("clGetPlatformIDs", openCl.Reason);
    }

    [Fact]
    public void Default_UnknownChoice_ListsWhatThereIs()
    {
        DeviceSet set = DeviceSet.Discover("cuda:9", cudaLibrary: "libno-such-driver.so.1");
        DeviceNotFoundException thrown = Assert.Throws<DeviceNotFoundException>(() => set.Default);
        Assert.Equal("cuda:9", thrown.Id);
        Assert.Contains("PANTHER_DEVICE", thrown.Message);
        Assert.Contains("cpu:0", thrown.Message);
        Assert.Contains("libno-such-driver.so.1", thrown.Message);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("CPU:0")]
    [InlineData(" cpu:0 ")]
    public void Default_ChosenByIdOrKind_IsThatDevice(string chosen)
        => Assert.Equal("cpu:0", DeviceSet.Discover(chosen).Default.Id);

    [Fact]
    public void All_Always_PutsGpusFirstAndTheCpuBeforeDriversThatRunOnIt()
    {
        Device cpu = Device.Find("cpu");
        Assert.Equal(DeviceKind.Cpu, cpu.Kind);
        Assert.Equal(Device.All.Select(Rank).Order(), Device.All.Select(Rank));
        Assert.Throws<DeviceNotFoundException>(() => Device.Find("tpu"));
    }

    [Theory]
    [InlineData(9, 0, 13000, "sm_90a", 9, 0)]
    [InlineData(9, 0, 12020, "sm_90a", 8, 2)]
    [InlineData(9, 0, 11080, "sm_90", 7, 8)]
    [InlineData(9, 0, 11040, "sm_87", 7, 4)]
    [InlineData(10, 0, 12040, "sm_90", 8, 4)]
    [InlineData(12, 0, 13000, "sm_120a", 9, 0)]
    [InlineData(7, 5, 12080, "sm_75", 8, 7)]
    [InlineData(8, 6, 12060, "sm_86", 8, 5)]
    [InlineData(15, 0, 14000, "sm_121", 9, 1)]
    public void For_DeviceAndDriver_GivesTargetAndIsa(int major, int minor, int driver, string architecture, int isaMajor, int isaMinor)
    {
        CudaTarget target = CudaTarget.For(major, minor, driver);
        Assert.Equal((architecture, isaMajor, isaMinor), (target.Architecture, target.IsaMajor, target.IsaMinor));
    }

    private static int Rank(Device device) => device switch
    {
        CudaDevice => 0,
        OpenClDevice { IsProcessor: false } => 1,
        OpenClDevice => 3,
        _ => 2,
    };
}
