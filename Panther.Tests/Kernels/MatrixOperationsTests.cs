using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Transpose;

namespace Panther.Tests.Kernels;

public sealed class MatrixOperationsTests
{
    private static readonly (int Rows, int Columns)[] Shapes =
        [(0, 3), (1, 1), (1, 33), (33, 1), (31, 32), (32, 33), (3, 443), (443, 3), (65, 129), (130, 64)];

    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Single_AllShapes_HaveTheBitsOfDotNet(string device) => AssertAll(TestDevice.Get(device), KernelDevices.Singles);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Double_AllShapes_HaveTheBitsOfDotNet(string device) => AssertAll(TestDevice.Get(device), KernelDevices.Values);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Transpose_WrongShapeOrView_Throws(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        using DeviceBuffer<float> buffer = queue.Device.Allocate<float>(12);
        RowMatrix<float> matrix = new(buffer.View, 3, 4);
        Assert.Throws<ArgumentException>(() => Transposition.Transpose(queue, matrix, matrix));
        Assert.Throws<ArgumentException>(() => MatrixOperations.Copy(queue, matrix, new RowMatrix<float>(buffer.View, 4, 4)));
        Assert.Throws<ArgumentException>(() => MatrixOperations.Identity(queue, 1f, new RowMatrix<float>(buffer.View, 2, 5, 3)));
    }

    private static void AssertAll<T>(Device device, Func<int, int, T[]> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DeviceStream queue = device.DefaultStream;
        foreach ((int rows, int columns) in Shapes)
        {
            // Rows of the source lie further apart than they are long.
            int pitch = columns + 3;
            T[] data = values(rows * pitch, 1);
            T[] factors = values(Math.Max(rows, columns), 2);
            using DeviceBuffer<T> sourceBuffer = device.Allocate<T>(data);
            using DeviceBuffer<T> factorBuffer = device.Allocate<T>(factors);
            using DeviceBuffer<T> buffer = device.Allocate<T>(rows * columns);
            RowMatrix<T> source = new(sourceBuffer.View, rows, columns, pitch);
            RowMatrix<T> result = new(buffer.View, rows, columns);

            MatrixOperations.Copy(queue, source, result);
            AssertElements(buffer, rows, columns, (i, j) => data[(i * pitch) + j]);
            MatrixOperations.ScaleRows(queue, factorBuffer.View, source, result);
            AssertElements(buffer, rows, columns, (i, j) => factors[i] * data[(i * pitch) + j]);
            MatrixOperations.ScaleColumns(queue, factorBuffer.View, source, result);
            AssertElements(buffer, rows, columns, (i, j) => factors[j] * data[(i * pitch) + j]);
            MatrixOperations.Identity(queue, T.One, result);
            AssertElements(buffer, rows, columns, (i, j) => i == j ? T.One : T.Zero);
            Transposition.Transpose(queue, source, new RowMatrix<T>(buffer.View, columns, rows));
            AssertElements(buffer, columns, rows, (i, j) => data[(j * pitch) + i]);

            int[] order = [.. Enumerable.Range(0, columns).Select(j => (j * 7) % columns)];
            using DeviceBuffer<int> orderBuffer = device.Allocate<int>(order);
            MatrixOperations.GatherColumns(queue, orderBuffer.View, source, result);
            AssertElements(buffer, rows, columns, (i, j) => data[(i * pitch) + order[j]]);

            int[] permutation = [.. Enumerable.Range(0, rows)];
            new Random(rows).Shuffle(permutation);
            using DeviceBuffer<int> permutationBuffer = device.Allocate<int>(permutation);
            MatrixOperations.GatherRows(queue, permutationBuffer.View, source, result);
            AssertElements(buffer, rows, columns, (i, j) => data[(permutation[i] * pitch) + j]);
            using DeviceBuffer<T> scattered = device.Allocate<T>(rows * columns);
            MatrixOperations.ScatterRows(queue, permutationBuffer.View, result, new RowMatrix<T>(scattered.View, rows, columns));
            AssertElements(scattered, rows, columns, (i, j) => data[(i * pitch) + j]);
            VectorOperations.Reverse(queue, scattered.View, buffer.View);
            AssertElements(buffer, rows, columns, (i, j) => data[((rows - 1 - i) * pitch) + columns - 1 - j]);
        }
    }

    private static void AssertElements<T>(DeviceBuffer<T> actual, int rows, int columns, Func<int, int, T> expected)
        where T : unmanaged
    {
        T[] values = actual.ToArray();
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                Assert.Equal(expected(i, j), values[(i * columns) + j]);
            }
        }
    }
}
