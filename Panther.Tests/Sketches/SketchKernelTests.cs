using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Dense;
using Panther.Kernels.Sketch.Sparse;
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

    [Fact]
    public void ScatterPlan_ForTheTargetShape_FillsTheDevice()
    {
        // SJLT with 4 non-zeros on 1048576×256 floats, 1024 rows, 132 multiprocessors with 227 KB: three groups each, all sums in shared memory.
        PartitionedSigns<float> signs = new(Stream, 4, 256, 0, 1, 1);
        ScatterPlan plan = ScatterPlan.For(signs, 1 << 20, 256, sizeof(float), 132, 227 << 10);
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
        var s = new T[rows, columns];
        for (int j = 0; j < columns; j++)
        {
            for (int part = 0; part < nonzeros; part++)
            {
                SparseTerm<T> term = signs.At(FirstMajor + j, part);
                Assert.InRange(term.Place, signs.Start(part), signs.Start(part) + signs.Extent(part) - 1);
                s[term.Place, j] = term.Value / weight;
            }
        }

        AssertProduct(queue, s, width, (source, beta, destination) =>
            PartitionedScatter.EnqueueKernels(queue, signs, StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), FirstMajor, beta));
        if (rows <= 64)
        {
            AssertProduct(queue, s, width, (source, beta, destination) =>
                SparseProduct.Scatter(queue, signs, StridedMatrix<T>.Of(source), StridedMatrix<T>.Of(destination), FirstMajor, 0, beta));
        }
    }

    /// <summary>Holds 2·s·source + 0.5·destination to double, in both layouts, with gaps that stay as they are.</summary>
    private static void AssertProduct<T>(DeviceStream queue, T[,] s, int width, Action<MatrixOperand<T>, T, MatrixOperand<T>> multiply)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Gap = 3;
        (int rows, int columns) = (s.GetLength(0), s.GetLength(1));
        T half = T.CreateTruncating(0.5);
        foreach (bool isTransposed in new[] { false, true })
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
