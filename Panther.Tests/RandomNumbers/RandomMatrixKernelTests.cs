using System.Numerics;
using System.Runtime.InteropServices;
using Panther.Jit.Dialect;
using Panther.Kernels.Random;

namespace Panther.Tests.RandomNumbers;

/// <summary>The kernels as plain .NET methods, one thread after another.</summary>
public sealed unsafe class RandomMatrixKernelTests
{
    [Theory]
    [InlineData(0, 5, 0, 3)]
    [InlineData(3, 10, 2, 7)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(6, 9, 5, 33)]
    public void Fill_AnyRectangle_GivesTheMatrixValues(long firstRow, long rows, long firstColumn, long columns)
    {
        AssertRectangle<float, NormalSingle>(firstRow, rows, firstColumn, columns);
        AssertRectangle<float, UniformSingle>(firstRow, rows, firstColumn, columns);
        AssertRectangle<double, NormalDouble>(firstRow, rows, firstColumn, columns);
        AssertRectangle<double, SignDouble>(firstRow, rows, firstColumn, columns);
    }

    [Fact]
    public void Value_FixedSeed_KeepsItsBitsForEver()
    {
        // Changing these numbers changes every sketch that users stored a seed for.
        ulong single = 14695981039346656037;
        ulong twice = 14695981039346656037;
        for (int row = 0; row < 10_000; row++)
        {
            single = (single ^ BitConverter.SingleToUInt32Bits(RandomMatrix.Value<float, NormalSingle>(new(2024, 1), row, row % 7))) * 1099511628211;
            twice = (twice ^ BitConverter.DoubleToUInt64Bits(RandomMatrix.Value<double, NormalDouble>(new(2024, 1), row, row % 7))) * 1099511628211;
        }

        Assert.Equal((11044535351410114066UL, 17715767155040487349UL), (single, twice));
    }

    [Fact]
    public void Of_NegativeOrHugeSizes_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomRectangle.Of(4, -1, 1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomRectangle.Of(4, 0, 1, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomRectangle.Of(4, 1L << 48, 1, 0, 1));
    }

    private static void AssertRectangle<T, TDistribution>(long firstRow, long rows, long firstColumn, long columns)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDistribution : struct, IDistribution<T>
    {
        RandomStream stream = new(0x1234_5678_9ABC_DEF0, 42);
        RandomRectangle rectangle = RandomRectangle.Of(TDistribution.BlockLength, firstRow, rows, firstColumn, columns);
        long bytes = rows * columns * sizeof(T);
        T* memory = (T*)NativeMemory.Alloc((nuint)bytes);
        try
        {
            ArrayView<T> view = new(null, (nint)memory, rows * columns);
            T two = T.CreateChecked(2);
            foreach (bool alongColumns in new[] { true, false })
            {
                new Span<T>(memory, (int)(rows * columns)).Fill(T.NaN);
                long rowStride = alongColumns ? columns : 1;
                long columnStride = alongColumns ? 1 : rows;

                // Two groups in Y, so that the loop over the rest is entered.
                KernelConfig config = new(new Index2D(8, 2), new Index2D(8, 1));
                HostThread.Run(config, () =>
                {
                    if (alongColumns)
                    {
                        RandomMatrixKernels.FillAlongColumns<T, TDistribution>(view, rectangle, stream, rowStride, columnStride, two);
                    }
                    else
                    {
                        RandomMatrixKernels.FillAlongRows<T, TDistribution>(view, rectangle, stream, rowStride, columnStride, two);
                    }
                });
                for (long i = 0; i < rows; i++)
                {
                    for (long j = 0; j < columns; j++)
                    {
                        T expected = two * RandomMatrix.Value<T, TDistribution>(stream, firstRow + i, firstColumn + j);
                        Assert.Equal(expected, memory[(i * rowStride) + (j * columnStride)]);
                    }
                }
            }
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }
}
