using MathNet.Numerics.LinearAlgebra;
using Panther.Jit.Runtime;
using Panther.Kernels.Factor;

namespace Panther.Tests.Factor;

public sealed class CholeskyTests
{
    public static TheoryData<string, int, bool> Orders()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (string device in new[] { "cpu", "cuda", "opencl" })
        {
            foreach (int order in new[] { 1, 2, 31, 32, 33, 65, 138, 266 })
            {
                data.Add(device, order, false);
                data.Add(device, order, true);
            }
        }

        return data;
    }

    /// <summary>‖A - L Lᵀ‖ ≤ c n u ‖A‖ (Higham, Accuracy and Stability, theorem 10.3) and ‖L⁻¹ L - I‖ ≤ c n u κ(L).</summary>
    [Theory]
    [MemberData(nameof(Orders))]
    public void Factor_WellConditioned_GivesFactorAndInverse(string deviceName, int order, bool byKernels)
    {
        Matrix<double> a = WellConditioned(order);

        (Matrix<double> l, Matrix<double> inverse, int status) = Factor(TestDevice.Get(deviceName), a, byKernels);

        Assert.Equal(int.MaxValue, status);
        double bound = 10 * order * 1.12e-16;
        Assert.True((a - (l * l.Transpose())).FrobeniusNorm() <= bound * a.FrobeniusNorm());
        Assert.True(((inverse * l) - Matrix<double>.Build.DenseIdentity(order)).FrobeniusNorm() <= 10 * bound * order);
        Assert.Equal(0, l.StrictlyUpperTriangle().FrobeniusNorm());
        Assert.Equal(0, inverse.StrictlyUpperTriangle().FrobeniusNorm());
    }

    [Theory]
    [InlineData("cpu", false)]
    [InlineData("cpu", true)]
    [InlineData("cuda", true)]
    [InlineData("opencl", true)]
    public void Factor_DependentColumn_ReportsIt(string deviceName, bool byKernels)
    {
        Matrix<double> basis = Matrix<double>.Build.Random(90, 70, seed: 3);
        basis.SetColumn(40, basis.Column(3) + basis.Column(17));

        (_, _, int status) = Factor(TestDevice.Get(deviceName), basis.TransposeThisAndMultiply(basis), byKernels);

        Assert.Equal(41, status);
    }

    [Theory]
    [InlineData("cpu", false)]
    [InlineData("cpu", true)]
    [InlineData("cuda", true)]
    [InlineData("opencl", true)]
    public void Factor_NaN_ReportsItsColumn(string deviceName, bool byKernels)
    {
        Matrix<double> a = WellConditioned(50);
        a[35, 35] = double.NaN;

        (_, _, int status) = Factor(TestDevice.Get(deviceName), a, byKernels);

        Assert.Equal(36, status);
    }

    private static Matrix<double> WellConditioned(int order)
    {
        Matrix<double> basis = Matrix<double>.Build.Random(order + 20, order, seed: order);
        return basis.TransposeThisAndMultiply(basis) + (order * Matrix<double>.Build.DenseIdentity(order));
    }

    private static (Matrix<double> Factor, Matrix<double> Inverse, int Status) Factor(Device device, Matrix<double> matrix, bool byKernels)
    {
        int order = matrix.RowCount;
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<double> a = device.Allocate<double>(matrix.ToRowMajorArray());
        using DeviceBuffer<double> factor = device.Allocate<double>(a.Length);
        using DeviceBuffer<double> inverse = device.Allocate<double>(a.Length);
        using DeviceBuffer<int> status = device.Allocate<int>(1);
        if (byKernels)
        {
            Cholesky.FactorByKernels(stream, a.View, factor.View, inverse.View, status.View, order, order * Math.ScaleB(1, -52));
        }
        else
        {
            Cholesky.Factor(stream, a.View, factor.View, inverse.View, status.View, order);
        }

        return (ToMatrix(factor), ToMatrix(inverse), status.ToArray()[0]);

        Matrix<double> ToMatrix(DeviceBuffer<double> buffer) => Matrix<double>.Build.DenseOfRowMajor(order, order, buffer.ToArray());
    }
}
