using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Tests.Core;

namespace Panther.Tests.Factor;

public sealed class SmallSvdTests
{
    public enum Way
    {
        Public,
        InBlocks,
        InPlace,
    }

    public static TheoryData<string, int, int, Way> Shapes()
    {
        var data = new TheoryData<string, int, int, Way>();
        foreach (string device in new[] { "cpu", "cuda", "opencl" })
        {
            foreach ((int rows, int columns) in new[] { (1, 1), (1, 5), (7, 1), (16, 16), (33, 20), (20, 65), (67, 67) })
            {
                data.Add(device, rows, columns, Way.Public);
            }

            data.Add(device, 33, 20, Way.InPlace);
            data.Add(device, 33, 20, Way.InBlocks);
        }

        return data;
    }

    /// <summary>Singular values to c n u of the largest, vectors orthonormal to c n u; c a small constant (Drmač and Veselić 2008, section 3).</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Decompose_FallingSpectrum_FindsIt(string deviceName, int rows, int columns, Way way)
    {
        Device device = TestDevice.Get(deviceName);
        double[] values = [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(i => 3 * Math.Pow(0.6, i))];
        Matrix<double> a = Matrix<double>.Build.DenseOfArray(SpectrumMatrix.Create(rows, columns, values, rows + columns));
        Check<double>(device, a, values, way);
        Check<float>(device, a, values, way);
    }

    [Theory]
    [InlineData("cpu", Way.Public)]
    [InlineData("cpu", Way.InBlocks)]
    [InlineData("cuda", Way.Public)]
    [InlineData("opencl", Way.Public)]
    public void Decompose_FlatZeroAndDeficient_IsOrthonormal(string deviceName, Way way)
    {
        Device device = TestDevice.Get(deviceName);
        Check<float>(device, Matrix<double>.Build.Dense(20, 20), new double[20], way);
        Check<double>(device, Matrix<double>.Build.DenseIdentity(33), [.. Enumerable.Repeat(1.0, 33)], way);
        double[] step = [2, 2, 2, 0, 0, 0, 0, 0];
        Matrix<double> diagonal = Matrix<double>.Build.Dense(30, 8, (i, j) => i == j + 4 ? step[j] : 0);
        Check<double>(device, diagonal, step, way);
        Check<float>(device, diagonal.Transpose(), step, way);
        Check<double>(device, 1e200 * diagonal, [.. step.Select(s => 1e200 * s)], way);
        Check<float>(device, 1e-30 * diagonal, [.. step.Select(s => 1e-30 * s)], way);
    }

    /// <summary>Rows of very different lengths: each value is right relative to itself.</summary>
    [Theory]
    [InlineData("cpu", Way.Public)]
    [InlineData("cpu", Way.InBlocks)]
    [InlineData("cuda", Way.Public)]
    [InlineData("opencl", Way.Public)]
    public void Decompose_GradedRows_HasRelativeAccuracy(string deviceName, Way way)
    {
        Device device = TestDevice.Get(deviceName);
        Matrix<double> mixed = Matrix<double>.Build.DenseOfArray(SpectrumMatrix.Create(24, 24, [.. Enumerable.Range(0, 24).Select(i => 1 + (i / 24.0))], 5));
        Matrix<double> graded = Matrix<double>.Build.DenseOfDiagonalArray([.. Enumerable.Range(0, 24).Select(i => Math.Pow(10, -i))]) * mixed;
        double[] values = Run<double>(device, graded, way).Values;

        // The determinant is the product of the values, and known: 10^-(0+1+...+23) times that of the mixed matrix.
        double expected = (-(23 * 24 / 2) * Math.Log(10)) + Math.Log(Math.Abs(mixed.Determinant()));
        Assert.Equal(expected, values.Sum(Math.Log), tolerance: 1e-10);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Decompose_NaN_Throws(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        Matrix<double> a = Matrix<double>.Build.DenseIdentity(5);
        a[3, 2] = double.NaN;
        Assert.Throws<ArithmeticException>(() => Run<double>(device, a, Way.Public));
    }

    [Fact]
    public void Decompose_WrongShapes_Throws()
    {
        DeviceStream stream = TestDevice.Get("cpu").DefaultStream;
        using DeviceBuffer<float> buffer = stream.Device.Allocate<float>(12);
        RowMatrix<float> wide = new(buffer.View, 3, 4), square = new(buffer.View, 3, 3);
        Assert.Throws<ArgumentException>(() => SmallSvd.Decompose(stream, wide, square, square));
    }

    private static void Check<T>(Device device, Matrix<double> matrix, double[] expected, Way way)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Matrix<double> u, double[] values, Matrix<double> v) = Run<T>(device, matrix, way);
        double unit = double.CreateTruncating(T.BitIncrement(T.One)) - 1;
        double bound = 10 * (matrix.RowCount + matrix.ColumnCount) * unit;
        double largest = expected[0];
        Assert.All(values.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, tolerance: bound * largest));
        Assert.Equal(values.OrderDescending(), values);
        Assert.InRange((u.TransposeThisAndMultiply(u) - Matrix<double>.Build.DenseIdentity(u.ColumnCount)).FrobeniusNorm(), 0, bound);
        Assert.InRange((v.TransposeThisAndMultiply(v) - Matrix<double>.Build.DenseIdentity(v.ColumnCount)).FrobeniusNorm(), 0, bound);
        Matrix<double> product = u * Matrix<double>.Build.DenseOfDiagonalArray(values) * v.Transpose();
        Assert.InRange(Largest(matrix - product), 0, bound * largest);
    }

    private static double Largest(Matrix<double> matrix) => matrix.Enumerate().Max(Math.Abs);

    private static (Matrix<double> U, double[] Values, Matrix<double> V) Run<T>(Device device, Matrix<double> matrix, Way way)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DeviceStream stream = device.DefaultStream;
        int rows = matrix.RowCount, columns = matrix.ColumnCount, rank = Math.Min(rows, columns);
        using DeviceBuffer<T> a = device.Allocate<T>(Array.ConvertAll(matrix.ToRowMajorArray(), T.CreateTruncating));
        using DeviceBuffer<T> u = device.Allocate<T>(rows * rank), v = device.Allocate<T>(columns * rank);
        RowMatrix<T> source = new(a.View, rows, columns), left = new(u.View, rows, rank), right = new(v.View, columns, rank);
        double[] values = way == Way.Public
            ? SmallSvd.Decompose(stream, source, left, right)
            : SmallSvd.DecomposeByKernels(stream, source, left, right, way == Way.InPlace ? 0 : 1 << 17);
        return (ToDouble(u, rows), values, ToDouble(v, columns));
    }

    private static Matrix<double> ToDouble<T>(DeviceBuffer<T> buffer, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Matrix<double>.Build.DenseOfRowMajor(rows, (int)(buffer.Length / rows), Array.ConvertAll(buffer.ToArray(), double.CreateTruncating));
}
