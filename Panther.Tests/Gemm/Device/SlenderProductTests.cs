using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Tests.Kernels;
using JitDevice = Panther.Jit.Runtime.Device;

namespace Panther.Tests.Gemm.Device;

/// <summary>
/// Products with few vectors, and Gram matrices, against double-precision loops; errors are held to (k + 4) u (|alpha| Σ|a||b| + |beta c|) as in
/// <see cref="DeviceProductTests"/>.
/// </summary>
public sealed class SlenderProductTests
{
    private const double Alpha = 1.5;

    public static TheoryData<string, int, int, int> Shapes()
    {
        var data = new TheoryData<string, int, int, int>();
        foreach ((int rows, int columns, int count) in new[] { (1, 1, 1), (257, 33, 8), (40, 300, 3), (1000, 17, 5), (3000, 130, 8) })
        {
            data.Add("cuda", rows, columns, count);
        }

        data.Add("cpu", 1, 1, 1);
        data.Add("cpu", 257, 33, 7);
        data.Add("cpu", 20, 200, 8);
        data.Add("opencl", 257, 33, 8);
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Enqueue_EveryLayout_IsAccurate(string kind, int rows, int columns, int count)
    {
        Assert.SkipWhen(kind == "opencl" && TestDevice.Get(kind).IsProcessor, "The OpenCL device is a processor, which never gets these kernels.");
        for (int variant = 0; variant < 8; variant++)
        {
            Check<float>(TestDevice.Get(kind), rows, columns, count, variant);
            Check<double>(TestDevice.Get(kind), rows, columns, count, variant);
        }
    }

    [Theory]
    [InlineData("cpu", 90, 70)]
    [InlineData("cpu", 33, 1)]
    [InlineData("cuda", 1000, 33)]
    [InlineData("cuda", 3001, 300)]
    [InlineData("cuda", 70, 513)]
    public void Gram_BothLayouts_IsAccurateAndSymmetric(string kind, int rows, int columns)
    {
        JitDevice device = TestDevice.Get(kind);
        double[] values = KernelDevices.Values(rows * columns, 3);
        foreach (bool byColumns in new[] { false, true })
        {
            using DeviceBuffer<double> matrix = device.Allocate<double>(values);
            using DeviceBuffer<double> gram = device.Allocate<double>((long)columns * columns);
            MatrixOperand<double> a = byColumns
                ? MatrixOperand<double>.Dense(matrix.View, columns, rows).Transposed
                : MatrixOperand<double>.Dense(matrix.View, rows, columns);
            DeviceProduct.Gram(device.DefaultStream, a, MatrixOperand<double>.Dense(gram.View, columns, columns));
            double[] result = gram.ToArray();
            for (int i = 0; i < columns; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    double sum = 0, magnitude = 0;
                    for (int k = 0; k < rows; k++)
                    {
                        double product = values[byColumns ? (i * rows) + k : (k * columns) + i] * values[byColumns ? (j * rows) + k : (k * columns) + j];
                        sum += product;
                        magnitude += Math.Abs(product);
                    }

                    Assert.Equal(sum, result[(i * columns) + j], (rows + 4) * 1.2e-16 * magnitude);
                    Assert.Equal(result[(i * columns) + j], result[(j * columns) + i]);
                }
            }
        }
    }

    // Bit 0: the matrix is transposed; bit 1: the vectors are stored one behind the other; bit 2: the images are, and have a former content.
    private static void Check<T>(JitDevice device, int rows, int columns, int count, int variant)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isTransposed = (variant & 1) != 0, vectorsByColumns = (variant & 2) != 0, imagesByColumns = (variant & 4) != 0;
        (int m, int k) = isTransposed ? (columns, rows) : (rows, columns);
        T[] a = Draw<T>(rows * columns, 1), b = Draw<T>(k * count, 2), c = Draw<T>(m * count, 3);
        double beta = imagesByColumns ? -2 : 0;
        using DeviceBuffer<T> matrix = device.Allocate<T>(a);
        using DeviceBuffer<T> vectors = device.Allocate<T>(b);
        using DeviceBuffer<T> images = device.Allocate<T>(c);
        MatrixOperand<T> operand = MatrixOperand<T>.Dense(matrix.View, rows, columns);
        SlenderProduct.Enqueue(
            device.DefaultStream,
            T.CreateChecked(Alpha),
            isTransposed ? operand.Transposed : operand,
            vectorsByColumns ? MatrixOperand<T>.Dense(vectors.View, count, k).Transposed : MatrixOperand<T>.Dense(vectors.View, k, count),
            T.CreateChecked(beta),
            imagesByColumns ? MatrixOperand<T>.Dense(images.View, count, m).Transposed : MatrixOperand<T>.Dense(images.View, m, count));
        T[] result = images.ToArray();

        double unit = typeof(T) == typeof(float) ? Math.Pow(2, -24) : Math.Pow(2, -53);
        for (int i = 0; i < m; i++)
        {
            for (int v = 0; v < count; v++)
            {
                double sum = 0, magnitude = 0;
                for (int p = 0; p < k; p++)
                {
                    double product = double.CreateChecked(a[isTransposed ? (p * columns) + i : (i * columns) + p])
                        * double.CreateChecked(b[vectorsByColumns ? (v * k) + p : (p * count) + v]);
                    sum += product;
                    magnitude += Math.Abs(product);
                }

                int place = imagesByColumns ? (v * m) + i : (i * count) + v;
                double before = beta * double.CreateChecked(c[place]);
                double bound = (k + 4) * unit * ((Alpha * magnitude) + Math.Abs(before));
                double error = Math.Abs(double.CreateChecked(result[place]) - ((Alpha * sum) + before));
                Assert.True(error <= bound, $"{typeof(T).Name} variant {variant}: ({i}, {v}) is off by {error}, bound {bound}");
            }
        }
    }

    private static T[] Draw<T>(int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Array.ConvertAll(KernelDevices.Values(count, seed), T.CreateTruncating);
}
