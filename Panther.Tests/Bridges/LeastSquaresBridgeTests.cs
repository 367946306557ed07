using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Bridges;

public sealed class LeastSquaresBridgeTests
{
    private const int Rows = 130, Columns = 7, Sides = 3;

    private static readonly Device Cpu = TestDevice.Get("cpu");
    private static readonly LeastSquaresOptions Options = new() { Seed = 3, Device = Cpu };
    private static readonly Matrix<double> A = Matrix<double>.Build.Random(Rows, Columns, 1);
    private static readonly Matrix<double> B = Matrix<double>.Build.Random(Rows, Sides, 2);

    // The conditions of Gaussian matrices of this shape are below 3: backward errors of a few eps move the solution by less than this.
    private const double Tolerance = 1e-12;

    [Fact]
    public void SolveLeastSquares_MathNet_AgreesWithItsQr()
    {
        Matrix<double> expected = A.QR().Solve(B);

        Assert.InRange((A.SolveLeastSquares(B, Options).Solution - expected).FrobeniusNorm(), 0, Tolerance);
        Assert.InRange((A.SolveLeastSquares(B.Column(1), Options).Solution - expected.Column(1)).L2Norm(), 0, Tolerance);
    }

    [Fact]
    public void SolveLeastSquares_SparseMathNet_AgreesWithDense()
    {
        Matrix<double> sparse = Matrix<double>.Build.SparseOfMatrix(A);
        sparse.CoerceZero(0.5);
        Matrix<double> dense = Matrix<double>.Build.DenseOfMatrix(sparse);

        Matrix<double> expected = dense.QR().Solve(B);

        Assert.InRange((sparse.SolveLeastSquares(B, Options).Solution - expected).FrobeniusNorm(), 0, Tolerance);
    }

    [Fact]
    public void SolveLeastSquares_Tensor_HasTheBitsOfTheArray()
    {
        double[,] a = A.ToArray(), b = B.ToArray();
        Tensor<double> tensor = Tensor.Create(a.Cast<double>().ToArray(), [Rows, Columns]);

        Tensor<double> several = tensor.SolveLeastSquares(Tensor.Create(b.Cast<double>().ToArray(), [Rows, Sides]), Options).Solution;
        Tensor<double> one = tensor.SolveLeastSquares(Tensor.Create(B.Column(0).ToArray(), [Rows]), Options).Solution;

        Assert.Equal([Columns, Sides], several.Lengths);
        Assert.Equal(Panther.Core.LeastSquares.Solve(a, b, Options).Solution.Cast<double>(), several);
        Assert.Equal([Columns], one.Lengths);
        Assert.Equal(Panther.Core.LeastSquares.Solve(a, B.Column(0).ToArray(), Options).Solution, one);
    }

    [Fact]
    public void SolveRidgeRegression_MathNetAndTensor_AgreeWithTheNormalEquations()
    {
        Matrix<double> expected = ((A.Transpose() * A) + (0.5 * Matrix<double>.Build.DenseIdentity(Columns))).Cholesky().Solve(A.Transpose() * B);
        Tensor<double> tensor = Tensor.Create(A.ToRowMajorArray(), [Rows, Columns]);

        Assert.InRange((A.SolveRidgeRegression(B, 0.5, Options).Solution - expected).FrobeniusNorm(), 0, Tolerance);
        Assert.InRange((Matrix<double>.Build.SparseOfMatrix(A).SolveRidgeRegression(B.Column(1), 0.5, Options).Solution - expected.Column(1)).L2Norm(), 0, Tolerance);
        Assert.All(
            tensor.SolveRidgeRegression(Tensor.Create(B.ToRowMajorArray(), [Rows, Sides]), 0.5, Options).Solution.Zip(expected.ToRowMajorArray()),
            pair => Assert.Equal(pair.Second, pair.First, Tolerance));
    }

    [Fact]
    public void LeverageScores_MathNetAndTensor_AreThoseOfTheArray()
    {
        double[] expected = LeverageScores.Compute(A.ToArray(), new LeverageScoresOptions { Device = Cpu }).Scores;
        Tensor<double> tensor = Tensor.Create(A.ToArray().Cast<double>().ToArray(), [Rows, Columns]);

        Assert.Equal(expected, tensor.LeverageScores(new LeverageScoresOptions { Device = Cpu }).Scores);
        Assert.InRange((A.LeverageScores(new LeverageScoresOptions { Device = Cpu }).Scores - Vector<double>.Build.Dense(expected)).L2Norm(), 0, Tolerance);
    }

    [Fact]
    public void EstimateSpectralNorm_MathNetAndTensor_HoldTheNorm()
    {
        var options = new NormEstimatorOptions { Device = Cpu };
        double exact = A.L2Norm();
        Tensor<double> tensor = Tensor.Create(A.ToArray().Cast<double>().ToArray(), [Rows, Columns]);

        foreach (NormEstimatorResult estimate in new[] { A.EstimateSpectralNorm(options), Matrix<double>.Build.SparseOfMatrix(A).EstimateSpectralNorm(options), tensor.EstimateSpectralNorm(options) })
        {
            Assert.InRange(exact, estimate.LowerBound * (1 - Tolerance), estimate.UpperBound * (1 + Tolerance));
        }
    }
}
