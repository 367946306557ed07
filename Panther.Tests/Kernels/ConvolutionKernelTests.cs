using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Convolution;
using Panther.Kernels.Launch;

namespace Panther.Tests.Kernels;

/// <summary>The kernels that GPUs run, in all tiles, held to the host routines; those are held to loops elsewhere.</summary>
public sealed class ConvolutionKernelTests
{
    /// <summary>Images, groups, channels, input, kernel, stride, padding, dilation: odd numbers, strides with and without a divisor in common with the dilation, and classes without weights.</summary>
    private static readonly ConvolutionShape[] Shapes =
    [
        Shape(3, 2, 3, 35, new(9, 11), new(3, 2), new(2, 2), new(1, 0), new(1, 2)),
        Shape(2, 1, 2, 33, new(8, 10), new(3, 3), new(1, 1), default, new(1, 1)),
        Shape(2, 1, 5, 4, new(7, 6), new(1, 1), new(2, 3), default, new(1, 1)),
        Shape(1, 1, 3, 2, new(13, 17), new(3, 4), new(4, 3), new(2, 3), new(2, 3)),
        Shape(2, 3, 1, 1, new(9, 7), new(3, 3), new(1, 1), new(1, 1), new(1, 1)),
    ];

    public static TheoryData<string, int> Tiles { get; } = new()
    {
        { "cpu", (int)ConvolutionTile.Channel },
        { "cpu", (int)ConvolutionTile.Small },
        { "cpu", (int)ConvolutionTile.Square },
        { "cpu", (int)ConvolutionTile.Direct },
        { "opencl", (int)ConvolutionTile.Direct },
        { "cuda", (int)ConvolutionTile.Channel },
        { "cuda", (int)ConvolutionTile.Small },
        { "cuda", (int)ConvolutionTile.Square },
        { "cuda", (int)ConvolutionTile.Direct },
    };

    [Fact]
    public void Pixels_WithoutRoomForATileBeyondThem_AreTooMany()
    {
        Assert.Equal(KernelExtent.Most, ConvolutionTiles.Pixels(1, KernelExtent.Most));
        Assert.Throws<OverflowException>(() => ConvolutionTiles.Pixels(1, KernelExtent.Most + 1));
        Assert.Throws<OverflowException>(() => ConvolutionTiles.Pixels(1 << 16, 1 << 16));
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Kernels_AllTiles_MatchTheHostRoutines(string kind, int tile)
    {
        Device device = TestDevice.Get(kind);
        foreach (ConvolutionShape shape in Shapes)
        {
            // Sums of at most 297 products below 1: as many roundings of 6e-8 in sums below 297 at most, and a hundredth of that in random ones.
            Check<float>(device, shape, (ConvolutionTile)tile, 3e-5);
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    public void Kernels_Doubles_MatchTheHostRoutines(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach (ConvolutionTile tile in (ConvolutionTile[])[ConvolutionTile.Channel, ConvolutionTile.Small, ConvolutionTile.Direct])
        {
            Check<double>(device, Shapes[0], tile, 5e-14);
        }
    }

    /// <summary>Holds the three maps to the host's; the tile of few columns is used for every gradient by weights as well.</summary>
    private static void Check<T>(Device device, ConvolutionShape s, ConvolutionTile tile, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Device host = TestDevice.Get("cpu");
        int inputs = (int)(s.Images * s.InputImage);
        int outputs = (int)(s.Images * s.OutputImage);
        T[] x = Values<T>(inputs, 1);
        T[] y = Values<T>(outputs, 2);
        T[] w = Values<T>((int)s.Weights, 3);
        T[] outputTerms = Values<T>(s.Groups * s.OutputChannels, 4);
        T[] inputTerms = Values<T>(s.Groups * s.InputChannels, 5);

        // Buffers are poisoned, so that what a kernel leaves out is seen.
        T[] poison = [.. Enumerable.Repeat(T.NaN, Math.Max(Math.Max(inputs, outputs), (int)s.Weights))];
        using DeviceBuffer<T> hostX = host.Allocate<T>(x), hostY = host.Allocate<T>(y), hostW = host.Allocate<T>(w), expected = host.Allocate<T>(poison);
        using DeviceBuffer<T> hostOutputTerms = host.Allocate<T>(outputTerms), hostInputTerms = host.Allocate<T>(inputTerms);
        using DeviceBuffer<T> deviceX = device.Allocate<T>(x), deviceY = device.Allocate<T>(y), deviceW = device.Allocate<T>(w), actual = device.Allocate<T>(poison);
        using DeviceBuffer<T> deviceOutputTerms = device.Allocate<T>(outputTerms), deviceInputTerms = device.Allocate<T>(inputTerms);

        Convolutions.Forward(host.DefaultStream, s, hostX.View, hostW.View, hostOutputTerms.View, expected.View);
        PixelLaunch<T>.Forward(device.DefaultStream, s, deviceX.View, deviceW.View, deviceOutputTerms.View, actual.View, tile);
        AssertClose(outputs);

        Convolutions.Transposed(host.DefaultStream, s, hostY.View, hostW.View, hostInputTerms.View, expected.View);
        actual.CopyFrom(poison);
        PixelLaunch<T>.Transposed(device.DefaultStream, s, deviceY.View, deviceW.View, deviceInputTerms.View, actual.View, tile);
        AssertClose(inputs);

        Convolutions.Weights(host.DefaultStream, s, hostX.View, hostY.View, expected.View);
        foreach ((ConvolutionTile weightTile, int splits) in ((ConvolutionTile, int)[])[(tile, 1), (tile, 3), (ConvolutionTile.Tap, 35)])
        {
            actual.CopyFrom(poison);
            WeightLaunch<T>.Enqueue(device.DefaultStream, s, deviceX.View, deviceY.View, actual.View, weightTile, splits);
            AssertClose((int)s.Weights);
        }

        void AssertClose(int count) => Assert.Equal(
            expected.ToArray()[..count], actual.ToArray()[..count], (a, b) => double.CreateChecked(T.Abs(a - b)) <= tolerance);
    }

    private static T[] Values<T>(int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
        => [.. KernelDevices.Values(count, seed).Select(T.CreateTruncating)];

    private static ConvolutionShape Shape(
        int images, int groups, int inputs, int outputs, Extent2 input, Extent2 kernel, Extent2 stride, Extent2 padding, Extent2 dilation) => new()
        {
            Images = images,
            Groups = groups,
            InputChannels = inputs,
            OutputChannels = outputs,
            Input = input,
            Kernel = kernel,
            Stride = stride,
            Padding = padding,
            Dilation = dilation,
            Output = new Extent2(
                ((input.Y + (2 * padding.Y) - (dilation.Y * (kernel.Y - 1)) - 1) / stride.Y) + 1,
                ((input.X + (2 * padding.X) - (dilation.X * (kernel.X - 1)) - 1) / stride.X) + 1),
        };
}
