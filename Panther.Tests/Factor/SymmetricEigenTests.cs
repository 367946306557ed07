using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;

namespace Panther.Tests.Factor;

public sealed class SymmetricEigenTests
{
    public static TheoryData<string> Devices => Kernels.KernelDevices.All;

    /// <summary>Values to c n u ‖A‖, vectors orthonormal to c n u, and the residual A V - V Λ to c n u ‖A‖; pairs of opposite sign are told apart.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Decompose_Indefinite_FindsValuesAndVectors(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        foreach (int order in new[] { 1, 2, 33, 70 })
        {
            double[] values = [.. Enumerable.Range(0, order).Select(i => 2.0 - (4.0 * i / Math.Max(1, order - 1)))];
            Check<double>(device, values, isPositive: false);
            Check<float>(device, values, isPositive: false);
        }

        Check<double>(device, [3, 0, 0, -3, -3], isPositive: false);
        Check<float>(device, [0, 0, 0], isPositive: false);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Decompose_Positive_FindsValuesAndVectors(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        Check<double>(device, [.. Enumerable.Range(0, 40).Select(i => Math.Pow(0.5, i))], isPositive: true);
        Check<float>(device, [5, 1, 1, 1, 0, 0, 0], isPositive: true);
    }

    [Fact]
    public void Decompose_NotSquare_Throws()
    {
        DeviceStream stream = TestDevice.Get("cpu").DefaultStream;
        using DeviceBuffer<float> buffer = stream.Device.Allocate<float>(12);
        RowMatrix<float> wide = new(buffer.View, 3, 4);
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose(stream, wide, wide));
    }

    private static void Check<T>(Device device, double[] expected, bool isPositive)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int order = expected.Length;
        Matrix<double> basis = Matrix<double>.Build.Random(order, order, order).QR().Q;
        Matrix<double> a = basis * Matrix<double>.Build.DenseOfDiagonalArray(expected) * basis.Transpose();
        a = (a + a.Transpose()) / 2;
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<T> matrix = device.Allocate<T>(Array.ConvertAll(a.ToRowMajorArray(), T.CreateTruncating));
        using DeviceBuffer<T> vectors = device.Allocate<T>(order * order);

        double[] values = SymmetricEigen.Decompose(
            stream, new RowMatrix<T>(matrix.View, order, order), new RowMatrix<T>(vectors.View, order, order), isPositive);

        Matrix<double> v = Matrix<double>.Build.DenseOfRowMajor(order, order, Array.ConvertAll(vectors.ToArray(), double.CreateTruncating));
        double norm = a.FrobeniusNorm();
        double bound = 20 * order * (double.CreateTruncating(T.BitIncrement(T.One)) - 1);
        Assert.All(values.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, tolerance: bound * norm));
        Assert.InRange((v.TransposeThisAndMultiply(v) - Matrix<double>.Build.DenseIdentity(order)).FrobeniusNorm(), 0, bound);
        Assert.InRange(((a * v) - (v * Matrix<double>.Build.DenseOfDiagonalArray(values))).FrobeniusNorm(), 0, bound * norm);
    }
}
