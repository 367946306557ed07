using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;

namespace Panther.Tests.Factor;

public sealed class HouseholderQrTests
{
    public static TheoryData<string, int, int, bool> Shapes()
    {
        var data = new TheoryData<string, int, int, bool>();
        foreach (string device in new[] { "cpu", "cuda", "opencl" })
        {
            foreach ((int rows, int columns) in new[] { (1, 1), (33, 1), (40, 40), (443, 31), (300, 65) })
            {
                data.Add(device, rows, columns, false);
                if (device == "cpu")
                {
                    data.Add(device, rows, columns, true);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Factor_Gaussian_IsOrthogonalAndReproduces(string deviceName, int rows, int columns, bool byKernels)
    {
        Device device = TestDevice.Get(deviceName);
        Matrix<double> a = Matrix<double>.Build.Random(rows, columns, rows + columns);
        Check<double>(device, a, byKernels);
        Check<float>(device, a, byKernels);
    }

    [Theory]
    [InlineData("cpu", true)]
    [InlineData("cuda", false)]
    [InlineData("opencl", false)]
    public void Factor_DependentAndZeroColumns_IsOrthogonal(string deviceName, bool byKernels)
    {
        Device device = TestDevice.Get(deviceName);
        Matrix<double> a = Matrix<double>.Build.Dense(90, 70, (i, j) => (i % 7) * (j % 3));
        Check<double>(device, a, byKernels);
        Check<float>(device, a, byKernels);
        Check<double>(device, Matrix<double>.Build.Dense(60, 40), byKernels);
        Check<double>(device, Matrix<double>.Build.Dense(60, 40, (i, j) => i == 59 && j > 37 ? 1 : 0), byKernels);
        Check<double>(device, Matrix<double>.Build.Dense(60, 40, (i, j) => 1.0 / (i + j + 1)), byKernels);
    }

    [Fact]
    public void Factor_WrongShapes_Throws()
    {
        DeviceStream stream = TestDevice.Get("cpu").DefaultStream;
        using DeviceBuffer<float> buffer = stream.Device.Allocate<float>(12);
        RowMatrix<float> wide = new(buffer.View, 3, 4), tall = new(buffer.View, 4, 3), square = new(buffer.View, 3, 3);
        Assert.Throws<ArgumentException>(() => HouseholderQr.Factor(stream, wide, wide, square));
        Assert.Throws<ArgumentException>(() => HouseholderQr.Factor(stream, tall, wide, square));
        Assert.Throws<ArgumentException>(() => HouseholderQr.Factor(stream, tall, tall, tall));
    }

    /// <summary>‖QᵀQ - I‖ and ‖A - QR‖ / ‖A‖ are at most c n √m u, c a small constant (Higham, theorem 19.4, with √m for its m).</summary>
    private static void Check<T>(Device device, Matrix<double> matrix, bool byKernels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DeviceStream stream = device.DefaultStream;
        int rows = matrix.RowCount, columns = matrix.ColumnCount;
        T[] values = Array.ConvertAll(matrix.ToRowMajorArray(), T.CreateTruncating);
        using DeviceBuffer<T> a = device.Allocate<T>(values), q = device.Allocate<T>(values.Length), r = device.Allocate<T>(columns * columns);
        q.CopyFrom(Enumerable.Repeat(T.NaN, values.Length).ToArray());
        r.CopyFrom(Enumerable.Repeat(T.NaN, columns * columns).ToArray());
        var panel = new RowMatrix<T>(a.View, rows, columns);
        var basis = new RowMatrix<T>(q.View, rows, columns);
        var triangle = new RowMatrix<T>(r.View, columns, columns);
        if (byKernels)
        {
            HouseholderQr.FactorByKernels(stream, panel, basis, triangle);
        }
        else
        {
            HouseholderQr.Factor(stream, panel, basis, triangle);
        }

        Matrix<double> qd = ToDouble(q, rows, columns), rd = ToDouble(r, columns, columns);
        Matrix<double> exact = Matrix<double>.Build.DenseOfRowMajor(rows, columns, Array.ConvertAll(values, double.CreateTruncating));
        double bound = 4 * columns * Math.Sqrt(rows) * (double.CreateTruncating(T.BitIncrement(T.One)) - 1);
        Assert.InRange((qd.TransposeThisAndMultiply(qd) - Matrix<double>.Build.DenseIdentity(columns)).FrobeniusNorm(), 0, bound);
        Assert.InRange((exact - (qd * rd)).FrobeniusNorm(), 0, bound * exact.FrobeniusNorm());
        Assert.Equal(0, rd.StrictlyLowerTriangle().FrobeniusNorm());
    }

    private static Matrix<double> ToDouble<T>(DeviceBuffer<T> buffer, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Matrix<double>.Build.DenseOfRowMajor(rows, columns, Array.ConvertAll(buffer.ToArray(), double.CreateTruncating));
}
