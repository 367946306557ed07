using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Documents.Examples;

/// <summary>The code that docs/streams-and-memory.md shows.</summary>
internal static class StreamsAndMemoryExample
{
    public static void Run()
    {
        ListDevices();
        CaptureTwoLaunches();
    }

    private static void ListDevices()
    {
        Device best = Device.Default;                           // CUDA, else a GPU that OpenCL reaches, else the CPU
        Device processor = Device.Find("cpu");                  // an id ("cuda:0", "opencl:1") or a kind
        foreach (Device device in Device.All)
        {
            Console.WriteLine(device);
        }

        foreach (DeviceCandidate candidate in Device.Discovery)
        {
            Console.WriteLine(candidate);                       // why it is there, or why it is not
        }

        Assert.Contains(best, Device.All);
        Assert.Equal(DeviceKind.Cpu, processor.Kind);
    }

    private static void CaptureTwoLaunches()
    {
        const int n = 3;
        Device device = Device.Default;
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<float> x = device.Allocate<float>([1, 2, 3]), y = device.Allocate<float>(n), z = device.Allocate<float>(n);
        Kernel<Index1D, ArrayView<float>, ArrayView<float>> first = device.LoadKernel<Index1D, ArrayView<float>, ArrayView<float>>(Twice);
        Kernel<Index1D, ArrayView<float>, ArrayView<float>> second = first;

        using LaunchGraph graph = stream.Capture(s =>
        {
            first.Launch(s, n, x.View, y.View);
            second.Launch(s, n, y.View, z.View);
        });
        graph.Launch(stream);

        Assert.Equal([4, 8, 12], z.ToArray());
    }

    private static void Twice(Index1D i, ArrayView<float> source, ArrayView<float> destination) => destination[i] = 2 * source[i];
}
