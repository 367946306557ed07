using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Documents.Examples;

internal static class ScaleKernels
{
    public static void Scale(Index1D i, ArrayView<float> values, float factor) => values[i] *= factor;
}

/// <summary>The code that CONTRIBUTING.md shows.</summary>
internal static class ContributingExample
{
    public static void Run()
    {
        const int length = 3;
        Device device = Device.Default;
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<float> buffer = device.Allocate<float>([1, 2, 3]);
        Kernel<Index1D, ArrayView<float>, float> kernel = device.LoadKernel<Index1D, ArrayView<float>, float>(ScaleKernels.Scale);
        kernel.Launch(stream, new Index1D(length), buffer.View, 2f);
        Assert.Equal([2, 4, 6], buffer.ToArray());
    }
}
