using Panther.Jit.Runtime;
using Panther.Kernels.Random;
using Panther.Tests.Kernels;

namespace Panther.Tests.RandomNumbers;

/// <summary>Every device draws the bits that the same methods give in plain .NET.</summary>
public sealed class RandomMatrixDeviceTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Single_AnyRectangle_HasTheBitsOfDotNet(string device)
    {
        AssertBits<float, NormalSingle>(device, 1f);
        AssertBits<float, UniformSingle>(device, 0.5f);
        AssertBits<float, SignSingle>(device, 3f);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Double_AnyRectangle_HasTheBitsOfDotNet(string device)
    {
        AssertBits<double, NormalDouble>(device, 1d);
        AssertBits<double, UniformDouble>(device, 0.5);
        AssertBits<double, SignDouble>(device, 3d);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void FillNormal_GrownMatrix_KeepsItsOldPart(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        RandomStream stream = new(3);
        using DeviceBuffer<float> small = queue.Device.Allocate<float>(101 * 7);
        using DeviceBuffer<float> large = queue.Device.Allocate<float>(133 * 12);
        RandomMatrix.FillNormal(queue, small.View, 101, 7, 7, stream);
        RandomMatrix.FillNormal(queue, large.View, 133, 12, 12, stream);
        float[] old = small.ToArray();
        float[] grown = large.ToArray();
        for (int i = 0; i < 101; i++)
        {
            Assert.Equal(old.AsSpan(i * 7, 7), grown.AsSpan(i * 12, 7));
        }
    }

    private static void AssertBits<T, TDistribution>(string name, T scale)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
    {
        DeviceStream queue = TestDevice.Get(name).DefaultStream;
        RandomStream stream = new(0xFEDC_BA98_7654_3210, 5);
        foreach ((int rows, int columns) in new[] { (1, 1), (1, 33), (443, 1), (31, 65), (33, 257), (1025, 3) })
        {
            foreach (bool byRows in new[] { true, false })
            {
                int rowStride = byRows ? columns : 1;
                int columnStride = byRows ? 1 : rows;
                using DeviceBuffer<T> buffer = queue.Device.Allocate<T>(rows * columns);
                RandomMatrix.Fill<T, TDistribution>(queue, buffer.View, rows, columns, rowStride, columnStride, stream, scale, 3, 2);
                T[] actual = buffer.ToArray();
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        T expected = scale * RandomMatrix.Value<T, TDistribution>(stream, i + 3, j + 2);
                        Assert.True(expected.Equals(actual[(i * rowStride) + (j * columnStride)]), $"({i}, {j}) of {rows}x{columns}");
                    }
                }
            }
        }
    }
}
