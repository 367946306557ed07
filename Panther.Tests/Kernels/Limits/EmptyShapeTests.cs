using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;
using Panther.Kernels.Convolution;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Hadamard;
using Panther.Kernels.Histograms;
using Panther.Kernels.Indexing;
using Panther.Kernels.Krylov;
using Panther.Kernels.Optimizers;
using Panther.Kernels.Pooling;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;
using Panther.Kernels.Rows;
using Panther.Kernels.Scan;
using Panther.Kernels.Sketch.Csr;
using Panther.Kernels.Sketch.Sparse;
using Panther.Kernels.SketchFactors;
using Panther.Kernels.Sort;
using Panther.Kernels.Transpose;

namespace Panther.Tests.Kernels.Limits;

/// <summary>Work on nothing: matrices without rows or columns, lists without elements, on a device for which launchers choose as for a GPU. It writes what is left of a result, and nothing else.</summary>
public sealed class EmptyShapeTests : IDisposable
{
    private readonly CpuDevice device = SmallDevice.New(256, 32 << 10);
    private readonly DeviceBuffer<double> memory;

    public EmptyShapeTests() => memory = device.Allocate<double>([.. Enumerable.Range(1, 64).Select(i => (double)i)]);

    private DeviceStream Queue => device.DefaultStream;

    private ArrayView<double> None => memory.View.SubView(0, 0);

    public void Dispose()
    {
        memory.Dispose();
        device.Dispose();
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(0, 0)]
    public void Rows_WithoutElements_AreLeftAlone(int rows, int columns)
    {
        RowMatrix<double> matrix = Rows(rows, columns);
        Softmax.Apply(Queue, matrix, matrix);
        RowNormalization.LayerNorm(Queue, matrix, default, default, 1, matrix);
        RowGradients.Normalization<double, ByMeanSquare>(Queue, matrix, matrix, default, 1, matrix);
        Transposition.Transpose(Queue, matrix, Rows(columns, rows));
        MatrixOperations.Copy(Queue, matrix, matrix);
        MatrixOperations.ScaleRows(Queue, memory.View, matrix, matrix);
        MatrixOperations.ScaleColumns(Queue, memory.View, matrix, matrix);
        MatrixOperations.AddToDiagonal(Queue, matrix, 1.0);
        AssertUntouched();
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public void AllGradients_OfNoElements_AreZeroForTheParameters(int rows, int columns)
    {
        RowGradients.All<double, ByMeanAndVariance>(Queue, Rows(rows, columns), Rows(rows, columns), memory.View.SubView(0, columns), 1, Rows(rows, columns), memory.View);
        Assert.All(memory.ToArray().Take(2 * columns), value => Assert.Equal(0, value));
        Assert.Equal((2 * columns) + 1, memory.ToArray()[2 * columns]);
    }

    [Fact]
    public void Sums_OfNothing_AreZero()
    {
        Reduction.Reduce<double, double, SumDouble>(Queue, None, memory.View);
        Reduction.ReduceRows<double, double, SumDouble>(Queue, Rows(2, 0), memory.View.SubView(1));
        Reduction.ReduceColumns<double, double, SumDouble>(Queue, Rows(0, 2), memory.View.SubView(3));
        Reduction.ReduceRows<double, double, SumDouble>(Queue, Rows(0, 2), memory.View.SubView(5));
        Reduction.ReduceColumns<double, double, SumDouble>(Queue, Rows(2, 0), memory.View.SubView(5));
        PanelDots.Enqueue(Queue, None, None, 2, memory.View.SubView(5));
        GradientScaling.Norm<double>(Queue, [], memory.View.SubView(7));
        GradientScaling.Norm<double>(Queue, [None], memory.View.SubView(8));
        LabelledSum.Enqueue(Queue, Rows(0, 3), default, 1.0, memory.View.SubView(9));
        MatrixProduct.Enqueue(Queue, 1, Dense(2, 0), Dense(0, 1), 0, MatrixOperand<double>.Dense(memory.View.SubView(10), 2, 1));
        MatrixProduct.Gram(Queue, Dense(0, 1), MatrixOperand<double>.Dense(memory.View.SubView(12), 1, 1));
        Assert.Equal(default, Magnitude.Of(Queue, None));
        Assert.Equal([.. Enumerable.Repeat(0.0, 13), 14], memory.ToArray().Take(14));
    }

    [Fact]
    public void ListsAndProducts_WithoutElements_AreLeftAlone()
    {
        using DeviceBuffer<int> places = device.Allocate<int>([7, 7]);
        ArrayView<int> noPlaces = places.View.SubView(0, 0);
        PrefixSum.Inclusive(Queue, None, None);
        BitonicSort.Sort(Queue, None);
        Histogram.Count(Queue, None, 0, 1, noPlaces);
        GradientScaling.Clamp<double>(Queue, [None], [None], 1);
        GradientScaling.Clamp<double>(Queue, [], [], 1);
        Averaging.Exchange<double>(Queue, [None], [None]);
        IndexOperations.GatherAlong(Queue, memory.View, 1, noPlaces, 0, 1, None);
        IndexOperations.AddAlong(Queue, None, 1, noPlaces, 0, 1, memory.View);
        IndexOperations.SumRows(Queue, noPlaces, Rows(0, 0), Rows(2, 0));
        CategoricalDraw.Enqueue(Queue, Rows(0, 3), new RandomSource(new RandomStream(1), default), noPlaces);
        RandomVector.FillNormal(Queue, None, new RandomSource(new RandomStream(1), default));
        MatrixProduct.Enqueue(Queue, 1, Dense(0, 3), Dense(3, 2), 0, Dense(0, 2));
        MatrixProduct.Enqueue(Queue, 1, Dense(2, 3), Dense(3, 0), 0, Dense(2, 0));
        BatchedProduct.Enqueue(Queue, Dense(2, 2), Dense(2, 2), Dense(2, 2), new GemmBatch(0, 1, 0, 0, 0, 0, 0, 0));
        PartitionedSketch<double>.ByColumns(new RandomStream(1), 3, 4, 2, 1).Multiply(Queue, Dense(4, 0), 0, 0, Dense(3, 0));
        PartitionedSketch<double>.ByRows(new RandomStream(1), 3, 4, 2, 1).Multiply(Queue, Dense(4, 0), 0, 0, Dense(3, 0));
        SketchFactorProduct.Multiply(Queue, None, 0, new SketchFactor<double>(Dense(4, 2), true, memory.View, 1, 1), None);
        SketchFactorProduct.MultiplyTransposed(Queue, None, 0, new SketchFactor<double>(Dense(4, 2), true, memory.View, 1, 1), default, None);
        TriangularSolve.Left(Queue, true, Dense(0, 0), Dense(0, 3));
        TriangularSolve.Left(Queue, true, Dense(3, 3), Dense(3, 0));
        Cholesky.Factor<double>(Queue, None, None, None, places.View.SubView(0, 1), 0);
        HouseholderQr.Factor(Queue, Rows(3, 0), Rows(3, 0), Rows(0, 0));
        ColumnPivotedQr.Factor(Queue, Dense(0, 0), noPlaces, Rows(0, 0), 0);
        Assert.Empty(SmallSvd.Decompose(Queue, Rows(3, 0), Rows(3, 0), Rows(0, 0)));
        WalshHadamard.TransformRows(Queue, Rows(0, 8), Rows(0, 8), 1);
        WalshHadamard.TransformColumns(Queue, Rows(8, 0), Rows(8, 0), 1);
        var image = new PoolingShape { Planes = 0, Y = new() { Input = 2, Output = 1, Size = 2, Stride = 2 }, X = new() { Input = 2, Output = 1, Size = 2, Stride = 2 } };
        Poolings.Max(Queue, image, None, None, noPlaces);
        Poolings.Place(Queue, image, None, noPlaces, None);
        Poolings.Pick(Queue, image, None, noPlaces, None);
        Poolings.Average(Queue, image, None, None);
        Poolings.Spread(Queue, image, None, None);
        Convolutions.Forward(Queue, NoImages, None, memory.View, default, None);
        Convolutions.Transposed(Queue, NoImages, None, memory.View, default, None);
        AssertUntouched();
        Convolutions.Weights(Queue, NoImages, None, None, memory.View.SubView(0, 6));
        Assert.Equal([0, 0, 0, 0, 0, 0, 7], memory.ToArray().Take(7));
    }

    [Fact]
    public void SparseMatrix_WithoutElements_IsTransposed()
    {
        using DeviceBuffer<long> starts = device.Allocate<long>([0, 0, 0, -1, -1, -1, -1]);
        using DeviceBuffer<int> indices = device.Allocate<int>(1);
        ArrayView<int> noIndices = indices.View.SubView(0, 0);
        CsrTransposition.Transpose(
            Queue, new CsrOperand<double>(starts.View.SubView(0, 3), noIndices, None, 2, 3), new CsrOperand<double>(starts.View.SubView(3, 4), noIndices, None, 3, 2));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0], starts.ToArray());
    }

    private static ConvolutionShape NoImages => new()
    {
        Images = 0,
        Groups = 1,
        InputChannels = 2,
        OutputChannels = 3,
        Input = new(2, 2),
        Output = new(2, 2),
        Kernel = new(1, 1),
        Stride = new(1, 1),
        Padding = default,
        Dilation = new(1, 1),
    };

    private RowMatrix<double> Rows(long rows, long columns) => new(memory.View.SubView(0, rows * columns), rows, columns);

    private MatrixOperand<double> Dense(long rows, long columns) => MatrixOperand<double>.Dense(memory.View.SubView(0, rows * columns), rows, columns);

    private void AssertUntouched() => Assert.Equal(Enumerable.Range(1, 64).Select(i => (double)i), memory.ToArray());
}
