using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Samples;

/// <summary>The code that README.md shows.</summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Kernel_OfTheReadme_SumsBlocks(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        const int Groups = 5;
        float[] data = [.. Enumerable.Range(0, 1100).Select(i => (float)(i % 17))];

        using DeviceBuffer<float> values = device.Allocate<float>(data), sums = device.Allocate<float>(Groups);
        device.LoadKernel<ArrayView<float>, ArrayView<float>>(Sum)
            .Launch(device.DefaultStream, new KernelConfig(Groups, 256), values.View, sums.View);

        // Sums of small integers are exact in any order.
        Assert.Equal(data.Chunk(256).Select(block => block.Sum()), sums.ToArray());
    }

    private static void Sum(ArrayView<float> values, ArrayView<float> sums)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(256);
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        shared[Group.IdxX] = i < values.Length ? values[i] : 0;
        Group.Barrier();
        for (int half = 128; half > 0; half /= 2)
        {
            if (Group.IdxX < half)
            {
                shared[Group.IdxX] += shared[Group.IdxX + half];
            }

            Group.Barrier();
        }

        if (Group.IdxX == 0)
        {
            sums[Grid.IdxX] = shared[0];
        }
    }
}
