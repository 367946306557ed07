using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;
using Panther.Kernels.Attention;
using Panther.Kernels.Convolution;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Hadamard;
using Panther.Kernels.Histograms;
using Panther.Kernels.Random;
using Panther.Kernels.Rows;
using Panther.Kernels.Scan;
using Panther.Kernels.Sketch.Dense;
using Panther.Kernels.Sketch.Hadamard;
using Panther.Kernels.Sketch.Sparse;
using Panther.Kernels.SketchFactors;
using Panther.Kernels.Sort;
using Panther.Kernels.Transpose;

namespace Panther.Tests.Kernels.Limits;

/// <summary>
/// What launchers choose where groups have few threads and little memory, run with these limits (a launch that asks for more is refused) and held to the ways of the CPU device, which are held to
/// plain loops elsewhere.
/// </summary>
public sealed class SmallGroupTests
{
    private const int SharedBytes = 32 << 10;

    public static TheoryData<int> Threads { get; } = [64, 256];

    [Theory]
    [MemberData(nameof(Threads))]
    public void Product_OfAnyType_IsThatOfTheHost(int threads)
    {
        // Sums of 130 products below 1.
        Check<float>(threads, 100 * 130, 100 * 70, 1e-4, (queue, source, result) =>
            MatrixProduct.Enqueue(queue, 1, Dense(source, 100, 130), Dense(source, 130, 70), 0, Dense(result, 100, 70)));
        Check<double>(threads, 100 * 130, 100 * 70, 1e-13, (queue, source, result) =>
            MatrixProduct.Enqueue(queue, 1, Dense(source, 100, 130), Dense(source, 130, 70), 0, Dense(result, 100, 70)));
    }

    /// <summary>So many elements for one vector that a GPU with room for it takes the kernel for few vectors.</summary>
    [Fact]
    public void Product_OfDoublesWithAVector_IsThatOfTheHost()
        => Check<double>(256, 1 << 18, 1 << 12, 1e-13, (queue, source, result) =>
            MatrixProduct.Enqueue(queue, 1, Dense(source, 1 << 12, 1 << 6), Dense(source, 1 << 6, 1), 0, Dense(result, 1 << 12, 1)));

    [Fact]
    public void DrawnProduct_OfDoubles_IsThatOfTheWholeMatrix()
        => Check<double>(64, 80 * 70, 40 * 70, 1e-12, (queue, source, result) =>
            DrawnProduct.Enqueue<double, NormalDouble>(queue, new RandomStream(7), 0, false, 1, Dense(source, 80, 70), 0, Dense(result, 40, 70)));

    [Theory]
    [InlineData(64, 2, 3, 3)]
    [InlineData(64, 1, 2, 20)]
    [InlineData(256, 1, 40, 33)]
    public void Convolution_OfDoubles_IsThatOfTheHost(int threads, int groups, int inputs, int outputs)
    {
        ConvolutionShape shape = Shape(2, groups, inputs, outputs, new(7, 9), new(3, 3), padding: 1);
        int x = (int)(2 * shape.InputImage);
        int y = (int)(2 * shape.OutputImage);
        int w = (int)shape.Weights;
        int bias = groups * Math.Max(inputs, outputs);

        // Sums of at most 360 products below 1.
        Check<double>(threads, x + w + bias, y, 1e-12, (queue, source, result) =>
            Convolutions.Forward(queue, shape, source.SubView(0, x), source.SubView(x, w), source.SubView(x + w, groups * outputs), result));
        Check<double>(threads, y + w + bias, x, 1e-12, (queue, source, result) =>
            Convolutions.Transposed(queue, shape, source.SubView(0, y), source.SubView(y, w), source.SubView(y + w, groups * inputs), result));
        Check<double>(threads, x + y, w, 1e-12, (queue, source, result) => Convolutions.Weights(queue, shape, source.SubView(0, x), source.SubView(x, y), result));
    }

    /// <summary>More groups of channels than a grid has layers.</summary>
    [Fact]
    public void Convolution_InMoreGroupsThanLayers_IsThatOfTheHost()
    {
        const int Groups = 65537;
        ConvolutionShape shape = Shape(1, Groups, 1, 1, new(1, 2), new(1, 1), padding: 0);
        Check<float>(256, 4 * Groups, 2 * Groups, 0, (queue, source, result) =>
            Convolutions.Forward(queue, shape, source.SubView(0, 2 * Groups), source.SubView(2 * Groups, Groups), source.SubView(3 * Groups, Groups), result));
        Check<float>(256, 4 * Groups, Groups, 1e-6, (queue, source, result) =>
            Convolutions.Weights(queue, shape, source.SubView(0, 2 * Groups), source.SubView(2 * Groups, 2 * Groups), result));
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void SketchFactor_OfDoubles_IsThatOfPanels(int threads)
    {
        const int Places = 70;
        const int Rank = 40;
        const int Rows = 70;
        SketchFactor<double> Factor(ArrayView<double> source) => new(Dense(source, Places, Rank), true, source.SubView(Places * Rank, SignBits.KeyLength), 1, 0.5);
        Check<double>(threads, 10000, Rows * 2 * Rank, 1e-12, (queue, source, result) =>
        {
            VectorOperations.Count(queue, source.SubView(Places * Rank, SignBits.KeyLength));
            SketchFactorProduct.Multiply(queue, source.SubView(3000, Rows * Places), Rows, Factor(source), result);
        });
        Check<double>(threads, 10000, Rows * Places, 1e-12, (queue, source, result) =>
        {
            VectorOperations.Count(queue, source.SubView(Places * Rank, SignBits.KeyLength));
            SketchFactorProduct.MultiplyTransposed(queue, source.SubView(3000, Rows * 2 * Rank), Rows, Factor(source), source.SubView(0, Places), result);
        });
    }

    /// <summary>So many right-hand sides that a GPU with room for it inverts blocks of the triangle.</summary>
    [Fact]
    public void Solve_OfDoublesWithManyRightSides_IsThatOfTheHost()
    {
        const int Order = 70;
        const int Sides = 8192;
        Check<double>(256, (Order * Order) + (Order * Sides), Order * Sides, 1e-12, (queue, source, result) =>
        {
            MatrixOperations.AddToDiagonal(queue, new RowMatrix<double>(source, Order, Order), 50.0);
            VectorOperations.Scale(queue, 1, source.SubView(Order * Order, Order * Sides), result);
            TriangularSolve.Left(queue, true, Dense(source, Order, Order), Dense(result, Order, Sides), mayInvert: true);
        });
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Rows_OfAnyLength_AreThoseOfTheHost(int threads)
    {
        foreach (int columns in (int[])[50, 9000, 40000])
        {
            Check<float>(threads, 3 * columns, 3 * columns, 1e-6, (queue, source, result) =>
                Softmax.Apply(queue, new RowMatrix<float>(source, 3, columns), new RowMatrix<float>(result, 3, columns)));
        }

        Check<double>(threads, 2000, 2000 + 1000, 1e-14, (queue, source, result) =>
        {
            VectorOperations.Scale(queue, 1, source, result.SubView(0, 2000));
            FeatureMaps.OfKeys(
                queue, new FeatureArguments<double> { Elements = result.SubView(0, 2000), Terms = source, Largest = result.SubView(2000, 1000), Heads = 1, Rows = 2, Features = 1000 });
        });
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Sketches_OfAnyKind_AreThoseOfTheHost(int threads)
    {
        // Sums of 2048 terms of magnitude 1 of random signs.
        Check<double>(threads, 2048 * 5, 30 * 5, 1e-11, (queue, source, result) =>
            new HadamardSketch<double>(new RandomStream(3), 30, 2048, 10, 1).Multiply(queue, Dense(source, 2048, 5), 0, 0, Dense(result, 30, 5)));
        Check<double>(threads, 2048 * 40, 30 * 40, 1e-11, (queue, source, result) =>
            PartitionedSketch<double>.ByColumns(new RandomStream(3), 30, 2048, 4, 1).Multiply(queue, Dense(source, 2048, 40), 0, 0, Dense(result, 30, 40)));
        Check<float>(threads, 70 * 90, 70 * 90, 0, (queue, source, result) =>
            Transposition.Transpose(queue, new RowMatrix<float>(source, 70, 90), new RowMatrix<float>(result, 90, 70)));
        Check<float>(threads, 70 * 90, 70 * 90, 0, (queue, source, result) =>
            MatrixOperations.ScaleRows(queue, source.SubView(0, 70), new RowMatrix<float>(source, 70, 90), new RowMatrix<float>(result, 70, 90)));
    }

    [Fact]
    public void Orders_OfGroupsOf64Threads_AreThoseOfTheHost()
    {
        Check<int>(64, 9000, 9000, 0, (queue, source, result) => PrefixSum.Inclusive(queue, source, result));
        Check<int>(64, 9000, 9000, 0, (queue, source, result) =>
        {
            VectorOperations.Reverse(queue, source, result);
            BitonicSort.Sort(queue, result);
        });
        Check<int>(64, 9000, 7, 0, (queue, source, result) => Histogram.Count(queue, source, result));
    }

    /// <summary>On a driver of OpenCL, which has no warps.</summary>
    [Fact]
    public void OpenCl_InGroupsOf64Threads_IsAsTheHost()
    {
        using Device small = SmallDevice.OpenCl(64, SharedBytes);
        Check<int>(small, 9000, 9000, 0, (queue, source, result) => PrefixSum.Inclusive(queue, source, result));
        Check<float>(small, 33 * 40, 33 * 20, 1e-5, (queue, source, result) =>
            MatrixProduct.Enqueue(queue, 1, Dense(source, 33, 40), Dense(source, 40, 20), 0, Dense(result, 33, 20)));
    }

    [Fact]
    public void Product_InGroupsOfOneThread_IsRefusedInASentence()
    {
        using CpuDevice device = SmallDevice.New(1, SharedBytes);
        using DeviceBuffer<float> memory = device.Allocate<float>(4);
        var refusal = Assert.Throws<NotSupportedException>(
            () => MatrixProduct.Enqueue(device.DefaultStream, 1, Dense(memory.View, 2, 2), Dense(memory.View, 2, 2), 0, Dense(memory.View, 2, 2)));
        Assert.Equal("A product of elements of 4 bytes fits no group of the device: it allows 1 threads and 32768 bytes of shared memory.", refusal.Message);
        Assert.Throws<NotSupportedException>(
            () => Convolutions.Forward(device.DefaultStream, Shape(1, 1, 1, 1, new(1, 1), new(1, 1), 0), memory.View, memory.View, default, memory.View));
    }

    /// <summary>A thread holds 32 elements of a row: with fewer threads a block would have none for some of them.</summary>
    [Fact]
    public void Transforms_InGroupsTooSmallForABlock_AreRefusedInASentence()
    {
        using CpuDevice device = SmallDevice.New(16, SharedBytes);
        using DeviceBuffer<float> memory = device.Allocate<float>(1024);
        var row = new RowMatrix<float>(memory.View, 1, 1024);
        const string Rest = " fits no group of the device: it allows 16 threads and 32768 bytes of shared memory.";
        Assert.Equal(
            "A Walsh-Hadamard transform of rows" + Rest, Assert.Throws<NotSupportedException>(() => WalshHadamard.TransformRows(device.DefaultStream, row, row, 1)).Message);
        using CpuDevice smaller = SmallDevice.New(8, SharedBytes);
        using DeviceBuffer<float> other = smaller.Allocate<float>(1024);
        var column = new RowMatrix<float>(other.View, 1024, 1);
        Assert.Throws<NotSupportedException>(() => WalshHadamard.TransformColumns(smaller.DefaultStream, column, column, 1));
    }

    /// <summary>Runs work on the CPU device and on one with small groups, and compares what it has written.</summary>
    private static void Check<T>(int threads, int inputs, int outputs, double tolerance, Action<DeviceStream, ArrayView<T>, ArrayView<T>> work)
        where T : unmanaged, INumber<T>
    {
        using CpuDevice small = SmallDevice.New(threads, SharedBytes);
        Check(small, inputs, outputs, tolerance, work);
    }

    private static void Check<T>(Device small, int inputs, int outputs, double tolerance, Action<DeviceStream, ArrayView<T>, ArrayView<T>> work)
        where T : unmanaged, INumber<T>
    {
        Assert.Equal(Run(TestDevice.Get("cpu")), Run(small), (a, b) => double.CreateChecked(T.Abs(a - b)) <= tolerance);

        T[] Run(Device device)
        {
            // Integers from 0 to 6, and results that are seen where they are left out.
            bool isWhole = typeof(T) == typeof(int);
            using DeviceBuffer<T> source = device.Allocate<T>([.. KernelDevices.Values(inputs, 1).Select(v => T.CreateTruncating(isWhole ? (v + 1) * 3.5 : v))]);
            using DeviceBuffer<T> result = device.Allocate<T>([.. Enumerable.Repeat(isWhole ? -T.One : T.CreateTruncating(double.NaN), outputs)]);
            work(device.DefaultStream, source.View, result.View);
            return result.ToArray();
        }
    }

    private static MatrixOperand<T> Dense<T>(ArrayView<T> elements, long rows, long columns)
        where T : unmanaged
        => MatrixOperand<T>.Dense(elements, rows, columns);

    private static ConvolutionShape Shape(int images, int groups, int inputs, int outputs, Extent2 input, Extent2 kernel, int padding) => new()
    {
        Images = images,
        Groups = groups,
        InputChannels = inputs,
        OutputChannels = outputs,
        Input = input,
        Kernel = kernel,
        Stride = new(1, 1),
        Padding = new(padding, padding),
        Dilation = new(1, 1),
        Output = new(input.Y + (2 * padding) - kernel.Y + 1, input.X + (2 * padding) - kernel.X + 1),
    };
}
