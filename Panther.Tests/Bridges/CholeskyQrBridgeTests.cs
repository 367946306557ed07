using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Panther.Core;

namespace Panther.Tests.Bridges;

public sealed class CholeskyQrBridgeTests
{
    private static readonly CholeskyQrOptions Options = new() { Seed = 3, Device = TestDevice.Get("cpu") };

    [Fact]
    public void CholeskyQr_MathNetAndTensor_HaveTheBitsOfArraysInTheirOrder()
    {
        Matrix<double> a = Matrix<double>.Build.Random(130, 9, 1);

        CholeskyQrResult<Matrix<double>> ofMatrix = a.CholeskyQr(Options);
        CholeskyQrResult<Tensor<double>> ofTensor = Tensor.Create(a.ToRowMajorArray(), [130, 9]).CholeskyQr(Options);

        Assert.Equal(CholeskyQr.Compute<double>(a.ToColumnMajorArray(), 130, 9, MatrixLayout.ColumnMajor, Options).Q, ofMatrix.Q.ToArray());
        Assert.Equal(CholeskyQr.Compute(a.ToArray(), Options).Q.Cast<double>(), ofTensor.Q);
        Assert.Equal(CholeskyQr.Compute(a.ToArray(), Options).Permutation, ofTensor.Permutation);
    }
}
