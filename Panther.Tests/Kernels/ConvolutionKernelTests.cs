using Panther.Jit.Runtime;
using Panther.Kernels.Convolution;
using Panther.Kernels.Gemm;

namespace Panther.Tests.Kernels;

/// <summary>The kernels that GPUs run, in all tiles, executed by the CPU device and held to its host routines.</summary>
public sealed class ConvolutionKernelTests
{
    private static readonly ConvolutionShape Shape = new()
    {
        Images = 3,
        Groups = 2,
        InputChannels = 3,
        OutputChannels = 35,
        Input = new Extent2(9, 11),
        Output = new Extent2(5, 5),
        Kernel = new Extent2(3, 2),
        Stride = new Extent2(2, 2),
        Padding = new Extent2(1, 0),
        Dilation = new Extent2(1, 2),
    };

    public static TheoryData<int> Tiles { get; } = [(int)GemmTileChoice.Narrow, (int)GemmTileChoice.Square];

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Kernels_AllTiles_MatchTheHostRoutines(int choice)
    {
        var tile = (GemmTileChoice)choice;
        Device device = TestDevice.Get("cpu");
        DeviceStream stream = device.DefaultStream;
        int inputs = (int)(Shape.Images * Shape.InputImage);
        int outputs = (int)(Shape.Images * Shape.OutputImage);
        using DeviceBuffer<float> x = device.Allocate<float>(KernelDevices.Singles(inputs, 1));
        using DeviceBuffer<float> y = device.Allocate<float>(KernelDevices.Singles(outputs, 2));
        using DeviceBuffer<float> w = device.Allocate<float>(KernelDevices.Singles((int)Shape.Weights, 3));
        using DeviceBuffer<float> bias = device.Allocate<float>(KernelDevices.Singles(70, 4));
        using DeviceBuffer<float> expected = device.Allocate<float>(Math.Max(inputs, outputs));
        using DeviceBuffer<float> actual = device.Allocate<float>(Math.Max(inputs, outputs));

        Convolutions.Forward(stream, Shape, x.View, w.View, bias.View, expected.View);
        ConvolutionLaunch<float>.Forward(stream, Shape, x.View, w.View, bias.View, actual.View, tile);
        AssertClose(expected, actual, outputs);

        Convolutions.Transposed(stream, Shape, y.View, w.View, bias.View.SubView(0, 6), expected.View);
        ConvolutionLaunch<float>.Transposed(stream, Shape, y.View, w.View, bias.View.SubView(0, 6), actual.View, tile);
        AssertClose(expected, actual, inputs);

        Convolutions.Weights(stream, Shape, x.View, y.View, expected.View);
        ConvolutionLaunch<float>.Weights(stream, Shape, x.View, y.View, actual.View, tile, splits: 3);
        AssertClose(expected, actual, (int)Shape.Weights);
    }

    /// <summary>Sums of at most 211 products below 1: 211 roundings of 6e-8 in sums below 211 at most, and a hundredth of that in random ones.</summary>
    private static void AssertClose(DeviceBuffer<float> expected, DeviceBuffer<float> actual, int count)
        => Assert.Equal(expected.ToArray()[..count], actual.ToArray()[..count], (a, b) => Math.Abs(a - b) <= 2e-5);
}
