using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;

namespace Panther.Tests.Factor;

public sealed class TriangularSolveTests
{
    public static TheoryData<string, bool, int, int> Cases()
    {
        var data = new TheoryData<string, bool, int, int>();
        foreach ((int order, int right) in new[] { (0, 3), (3, 0), (1, 1), (2, 65), (31, 64), (33, 7), (65, 443), (150, 129) })
        {
            data.Add("cpu", false, order, right);
            data.Add("cpu", true, order, right);
            data.Add("cuda", true, order, right);
        }

        data.Add("opencl", true, 33, 65);
        return data;
    }

    /// <summary>
    /// |T X - B| ≤ (n + 4) eps (|T||X| + |B|) elementwise: Higham, Accuracy and Stability, theorem 8.5, with a rounding each for the product of the
    /// halves and for the reciprocal of the diagonal.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Left_EveryTriangleAndLayout_HasSmallResidual(string device, bool byKernels, int order, int right)
    {
        // Bit 0: upper; bit 1: the triangle is stored by columns; bit 2: the right-hand sides are.
        for (int variant = 0; variant < 8; variant++)
        {
            Check<float>(TestDevice.Get(device), byKernels, false, order, right, variant);
            Check<double>(TestDevice.Get(device), byKernels, false, order, right, variant);
        }
    }

    /// <summary>The triangles' |T⁻¹||T| is below 4 in the maximum norm, and enters once more for the inverses' own errors.</summary>
    [Theory]
    [InlineData("cpu", 65, 70)]
    [InlineData("cpu", 150, 33)]
    [InlineData("cuda", 65, 443)]
    [InlineData("cuda", 200, 1025)]
    public void Left_ByInversesOfBlocks_HasSmallResidual(string device, int order, int right)
    {
        for (int variant = 0; variant < 8; variant++)
        {
            Check<float>(TestDevice.Get(device), true, true, order, right, variant);
            Check<double>(TestDevice.Get(device), true, true, order, right, variant);
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Right_UpperTriangle_UndoesTheProduct(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        DeviceStream stream = device.DefaultStream;
        double[] t = Triangle(40, true);
        double[] x = RightValues(90 * 40);
        double[] b = new double[90 * 40];
        for (int i = 0; i < 90; i++)
        {
            for (int j = 0; j < 40; j++)
            {
                for (int k = 0; k <= j; k++)
                {
                    b[(i * 40) + j] += x[(i * 40) + k] * t[(k * 40) + j];
                }
            }
        }

        using DeviceBuffer<double> triangle = device.Allocate<double>(t);
        using DeviceBuffer<double> sides = device.Allocate<double>(b);
        TriangularSolve.Right(stream, true, MatrixOperand<double>.Dense(triangle.View, 40, 40), MatrixOperand<double>.Dense(sides.View, 90, 40));

        // The diagonal outweighs the rest of a row, so the condition is below 4 in the maximum norm.
        double[] solved = sides.ToArray();
        for (int i = 0; i < solved.Length; i++)
        {
            Assert.Equal(x[i], solved[i], 4 * 44 * 2.3e-16 * 4);
        }
    }

    [Fact]
    public void Left_ShapesThatDoNotFit_Throws()
    {
        DeviceStream stream = TestDevice.Get("cpu").DefaultStream;
        using DeviceBuffer<float> memory = stream.Device.Allocate<float>(40);
        MatrixOperand<float> square = MatrixOperand<float>.Dense(memory.View, 4, 4);
        MatrixOperand<float> oblong = MatrixOperand<float>.Dense(memory.View, 5, 4);
        Assert.Throws<ArgumentException>(() => TriangularSolve.Left(stream, true, oblong, square));
        Assert.Throws<ArgumentException>(() => TriangularSolve.Left(stream, true, square, oblong));
    }

    private static void Check<T>(Device device, bool byKernels, bool inverts, int order, int right, int variant)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool upper = (variant & 1) != 0;
        double[] t = Triangle(order, upper);
        double[] b = RightValues(order * right);
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<T> triangle = device.Allocate<T>(Stored<T>(t, order, order, (variant & 2) != 0));
        using DeviceBuffer<T> sides = device.Allocate<T>(Stored<T>(b, order, right, (variant & 4) != 0));
        MatrixOperand<T> left = Operand(triangle.View, order, order, (variant & 2) != 0);
        MatrixOperand<T> target = Operand(sides.View, order, right, (variant & 4) != 0);
        if (byKernels)
        {
            TriangularSolve.LeftByKernels(stream, upper, left, target, inverts);
        }
        else
        {
            TriangularSolve.Left(stream, upper, left, target);
        }

        T[] result = sides.ToArray();
        double[] x = new double[order * right];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < right; j++)
            {
                x[(i * right) + j] = double.CreateChecked((variant & 4) != 0 ? result[(j * order) + i] : result[(i * right) + j]);
            }
        }

        double eps = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < right; j++)
            {
                double side = double.CreateChecked(T.CreateChecked(b[(i * right) + j]));
                double sum = -side;
                double magnitude = Math.Abs(side);
                for (int k = upper ? i : 0; k <= (upper ? order - 1 : i); k++)
                {
                    double term = double.CreateChecked(T.CreateChecked(t[(i * order) + k])) * x[(k * right) + j];
                    sum += term;
                    magnitude += Math.Abs(term);
                }

                Assert.True(Math.Abs(sum) <= (inverts ? 8 : 1) * (order + 4) * eps * magnitude, $"{typeof(T).Name} variant {variant}: residual {sum} at ({i}, {j})");
            }
        }
    }

    private static MatrixOperand<T> Operand<T>(ArrayView<T> view, int rows, int columns, bool byColumns)
        where T : unmanaged
        => byColumns ? MatrixOperand<T>.Dense(view, columns, rows).Transposed : MatrixOperand<T>.Dense(view, rows, columns);

    private static T[] Stored<T>(double[] values, int rows, int columns, bool byColumns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var stored = new T[values.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                stored[byColumns ? (j * rows) + i : (i * columns) + j] = T.CreateChecked(values[(i * columns) + j]);
            }
        }

        return stored;
    }

    // NaN in the other triangle shows a read of it.
    private static double[] Triangle(int order, bool upper)
    {
        var random = new Random(order);
        double[] values = new double[order * order];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                values[(i * order) + j] = i == j ? 1.5 + random.NextDouble() : upper == j > i ? (random.NextDouble() - 0.5) * 2 / order : double.NaN;
            }
        }

        return values;
    }

    private static double[] RightValues(int count) => Kernels.KernelDevices.Values(count, 5);
}
