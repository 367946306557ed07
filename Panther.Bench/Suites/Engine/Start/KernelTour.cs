using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Hadamard;
using Panther.Kernels.Histograms;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;
using Panther.Kernels.Rows;
using Panther.Kernels.Scan;
using Panther.Kernels.Sort;
using Panther.Kernels.Transpose;

namespace Panther.Bench.Suites.Engine.Start;

/// <summary>Runs the kernels of the library once each, for float and double, on matrices too small to take time themselves.</summary>
internal static class KernelTour
{
    private const int Size = 128;

    public static void Run(DeviceStream stream)
    {
        Device device = stream.Device;
        using DeviceBuffer<int> integers = device.AllocateZeroed<int>(Size * Size), counts = device.AllocateZeroed<int>(256);
        using DeviceBuffer<float> singles = device.AllocateZeroed<float>(4 * Size * Size);
        using DeviceBuffer<double> doubles = device.AllocateZeroed<double>(4 * Size * Size);
        VectorOperations.Convert(stream, singles.View, doubles.View);
        VectorOperations.Convert(stream, doubles.View, singles.View);
        Histogram.Count(stream, integers.View, counts.View);
        BitonicSort.Sort(stream, integers.View);
        PrefixSum.Inclusive(stream, integers.View, integers.View);

        Draw<float, NormalSingle, SignSingle, UniformSingle>(stream, singles.View);
        Draw<double, NormalDouble, SignDouble, UniformDouble>(stream, doubles.View);
        Reduce<float, SumSingle, SumOfSquaresSingle>(stream, singles.View, doubles.View);
        Reduce<double, SumDouble, SumOfSquaresDouble>(stream, doubles.View, doubles.View);
        Touch(stream, singles.View, integers.View, counts.View);
        Touch(stream, doubles.View, integers.View, counts.View);
        stream.Synchronize();
    }

    private static void Draw<T, TNormal, TSign, TUniform>(DeviceStream stream, ArrayView<T> all)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNormal : struct, IDistribution<T>
        where TSign : struct, IDistribution<T>
        where TUniform : struct, IDistribution<T>
    {
        var random = new RandomStream(1);
        RandomMatrix.Fill<T, TSign>(stream, all, Size, Size, Size, 1, random, T.One);
        RandomMatrix.Fill<T, TUniform>(stream, all, Size, Size, Size, 1, random, T.One);
        RandomMatrix.Fill<T, TNormal>(stream, all, Size, Size, 1, Size, random, T.One);
        RandomMatrix.Fill<T, TNormal>(stream, all, Size, Size, Size, 1, random, T.One);
    }

    private static void Reduce<T, TSum, TSquares>(DeviceStream stream, ArrayView<T> all, ArrayView<double> results)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSum : struct, IReduction<T, double>
        where TSquares : struct, IReduction<T, double>
    {
        RowMatrix<T> x = new(all.SubView(0, Size * Size), Size, Size);
        ArrayView<double> destination = results.SubView(3 * Size * Size, Size);
        Reduction.Reduce<T, double, TSum>(stream, x.Elements, destination);
        Reduction.ReduceRows<T, double, TSum>(stream, x, destination);
        Reduction.ReduceColumns<T, double, TSum>(stream, x, destination);
        Reduction.Reduce<T, double, TSquares>(stream, x.Elements, destination);
        Reduction.ReduceRows<T, double, TSquares>(stream, x, destination);
        Reduction.ReduceColumns<T, double, TSquares>(stream, x, destination);
        MatrixReductions.CountNonFinite(stream, x);
        MatrixReductions.MaxAbs(stream, x);
        Magnitude.Of(stream, x.Elements);
    }

    private static void Touch<T>(DeviceStream stream, ArrayView<T> all, ArrayView<int> integers, ArrayView<int> counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RowMatrix<T> x = Part(all, 0), y = Part(all, 1), z = Part(all, 2);
        ArrayView<T> row = all.SubView(3 * Size * Size, Size);
        VectorOperations.Fill(stream, T.One, row);
        VectorOperations.Scale(stream, T.One, x.Elements, y.Elements);
        VectorOperations.Add(stream, x.Elements, y.Elements, z.Elements);
        VectorOperations.Subtract(stream, x.Elements, y.Elements, z.Elements);
        VectorOperations.Triad(stream, T.One, x.Elements, y.Elements, z.Elements);
        VectorOperations.Axpy(stream, T.One, x.Elements, z.Elements);
        MatrixOperations.Copy(stream, x, y);
        MatrixOperations.ScaleRows(stream, row, x, y);
        MatrixOperations.ScaleColumns(stream, row, x, y);
        VectorOperationsOnIndices(stream, x, y, integers);
        Transposition.Transpose(stream, x, y);
        Softmax.Apply(stream, x, y);
        Softmax.ApplyLog(stream, x, y);
        RowNormalization.LayerNorm(stream, x, row, row, T.One, y);
        RowNormalization.RmsNorm(stream, x, row, T.One, y);
        WalshHadamard.TransformRows(stream, x, y, T.One);
        WalshHadamard.TransformColumns(stream, x, y, T.One);
        Histogram.Count(stream, x.Elements, T.NegativeOne, T.One, counts);
        BitonicSort.Sort(stream, z.Elements);
        PrefixSum.Inclusive(stream, x.Elements, z.Elements);
        PrefixSum.Exclusive(stream, x.Elements, z.Elements);
        MatrixOperations.Identity(stream, T.One, z);
        MatrixOperations.AddToDiagonal(stream, z, T.One);
        Cholesky.Factor(stream, z.Elements, x.Elements, y.Elements, counts, Size);
        Multiply(stream, x, y, z);
    }

    private static void VectorOperationsOnIndices<T>(DeviceStream stream, RowMatrix<T> x, RowMatrix<T> y, ArrayView<int> integers)
        where T : unmanaged
    {
        stream.Fill(integers, 0);
        MatrixOperations.GatherColumns(stream, integers.SubView(0, Size), x, y);
    }

    /// <summary>Every tile that is chosen on a GPU, with the transpositions that decompositions use, for rows of multiples of four and of odd length.</summary>
    private static void Multiply<T>(DeviceStream stream, RowMatrix<T> x, RowMatrix<T> y, RowMatrix<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (GemmTileChoice tile in new[] { GemmTileChoice.Large, GemmTileChoice.Square, GemmTileChoice.Narrow, GemmTileChoice.Small })
        {
            foreach (int size in new[] { Size, Size - 1 })
            {
                foreach ((bool left, bool right) in new[] { (false, false), (true, false), (false, true) })
                {
                    MatrixOperand<T> a = new(x.Elements, size, size, size, left), b = new(y.Elements, size, size, size, right);
                    DeviceProduct.Enqueue(stream, new GemmPlan(tile, 1, size), T.One, a, b, T.Zero, MatrixOperand<T>.Dense(z.Elements, size, size));
                }
            }
        }

        // Deep and flat: the depth is split, and the parts are summed.
        DeviceProduct.Enqueue(
            stream, T.One, new MatrixOperand<T>(x.Elements, 4, Size * 32, Size * 32), new MatrixOperand<T>(y.Elements, Size * 32, 4, 4), T.Zero, MatrixOperand<T>.Dense(z.Elements, 4, 4));
    }

    private static RowMatrix<T> Part<T>(ArrayView<T> all, int number)
        where T : unmanaged
        => new(all.SubView(number * Size * Size, Size * Size), Size, Size);
}
