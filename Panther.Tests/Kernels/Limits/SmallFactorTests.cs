using MathNet.Numerics.LinearAlgebra;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Histograms;
using Panther.Kernels.Pivoting;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Tests.Kernels.Limits;

/// <summary>Factorisations and what goes with them in groups of fewer threads than they take where they may, held to those of large groups: to their bits, where each thread does the same work for more elements.</summary>
public sealed class SmallFactorTests
{
    private const int SharedBytes = 32 << 10;

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    public void Cholesky_InSmallGroups_HasTheBitsOfLargeOnes(int threads) => Close(threads, 0, Cholesky);

    [Fact]
    public void PivotedQr_InSmallGroups_HasTheBitsOfLargeOnes() => Close(64, 0, PivotedQr);

    [Fact]
    public void Pivots_InSmallGroups_HaveTheBitsOfLargeOnes() => Close(64, 0, AcceptedPivots);

    [Fact]
    public void SparseProduct_InSmallGroups_HasTheBitsOfLargeOnes() => Close(64, 0, SparseProducts);

    /// <summary>In blocks of two rows, and of one that shared memory does not hold.</summary>
    [Fact]
    public void SmallSvd_InSmallGroups_HasTheValuesOfTheHost()
    {
        using CpuDevice small = SmallDevice.New(64, SharedBytes);
        foreach ((int rows, int columns) in ((int, int)[])[(30, 20), (2, 5000)])
        {
            // Values up to 60, by rotations each of which errs by some roundings.
            Assert.Equal(SingularValues(TestDevice.Get("cpu"), rows, columns), SingularValues(small, rows, columns), (a, b) => Math.Abs(a - b) <= 1e-12);
        }
    }

    /// <summary>‖A - Q R‖ and ‖QᵀQ - I‖, as for groups of any size.</summary>
    [Fact]
    public void Householder_InSmallGroups_FactorsTheMatrix()
    {
        const int Rows = 100;
        const int Columns = 40;
        using CpuDevice small = SmallDevice.New(64, SharedBytes);
        double[] elements = KernelDevices.Values(Rows * Columns, 1);
        using DeviceBuffer<double> a = small.Allocate<double>(elements);
        using DeviceBuffer<double> q = small.Allocate<double>(Rows * Columns);
        using DeviceBuffer<double> r = small.Allocate<double>(Columns * Columns);
        HouseholderQr.Factor(
            small.DefaultStream, new RowMatrix<double>(a.View, Rows, Columns), new RowMatrix<double>(q.View, Rows, Columns), new RowMatrix<double>(r.View, Columns, Columns));
        Matrix<double> basis = Matrix<double>.Build.DenseOfRowMajor(Rows, Columns, q.ToArray());
        Matrix<double> triangle = Matrix<double>.Build.DenseOfRowMajor(Columns, Columns, r.ToArray());
        Matrix<double> matrix = Matrix<double>.Build.DenseOfRowMajor(Rows, Columns, elements);
        Assert.True((matrix - (basis * triangle)).FrobeniusNorm() <= 1e-13 * matrix.FrobeniusNorm());
        Assert.True((basis.TransposeThisAndMultiply(basis) - Matrix<double>.Build.DenseIdentity(Columns)).FrobeniusNorm() <= 1e-13);
    }

    /// <summary>On a driver of OpenCL, which has no warps.</summary>
    [Fact]
    public void OpenCl_InGroupsOf64Threads_IsAsLargeGroups()
    {
        using CpuDevice large = SmallDevice.New(1024, SharedBytes);
        using Device small = SmallDevice.OpenCl(64, SharedBytes);
        Assert.Equal(Cholesky(large), Cholesky(small));
        Assert.Equal(SparseProducts(large), SparseProducts(small));
        Assert.Equal(AcceptedPivots(large), AcceptedPivots(small));

        // Inner products are cut up by the lanes of a warp.
        Assert.Equal(PivotedQr(large), PivotedQr(small), (a, b) => Math.Abs(a - b) <= 1e-12);
    }

    [Fact]
    public void Factorisations_InGroupsSmallerThanABlock_AreRefusedInASentence()
    {
        using CpuDevice small = SmallDevice.New(8, SharedBytes);
        const string Rest = " fits no group of the device: it allows 8 threads and 32768 bytes of shared memory.";
        Assert.Equal("A Cholesky factorisation" + Rest, Assert.Throws<NotSupportedException>(() => Cholesky(small)).Message);
        Assert.Equal("A transposition" + Rest, Assert.Throws<NotSupportedException>(() => PivotedQr(small)).Message);
        Assert.Equal("A product with a sparse matrix" + Rest, Assert.Throws<NotSupportedException>(() => SparseProducts(small)).Message);
        using DeviceBuffer<double> a = small.Allocate<double>(4);
        var matrix = new RowMatrix<double>(a.View, 2, 2);
        Assert.Equal("A Householder factorisation" + Rest, Assert.Throws<NotSupportedException>(() => HouseholderQr.Factor(small.DefaultStream, matrix, matrix, matrix)).Message);
    }

    [Fact]
    public void PartitionedSketch_InGroupsOfFewerThreadsThanParts_IsThatOfLargeOnes()
        => Close(2, 1e-12, device =>
        {
            using DeviceBuffer<double> source = device.Allocate<double>(KernelDevices.Values(2048 * 3, 1));
            using DeviceBuffer<double> result = device.Allocate<double>(30 * 3);
            PartitionedSketch<double>.ByColumns(new RandomStream(3), 30, 2048, 4, 1)
                .Multiply(device.DefaultStream, MatrixOperand<double>.Dense(source.View, 2048, 3), 0, 0, MatrixOperand<double>.Dense(result.View, 30, 3));
            return result.ToArray();
        });

    [Fact]
    public void Histogram_OfMoreBinsThanGroupsCount_IsCountedInPlace()
    {
        // Counters for 16 bins in shared memory, and one bin more than 65535 groups count.
        const int Bins = (16 * 65535) + 1;
        int[] values = [0, 5, 5, Bins - 1, Bins - 1, Bins - 1, Bins, -1, int.MinValue];
        var recorder = new LaunchRecorder();
        using (CpuDevice recording = SmallDevice.Recording(recorder, 64, 16 * sizeof(int)))
        {
            Count(recording);
            Assert.Empty(recorder.Launches);
        }

        using CpuDevice small = SmallDevice.New(64, 16 * sizeof(int));
        int[] counts = Count(small);
        Assert.Equal((1, 2, 3, 6), (counts[0], counts[5], counts[^1], counts.Sum()));

        int[] Count(Device device)
        {
            using DeviceBuffer<int> source = device.Allocate<int>(values);
            using DeviceBuffer<int> result = device.Allocate<int>(Bins);
            Histogram.Count(device.DefaultStream, source.View, result.View);
            return result.ToArray();
        }
    }

    private static void Close(int threads, double tolerance, Func<Device, double[]> work)
    {
        using CpuDevice large = SmallDevice.New(1024, SharedBytes);
        using CpuDevice small = SmallDevice.New(threads, SharedBytes);
        Assert.Equal(work(large), work(small), (a, b) => Math.Abs(a - b) <= tolerance);
    }

    private static double[] Cholesky(Device device)
    {
        const int Order = 75;
        double[] a = KernelDevices.Values(Order * Order, 1);
        for (int i = 0; i < Order; i++)
        {
            a[(i * Order) + i] += Order;
        }

        using DeviceBuffer<double> matrix = device.Allocate<double>(a);
        using DeviceBuffer<double> factor = device.Allocate<double>(Order * Order);
        using DeviceBuffer<double> inverse = device.Allocate<double>(Order * Order);
        using DeviceBuffer<int> status = device.Allocate<int>(1);
        Panther.Kernels.Factor.Cholesky.Factor<double>(device.DefaultStream, matrix.View, factor.View, inverse.View, status.View, Order);
        return [status.ToArray()[0], .. factor.ToArray(), .. inverse.ToArray()];
    }

    private static double[] PivotedQr(Device device)
    {
        using DeviceBuffer<double> a = device.Allocate<double>(KernelDevices.Values(90 * 75, 1));
        using DeviceBuffer<double> r = device.Allocate<double>(40 * 75);
        using DeviceBuffer<int> pivots = device.Allocate<int>(75);
        ColumnPivotedQr.Factor(device.DefaultStream, MatrixOperand<double>.Dense(a.View, 90, 75), pivots.View, new RowMatrix<double>(r.View, 40, 75), 40);
        return [.. pivots.ToArray(), .. r.ToArray()];
    }

    private static double[] SingularValues(Device device, int rows, int columns)
    {
        int rank = Math.Min(rows, columns);
        using DeviceBuffer<double> a = device.Allocate<double>(KernelDevices.Values(rows * columns, 1));
        using DeviceBuffer<double> left = device.Allocate<double>(rows * rank);
        using DeviceBuffer<double> right = device.Allocate<double>(columns * rank);
        return SmallSvd.Decompose(
            device.DefaultStream, new RowMatrix<double>(a.View, rows, columns), new RowMatrix<double>(left.View, rows, rank), new RowMatrix<double>(right.View, columns, rank));
    }

    /// <summary>The largest of some weights, twice the same, and pivots of a matrix whose diagonal is their size.</summary>
    private static double[] AcceptedPivots(Device device)
    {
        const int Size = 20;
        DeviceStream queue = device.DefaultStream;
        double[] weights = [.. KernelDevices.Values(1000, 1)];
        weights[700] = weights[300] = 2;
        double[] a = KernelDevices.Values(Size * Size, 2);
        for (int i = 0; i < Size; i++)
        {
            a[(i * Size) + i] = Size;
        }

        using DeviceBuffer<double> largest = device.Allocate<double>(weights);
        using DeviceBuffer<double> diagonal = device.Allocate<double>([.. Enumerable.Repeat((double)Size, Size)]);
        using DeviceBuffer<int> proposals = device.Allocate<int>([.. Enumerable.Range(0, Size)]);
        using DeviceBuffer<double> thresholds = device.Allocate<double>([.. KernelDevices.Values(Size, 3).Select(Math.Abs)]);
        using DeviceBuffer<double> block = device.Allocate<double>(a);
        using DeviceBuffer<int> pivots = device.AllocateZeroed<int>(Size);
        using DeviceBuffer<int> members = device.AllocateZeroed<int>(Size);
        using DeviceBuffer<int> count = device.Allocate<int>(2);
        Pivots.Accept(queue, proposals.View, thresholds.View, diagonal.View, block.View, Size, 0, pivots.View, members.View, count.View);
        Pivots.ProposeLargest(queue, largest.View, count.View.SubView(1, 1), thresholds.View);
        int[] counts = count.ToArray();
        Assert.Equal(300, counts[1]);
        return [.. counts, .. pivots.ToArray(), .. members.ToArray(), .. block.ToArray()];
    }

    private static double[] SparseProducts(Device device)
    {
        DeviceStream queue = device.DefaultStream;
        using DeviceBuffer<double> source = device.Allocate<double>(KernelDevices.Values(60 * 45, 1));
        using DeviceBuffer<double> result = device.Allocate<double>(100 * 45);
        PartitionedSketch<double> sketch = PartitionedSketch<double>.ByRows(new RandomStream(3), 100, 60, 7, 1);
        MatrixOperand<double> destination = MatrixOperand<double>.Dense(result.View, 100, 45);
        sketch.Multiply(queue, MatrixOperand<double>.Dense(source.View, 60, 45), 0, 0, destination);
        double[] byRows = result.ToArray();
        sketch.Multiply(queue, MatrixOperand<double>.Dense(source.View, 60, 45), 0, 0, MatrixOperand<double>.Dense(result.View, 45, 100).Transposed);
        return [.. byRows, .. result.ToArray()];
    }
}
