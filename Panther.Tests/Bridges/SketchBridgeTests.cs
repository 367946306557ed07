using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Bridges;

public sealed class SketchBridgeTests
{
    private static readonly Device Cpu = TestDevice.Get("cpu");
    private static readonly Matrix<double> A = Matrix<double>.Build.Random(40, 25, 1);

    // Sums of at most 40 products of normal numbers by numbers of size one, in another order than MathNet's.
    private const double Tolerance = 1e-12;

    [Fact]
    public void Apply_MathNetAndTensor_IsTheProductWithTheWrittenOutOperator()
    {
        SketchOperator left = new GaussianSketch(7, 40).Sample(3), right = new GaussianSketch(25, 6).Sample(3);
        using DeviceMatrix<double> leftWritten = left.Window<double>(Cpu, 0, 0, 7, 40), rightWritten = right.Window<double>(Cpu, 0, 0, 25, 6);
        Matrix<double> expectedLeft = leftWritten.ToMathNet() * A, expectedRight = A * rightWritten.ToMathNet();
        Tensor<double> tensor = Tensor.Create(A.ToRowMajorArray(), [40, 25]);
        Matrix<double> sparse = Matrix<double>.Build.SparseOfMatrix(A);

        Assert.InRange((left.ApplyLeft(A, Cpu) - expectedLeft).FrobeniusNorm(), 0, Tolerance);
        Assert.InRange((left.ApplyLeft(sparse, Cpu) - expectedLeft).FrobeniusNorm(), 0, Tolerance);
        Assert.All(left.ApplyLeft(tensor, Cpu).Zip(expectedLeft.ToRowMajorArray()), pair => Assert.Equal(pair.Second, pair.First, Tolerance));
        Assert.InRange((right.ApplyRight(A, Cpu) - expectedRight).FrobeniusNorm(), 0, Tolerance);
        Assert.InRange((right.ApplyRight(sparse, Cpu) - expectedRight).FrobeniusNorm(), 0, Tolerance);
        Assert.All(right.ApplyRight(tensor, Cpu).Zip(expectedRight.ToRowMajorArray()), pair => Assert.Equal(pair.Second, pair.First, Tolerance));
    }
}
