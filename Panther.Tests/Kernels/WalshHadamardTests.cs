using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Hadamard;

namespace Panther.Tests.Kernels;

public sealed class WalshHadamardTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void TransformRows_Single_AgreesWithDoubleLoop(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        foreach ((int rows, int order) in new[] { (1, 0), (7, 1), (33, 3), (5, 4), (443, 5), (3, 8), (9, 11), (3, 12), (3, 13), (2, 15), (3, 16), (1, 20) })
        {
            AssertTransform<float>(queue, rows, 1 << order, order % 3, true, 5.97e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void TransformRows_Double_AgreesWithDoubleLoop(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        foreach ((int rows, int order) in new[] { (1, 0), (3, 6), (5, 12), (3, 14), (1, 22) })
        {
            AssertTransform<double>(queue, rows, 1 << order, order % 3, true, 1.12e-16);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void TransformColumns_Single_AgreesWithDoubleLoop(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        foreach ((int order, int columns) in new[] { (0, 1), (1, 3), (3, 33), (4, 31), (5, 443), (8, 65), (9, 3), (10, 33), (12, 5), (13, 40), (19, 1) })
        {
            AssertTransform<float>(queue, 1 << order, columns, order % 3, false, 5.97e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void TransformColumns_Double_AgreesWithDoubleLoop(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        foreach ((int order, int columns) in new[] { (2, 7), (7, 33), (11, 3) })
        {
            AssertTransform<double>(queue, 1 << order, columns, order % 3, false, 1.12e-16);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void TransformRows_NoPowerOfTwo_Throws(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        using DeviceBuffer<float> buffer = queue.Device.Allocate<float>(12);
        RowMatrix<float> matrix = new(buffer.View, 4, 3);
        Assert.Throws<ArgumentException>(() => WalshHadamard.TransformRows(queue, matrix, matrix, 1));
        WalshHadamard.TransformRows(queue, matrix with { Columns = 0 }, matrix with { Columns = 0 }, 1);
    }

    private static void AssertTransform<T>(DeviceStream queue, int rows, int columns, int gap, bool isAlongRows, double unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int pitch = columns + gap;
        T[] data = [.. KernelDevices.Values(rows * pitch, rows + columns).Select(T.CreateTruncating)];
        int length = isAlongRows ? columns : rows;
        int order = BitOperations.Log2((uint)length);
        T factor = T.CreateTruncating(1 / Math.Sqrt(length));
        using DeviceBuffer<T> source = queue.Device.Allocate<T>(data);
        using DeviceBuffer<T> result = queue.Device.Allocate<T>(data);
        RowMatrix<T> from = new(source.View, rows, columns, pitch);
        RowMatrix<T> to = new(result.View, rows, columns, pitch);
        if (isAlongRows)
        {
            WalshHadamard.TransformRows(queue, from, to, factor);
            WalshHadamard.TransformRows(queue, from, from, factor);
        }
        else
        {
            WalshHadamard.TransformColumns(queue, from, to, factor);
            WalshHadamard.TransformColumns(queue, from, from, factor);
        }

        T[] actual = result.ToArray();
        Assert.Equal(actual, source.ToArray());
        for (int vector = 0; vector < (isAlongRows ? rows : columns); vector++)
        {
            double[] expected = new double[length];
            for (int i = 0; i < length; i++)
            {
                expected[i] = double.CreateTruncating(data[isAlongRows ? (vector * pitch) + i : (i * pitch) + vector]);
            }

            double norm = Math.Sqrt(expected.Sum(x => x * x));
            Reference(expected);

            // Each of the log₂ n stages, orthogonal up to its factor, rounds every element once: the error's norm is at most (log₂ n + 2)·u·‖x‖, that of
            // an element of the normalised transform not more.
            double tolerance = (order + 2) * unit * norm;
            for (int i = 0; i < length; i++)
            {
                double value = double.CreateTruncating(actual[isAlongRows ? (vector * pitch) + i : (i * pitch) + vector]);
                Assert.InRange(Math.Abs(value - (expected[i] / Math.Sqrt(length))), 0, tolerance);
            }
        }

        for (int row = 0; row < rows; row++)
        {
            Assert.Equal(data[((row * pitch) + columns)..((row + 1) * pitch)], actual[((row * pitch) + columns)..((row + 1) * pitch)]);
        }
    }

    private static void Reference(double[] x)
    {
        for (int half = 1; half < x.Length; half *= 2)
        {
            for (int i = 0; i < x.Length; i++)
            {
                if ((i & half) == 0)
                {
                    (x[i], x[i + half]) = (x[i] + x[i + half], x[i] - x[i + half]);
                }
            }
        }
    }
}
