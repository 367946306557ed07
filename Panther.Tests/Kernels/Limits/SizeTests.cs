using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;
using Panther.Kernels.Convolution;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;
using Panther.Kernels.Pooling;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch.Dense;
using Panther.Kernels.SketchFactors;

namespace Panther.Tests.Kernels.Limits;

/// <summary>Sizes near 2³¹, which launchers refuse before they allocate anything; here on a device whose kernels do nothing, with operands that claim more memory than they have.</summary>
public sealed class SizeTests : IDisposable
{
    private const long TooMany = KernelExtent.Most + 1L;

    private readonly LaunchRecorder recorder = new();
    private readonly CpuDevice device;
    private readonly DeviceBuffer<float> memory;

    public SizeTests()
    {
        device = SmallDevice.Recording(recorder, 1024, 227 << 10);
        memory = device.Allocate<float>(64);
    }

    private DeviceStream Queue => device.DefaultStream;

    public void Dispose()
    {
        memory.Dispose();
        device.Dispose();
    }

    [Fact]
    public void Products_TooLargeForKernels_AreRefusedInASentence()
    {
        Assert.Equal($"The rows of a product are {TooMany}; kernels count up to {KernelExtent.Most}.", Refusal(() => Multiply(TooMany, 1, 9)));
        Assert.Equal($"The columns of a product are {TooMany}; kernels count up to {KernelExtent.Most}.", Refusal(() => Multiply(16, 4, TooMany)));
        Assert.Equal($"The terms of a product's sums are {TooMany}; kernels count up to {KernelExtent.Most}.", Refusal(() => Multiply(9, TooMany, 9)));
        Assert.StartsWith("The rows of a matrix are ", Refusal(() => Multiply(TooMany, 16, 2)), StringComparison.Ordinal);
        Assert.StartsWith("The tiles of a product are ", Refusal(() => Multiply(1 << 30, 1, 1 << 20)), StringComparison.Ordinal);
        Assert.StartsWith("The columns of a product are ", Refusal(() => BatchedProduct.Enqueue(Queue, Matrix(2, 2), Matrix(2, TooMany), Matrix(2, TooMany), new GemmBatch(2, 1, 0, 0, 0, 0, 0, 0))), StringComparison.Ordinal);
        Assert.StartsWith(
            "The terms of a product's sums are ",
            Refusal(() => DrawnProduct.Enqueue<float, NormalSingle>(Queue, new RandomStream(1), 0, false, 1, Matrix(TooMany, 2), 0, Matrix(2, 2))),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The places of a sketched factor are ",
            Refusal(() => SketchFactorProduct.MultiplyTransposed(Queue, memory.View, 1, new SketchFactor<float>(Matrix(TooMany, 2), true, memory.View, 1, 1), default, memory.View)),
            StringComparison.Ordinal);
        Assert.StartsWith("The right-hand sides of a triangle are ", Refusal(() => TriangularSolve.Left(Queue, true, Matrix(2, 2), Matrix(2, TooMany))), StringComparison.Ordinal);
        Assert.Empty(recorder.Launches);
    }

    /// <summary>The last tile begins below 2³¹, and so does what it reaches beyond the edge.</summary>
    [Fact]
    public void Product_OfTheMostRows_IsLaunchedInTilesThatCoverThem()
    {
        DeviceProduct.Enqueue(Queue, new GemmPlan(GemmTileChoice.Large, 1, 16), 1, Matrix(KernelExtent.Most, 1), Matrix(1, 2), 0, Matrix(KernelExtent.Most, 2));
        string launch = Assert.Single(recorder.Launches);
        Assert.Contains($": {(KernelExtent.Most + LargeTile.Rows - 1L) / LargeTile.Rows}×1×1 of", launch, StringComparison.Ordinal);
    }

    [Fact]
    public void Convolutions_TooLargeForKernels_AreRefusedInASentence()
    {
        var shape = new ConvolutionShape
        {
            Images = 1,
            Groups = 1,
            InputChannels = 8,
            OutputChannels = 8,
            Input = new(4, 4),
            Output = new(4, 4),
            Kernel = new(1, 1),
            Stride = new(1, 1),
            Padding = default,
            Dilation = new(1, 1),
        };
        const string Elements = "The elements of a group's channels of an image are ";
        AssertRefused(shape with { Images = int.MaxValue / 16 }, "The pixels of all images of a convolution are ");
        AssertRefused(shape with { Input = new(1 << 14, 1 << 14), Output = new(1 << 14, 1 << 14) }, Elements);
        AssertRefused(shape with { InputChannels = int.MaxValue, OutputChannels = int.MaxValue }, "The ");
        AssertRefused(shape with { Padding = new(1 << 20, 1 << 20) }, "The places of a convolution's padded input are ");
        AssertRefused(shape with { Input = new(1 << 16, 1 << 16), Output = new(1 << 16, 1 << 16) }, "The places of a plane are ");
        Assert.StartsWith(
            "The weights of a convolution, filled up to whole tiles, are ",
            Refusal(() => Convolutions.Forward(Queue, shape with { Groups = 1 << 22 }, memory.View, memory.View, default, memory.View)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The tiles of a convolution's weights are ",
            Refusal(() => Convolutions.Weights(
                Queue, shape with { InputChannels = 1 << 25, OutputChannels = 1 << 25, Input = new(1, 1), Output = new(1, 1) }, memory.View, memory.View, memory.View)),
            StringComparison.Ordinal);
        Assert.Empty(recorder.Launches);
    }

    [Fact]
    public void Poolings_OfPlanesTooLargeForKernels_AreRefusedInASentence()
    {
        var axis = new PoolingAxis { Input = 1 << 16, Output = 1 << 15, Size = 2, Stride = 2 };
        var shape = new PoolingShape { Planes = 1, Y = axis, X = axis };
        Assert.StartsWith("The places of a plane are ", Refusal(() => Poolings.Average(Queue, shape, memory.View, memory.View)), StringComparison.Ordinal);
        PoolingAxis fine = new() { Input = 1 << 8, Output = 1 << 16 };
        Assert.StartsWith(
            "The windows of a plane are ",
            Refusal(() => Poolings.Spread(Queue, new PoolingShape { Planes = 1, Y = fine, X = fine, IsAdaptive = true }, memory.View, memory.View)),
            StringComparison.Ordinal);
        Assert.Empty(recorder.Launches);
    }

    private void AssertRefused(ConvolutionShape shape, string sentence)
    {
        Assert.StartsWith(sentence, Refusal(() => Convolutions.Forward(Queue, shape, memory.View, memory.View, default, memory.View)), StringComparison.Ordinal);
        Assert.StartsWith(sentence, Refusal(() => Convolutions.Transposed(Queue, shape, memory.View, memory.View, default, memory.View)), StringComparison.Ordinal);
        Assert.StartsWith(sentence, Refusal(() => Convolutions.Weights(Queue, shape, memory.View, memory.View, memory.View)), StringComparison.Ordinal);
    }

    private static string Refusal(Action enqueue) => Assert.Throws<OverflowException>(enqueue).Message;

    private void Multiply(long m, long k, long n) => MatrixProduct.Enqueue(Queue, 1, Matrix(m, k), Matrix(k, n), 0, Matrix(m, n));

    private MatrixOperand<float> Matrix(long rows, long columns) => MatrixOperand<float>.Dense(memory.View, rows, columns);
}
