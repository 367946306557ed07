using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Tests.Kernels;
using JitDevice = Panther.Jit.Runtime.Device;

namespace Panther.Tests.Gemm.Device;

public sealed class BatchedProductTests
{
    private const int Rows = 13;
    private const int Columns = 12;
    private const int Depth = 70;

    [Theory]
    [InlineData("cpu", (int)GemmTileChoice.Vector, 1, Depth)]
    [InlineData("cuda", (int)GemmTileChoice.Narrow, 1, Depth)]
    [InlineData("cuda", (int)GemmTileChoice.Square, 3, 24)]
    [InlineData("opencl", (int)GemmTileChoice.Vector, 2, 64)]
    public void Launch_TwoDimensionsOfMatrices_AddsEachProduct(string kind, int tile, int splits, int splitDepth)
    {
        JitDevice device = TestDevice.Get(kind);
        const int Inner = 3;
        const int Count = 2 * Inner;

        // The left factors lie by columns, gaps are between the outer destinations, and one right factor serves all inner products.
        const int LeftOuter = Inner * Rows * Depth;
        const int OutputOuter = (Inner * Rows * Columns) + 4;
        float[] left = [.. KernelDevices.Values(2 * LeftOuter, 1).Select(v => (float)v)];
        float[] right = [.. KernelDevices.Values(2 * Depth * Columns, 2).Select(v => (float)v)];
        float[] former = [.. KernelDevices.Values(2 * OutputOuter, 3).Select(v => (float)v)];
        using DeviceBuffer<float> a = device.Allocate<float>(left);
        using DeviceBuffer<float> b = device.Allocate<float>(right);
        using DeviceBuffer<float> c = device.Allocate<float>(former);
        BatchedProduct.Launch(
            device.DefaultStream,
            new GemmPlan((GemmTileChoice)tile, splits, splitDepth),
            MatrixOperand<float>.Dense(a.View, Depth, Rows).Transposed,
            MatrixOperand<float>.Dense(b.View, Depth, Columns),
            MatrixOperand<float>.Dense(c.View, Rows, Columns),
            new GemmBatch(Count, Inner, Rows * Depth, LeftOuter, 0, Depth * Columns, Rows * Columns, OutputOuter),
            2);

        float[] expected = [.. former];
        for (int product = 0; product < Count; product++)
        {
            for (int i = 0; i < Rows; i++)
            {
                for (int j = 0; j < Columns; j++)
                {
                    double sum = 0;
                    for (int k = 0; k < Depth; k++)
                    {
                        sum += (double)left[(product * Rows * Depth) + (k * Rows) + i] * right[(product / Inner * Depth * Columns) + (k * Columns) + j];
                    }

                    int place = (product / Inner * OutputOuter) + (product % Inner * Rows * Columns) + (i * Columns) + j;
                    expected[place] = (float)(sum + (2.0 * former[place]));
                }
            }
        }

        // Sums of 71 products below 2, each step of which rounds by 2⁻²⁴ of at most 72.
        Assert.Equal(expected, c.ToArray(), (x, y) => Math.Abs(x - y) <= 72 * 72 * 6e-8f);
    }

    /// <summary>Small integers, whose products and sums are exact.</summary>
    [Theory]
    [MemberData(nameof(KernelDevices.All), MemberType = typeof(KernelDevices))]
    public void Enqueue_HalvesWithGaps_LeavesTheGapsAsTheyAre(string kind)
    {
        JitDevice device = TestDevice.Get(kind);
        const int Count = 2;
        const int Side = 3;
        const int Pitch = 5;
        const int Plane = 17;
        Half[] factor = [.. Enumerable.Range(0, Count * Side * Side).Select(i => (Half)((i % 5) - 2))];
        Half[] former = [.. Enumerable.Range(0, Count * Plane).Select(i => (Half)(100 + i))];
        using DeviceBuffer<Half> a = device.Allocate<Half>(factor);
        using DeviceBuffer<Half> c = device.Allocate<Half>(former);
        MatrixOperand<Half> left = MatrixOperand<Half>.Dense(a.View, Side, Side);
        BatchedProduct.Enqueue(
            device.DefaultStream,
            left,
            left,
            new MatrixOperand<Half>(c.View, Side, Side, Pitch),
            new GemmBatch(Count, Count, Side * Side, 0, Side * Side, 0, Plane, 0));

        Half[] expected = [.. former];
        for (int product = 0; product < Count; product++)
        {
            for (int place = 0; place < Side * Side; place++)
            {
                (int i, int j) = (place / Side, place % Side);
                expected[(product * Plane) + (i * Pitch) + j] = (Half)Enumerable.Range(0, Side)
                    .Sum(k => (float)factor[(product * Side * Side) + (i * Side) + k] * (float)factor[(product * Side * Side) + (k * Side) + j]);
            }
        }

        Assert.Equal(expected, c.ToArray());
    }

    [Fact]
    public void MatrixProduct_OfSixteenBits_IsRefused()
    {
        JitDevice device = TestDevice.Get("cpu");
        using DeviceBuffer<Half> memory = device.Allocate<Half>(4);
        MatrixOperand<Half> square = MatrixOperand<Half>.Dense(memory.View, 2, 2);
        Assert.Throws<NotSupportedException>(() => MatrixProduct.Enqueue(device.DefaultStream, Half.One, square, square, Half.Zero, square));
        Assert.Throws<NotSupportedException>(() => MatrixProduct.Gram(device.DefaultStream, square, square));
        using DeviceMatrix<Half> matrix = DeviceMatrix<Half>.Allocate(device, 2, 2);
        using DeviceMatrix<Half> result = DeviceMatrix<Half>.Allocate(device, 2, 2);
        Assert.Throws<NotSupportedException>(() => matrix.Multiply(matrix, result));
    }
}
