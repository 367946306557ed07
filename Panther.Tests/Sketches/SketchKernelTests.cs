using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Dense;
using Panther.Kernels.Sketch.Hadamard;
using Panther.Kernels.Sketch.Sparse;
using Panther.Kernels.Sketch.Sparse.Lists;
using Panther.Tests.Kernels;

namespace Panther.Tests.Sketches;

/// <summary>The kernels themselves, also where a launcher would take a host routine: gaps between rows, windows of columns, former contents.</summary>
public sealed class SketchKernelTests
{
    private const int FirstColumn = 5;

    private static readonly RandomStream Stream = new(77, 3);

    public static TheoryData<string> Devices { get; } = ["cpu", "opencl", "cuda"];

    [Theory]
    [MemberData(nameof(Devices))]
    public void DrawnProduct_Strided_AgreesWithTheProduct(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        AssertDrawn<float, NormalSingle>(queue, 37, 83, 21);
        AssertDrawn<double, NormalDouble>(queue, 66, 301, 70);
        if (device != "opencl")
        {
            AssertDrawn<float, SignSingle>(queue, 130, 270, 140);
            AssertDrawn<double, CenteredUniformDouble>(queue, 1, 3, 2);
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    public void DrawnProduct_TilesOfGpus_AgreeWithTheProduct(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        AssertTile<float, NormalSingle, SmallTile>(queue);
        AssertTile<float, NormalSingle, SquareTile>(queue);
        AssertTile<float, NormalSingle, LargeTile>(queue);
        AssertTile<double, NormalDouble, SmallTile>(queue);
        AssertTile<double, SignDouble, SquareTile>(queue);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void PartitionedScatter_Strided_AgreesWithTheProduct(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        AssertScatter<float>(queue, 301, 700, 40, 4);
        AssertScatter<double>(queue, 64, 900, 5, 9);
        if (device != "opencl")
        {
            // PoCL takes seconds to compile each of these shapes.
            AssertScatter<float>(queue, 37, 83, 21, 1);
            AssertScatter<float>(queue, 50, 1200, 33, 3);
            AssertScatter<double>(queue, 37, 1500, 9, 2);
            AssertScatter<double>(queue, 1, 3, 2, 1);

            // More rows than shared memory has sums for: several slices.
            AssertScatter<float>(queue, 30011, 300, 3, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void RowSums_Strided_AgreeWithTheProduct(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        AssertRowSums<float>(queue, 64, 1200, 36, 3);
        if (device == "opencl")
        {
            return;
        }

        AssertRowSums<float>(queue, 301, 700, 40, 4);
        AssertRowSums<float>(queue, 1500, 1100, 33, 4);
        AssertRowSums<float>(queue, 1500, 1100, 36, 4);
        AssertRowSums<double>(queue, 130, 900, 18, 9);
        AssertRowSums<double>(queue, 100, 300, 9, 1);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    public void RowSums_ListsTooLong_AgreeWithTheProduct(string device)
    {
        // Twelve rows of the source to each of the sketch on average, and lists of at most eleven.
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        AssertRowSums<float>(queue, 64, 700, 40, 3, new RowSumPlan(64, 1, 256, 11, 2));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void BlockSketch_Strided_AgreesWithTheProduct(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        AssertBlockSketch<float>(queue, 9, 40, 3, 12);
        if (device == "opencl")
        {
            return;
        }

        AssertBlockSketch<double>(queue, 10, 100, 1, 6);
        AssertBlockSketch<float>(queue, 13, 50, 1, 8);

        // More pieces of work than groups at a time.
        AssertBlockSketch<float>(queue, 9, 10, 2, device == "cuda" ? 12000 : 200);
        if (device == "cuda")
        {
            AssertBlockSketch<float>(queue, 11, 33, 2, 20);
            AssertBlockSketch<double>(queue, 12, 300, 2, 4);
            AssertBlockSketch<double>(queue, 13, 500, 2, 6);
        }
    }

    [Fact]
    public void RowSumPlan_ForTheTargetShape_FillsTheDevice()
    {
        // SJLT with 4 non-zeros on 1048576×256 floats, 1024 rows, 132 multiprocessors with 227 KB: 8 tiles of 32 columns, 16 pieces, one group each.
        RowSumPlan? plan = RowSumPlan.For(1024, 4, 1 << 20, 256, sizeof(float), 132, 227 << 10);
        Assert.Equal(new RowSumPlan(1024, 1, 512, 15, 16), plan);
    }

    [Fact]
    public void ScatterPlan_ForTheTargetShape_FillsTheDevice()
    {
        // SJLT with 4 non-zeros on 1048576×256 floats, 1024 rows, 132 multiprocessors with 227 KB: three groups each, all sums in shared memory.
        PartitionedSigns<float> signs = new(Stream, 4, 256, 0, 1, 1);
        ScatterPlan plan = ScatterPlan.For(signs, 1 << 20, 256, sizeof(float), 132, new GroupLimits(1024, 227 << 10));
        Assert.Equal((16, 4, 256, 1, 25), (plan.Columns, plan.Parts, plan.Depth, plan.Slices, plan.Splits));
    }

    private static void AssertDrawn<T, TDistribution>(DeviceStream queue, int rows, int columns, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
    {
        T[,] s = Drawn<T, TDistribution>(rows, columns);
        AssertProduct(queue, s, width, (source, beta, destination) =>
            DrawnProduct.Enqueue<T, TDistribution>(queue, Stream, FirstColumn, false, T.CreateTruncating(2), source, beta, destination));
        AssertProduct(queue, Transpose(s), width, (source, beta, destination) =>
            DrawnProduct.Enqueue<T, TDistribution>(queue, Stream, FirstColumn, true, T.CreateTruncating(2), source, beta, destination));
    }

    private static void AssertTile<T, TDistribution, TTile>(DeviceStream queue)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
        where TTile : struct, IGemmTile
    {
        T[,] s = Drawn<T, TDistribution>(70, 45);
        AssertProduct(queue, s, 67, (source, beta, destination) =>
            DrawnProduct.Enqueue<T, TDistribution, TTile>(queue, Stream, FirstColumn, false, T.CreateTruncating(2), source, beta, destination));
        AssertProduct(queue, Transpose(s), 67, (source, beta, destination) =>
            DrawnProduct.Enqueue<T, TDistribution, TTile>(queue, Stream, FirstColumn, true, T.CreateTruncating(2), source, beta, destination));
    }

    private static T[,] Drawn<T, TDistribution>(int rows, int columns)
        where T : unmanaged
        where TDistribution : struct, IDistribution<T>
    {
        var s = new T[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                s[i, j] = RandomMatrix.Value<T, TDistribution>(Stream, i, FirstColumn + j);
            }
        }

        return s;
    }

    private static void AssertScatter<T>(DeviceStream queue, int rows, int columns, int width, int nonzeros)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int FirstMajor = 3;
        T weight = T.CreateTruncating(2);
        PartitionedSigns<T> signs = new(Stream, nonzeros, rows / nonzeros, rows % nonzeros, weight, weight);
        T[,] s = Written(signs, FirstMajor, rows, columns);
        AssertProduct(queue, s, width, (source, beta, destination) =>
            PartitionedScatter.EnqueueKernels(queue, signs, StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), FirstMajor, beta));
        if (rows <= 64)
        {
            AssertProduct(queue, s, width, (source, beta, destination) =>
                SparseProduct.Scatter(queue, signs, StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), FirstMajor, 0, beta));
        }
    }

    private static void AssertRowSums<T>(DeviceStream queue, int rows, int columns, int width, int nonzeros, RowSumPlan? given = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int FirstMajor = 3;
        T weight = T.CreateTruncating(2);
        PartitionedSigns<T> signs = new(Stream, nonzeros, rows / nonzeros, rows % nonzeros, weight, weight);
        RowSumPlan? plan = given ?? RowSumPlan.For(rows, nonzeros, columns, width, Unsafe.SizeOf<T>(), 4, 227 << 10);
        Assert.NotNull(plan);
        AssertProduct(
            queue,
            Written(signs, FirstMajor, rows, columns),
            width,
            (source, beta, destination) =>
                RowSums.Enqueue(queue, plan.Value, signs, StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), FirstMajor, beta),
            [false]);
    }

    /// <summary>The block SRHT without the fast transform: its entries.</summary>
    private static void AssertBlockSketch<T>(DeviceStream queue, int order, int rows, int blocks, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int firstColumn = 1 << order;
        int columns = blocks << order;
        int[] selected = [.. Enumerable.Range(0, rows).Select(i => (int)new RandomPermutation(Stream, 1 << order)[i])];
        using DeviceBuffer<int> places = queue.Device.Allocate<int>(selected);
        using DeviceBuffer<T> whole = queue.Device.Allocate<T>((long)rows * columns);
        var entries = new HadamardEntries<T>(Stream, places.View, order, T.CreateTruncating(2));
        EntryWindow.Enqueue(queue, entries, new StridedMatrix<T>(whole.View, rows, columns, columns, 1), 0, firstColumn);
        T[] written = whole.ToArray();
        var s = new T[rows, columns];
        for (int i = 0; i < rows * columns; i++)
        {
            s[i / columns, i % columns] = written[i] / T.CreateTruncating(2);
        }

        AssertProduct(
            queue,
            s,
            width,
            (source, beta, destination) =>
                BlockSketch.Enqueue(queue, entries, StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), firstColumn, beta),
            [false]);
    }

    /// <summary>The pattern written out, by 1 and -1.</summary>
    private static T[,] Written<T>(PartitionedSigns<T> signs, int firstMajor, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var s = new T[rows, columns];
        for (int j = 0; j < columns; j++)
        {
            for (int part = 0; part < signs.Parts; part++)
            {
                SparseTerm<T> term = signs.At(firstMajor + j, part);
                Assert.InRange(term.Place, signs.Start(part), signs.Start(part) + signs.Extent(part) - 1);
                s[term.Place, j] = term.Value / signs.Weight;
            }
        }

        return s;
    }

    /// <summary>Holds 2·s·source + 0.5·destination to double, in both layouts, with gaps that stay as they are.</summary>
    private static void AssertProduct<T>(DeviceStream queue, T[,] s, int width, Action<MatrixOperand<T>, T, MatrixOperand<T>> multiply, bool[]? layouts = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Gap = 4;
        (int rows, int columns) = (s.GetLength(0), s.GetLength(1));
        T half = T.CreateTruncating(0.5);
        foreach (bool isTransposed in layouts ?? [false, true])
        {
            (int sourceRows, int sourcePitch) = isTransposed ? (width, columns + Gap) : (columns, width + Gap);
            (int resultRows, int resultPitch) = isTransposed ? (width, rows + Gap) : (rows, width + Gap);
            T[] from = [.. KernelDevices.Values(sourceRows * sourcePitch, 1).Select(T.CreateTruncating)];
            T[] before = [.. KernelDevices.Values(resultRows * resultPitch, 2).Select(T.CreateTruncating)];
            using DeviceBuffer<T> source = queue.Device.Allocate<T>(from);
            using DeviceBuffer<T> destination = queue.Device.Allocate<T>(before);
            multiply(
                new MatrixOperand<T>(source.View, sourceRows, isTransposed ? columns : width, sourcePitch, isTransposed),
                half,
                new MatrixOperand<T>(destination.View, resultRows, isTransposed ? rows : width, resultPitch, isTransposed));
            T[] after = destination.ToArray();

            // The former content is one more column of the left factor, 0.5, and one more row of the right.
            var left = new T[rows, columns + 1];
            for (int i = 0; i < rows; i++)
            {
                left[i, columns] = half;
                for (int k = 0; k < columns; k++)
                {
                    left[i, k] = s[i, k] + s[i, k];
                }
            }

            for (int j = 0; j < width; j++)
            {
                var right = new T[columns + 1, 1];
                for (int k = 0; k < columns; k++)
                {
                    right[k, 0] = isTransposed ? from[(j * sourcePitch) + k] : from[(k * sourcePitch) + j];
                }

                if (rows > 1000 && j > 0)
                {
                    continue;
                }

                for (int i = 0; i < rows; i++)
                {
                    int place = isTransposed ? (j * resultPitch) + i : (i * resultPitch) + j;
                    double sum = 0.5 * double.CreateTruncating(before[place]);
                    double magnitude = Math.Abs(sum);
                    for (int k = 0; k < columns; k++)
                    {
                        double term = double.CreateTruncating(left[i, k]) * double.CreateTruncating(right[k, 0]);
                        sum += term;
                        magnitude += Math.Abs(term);
                    }

                    double bound = (columns + 5) * double.CreateTruncating(T.BitIncrement(T.One) - T.One) * magnitude;
                    Assert.True(Math.Abs(double.CreateTruncating(after[place]) - sum) <= bound, $"({i}, {j}) of {rows}x{columns}x{width}: {after[place]} instead of {sum}");
                }
            }

            for (int line = 0; line < resultRows; line++)
            {
                int end = (line * resultPitch) + resultPitch;
                Assert.Equal(before[(end - Gap)..end], after[(end - Gap)..end]);
            }
        }
    }

    private static T[,] Transpose<T>(T[,] matrix)
    {
        var result = new T[matrix.GetLength(1), matrix.GetLength(0)];
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int j = 0; j < matrix.GetLength(1); j++)
            {
                result[j, i] = matrix[i, j];
            }
        }

        return result;
    }
}
