using Panther.Core;

namespace Panther.Tests.Surface;

/// <summary>Overloads for host memory give what the others give: by rows, by columns, one right-hand side or several.</summary>
public sealed class HostOverloadTests
{
    private const int Order = 20;
    private const int RightHandSides = 3;

    // Both answers solve systems with condition numbers below 10 to some hundred eps, or exactly the same problem by the same sketch.
    private const double Tolerance = 1e-11;

    [Fact]
    public void ConjugateGradient_SeveralRightHandSides_AreThoseOfOneEach()
    {
        var options = new ConjugateGradientOptions { Device = TestDevice.Get("cpu") };
        (double[,] a, double[,] b) = System();
        double[,] solutions = ConjugateGradient.Solve(a, b, options).Solution;
        double[,] byColumns = ConjugateGradient.Solve(ByColumns(a), Order, MatrixLayout.ColumnMajor, ByColumns(b), RightHandSides, options).Solution;

        AssertColumns(b, solutions, byColumns, right => ConjugateGradient.Solve(a, right, options).Solution);
    }

    [Fact]
    public void RidgeRegression_SeveralRightHandSides_AreThoseOfOneEach()
    {
        var options = new LeastSquaresOptions { Device = TestDevice.Get("cpu") };
        (double[,] a, double[,] b) = System();
        double[,] solutions = RidgeRegression.Solve(a, b, 0.1, options).Solution;
        double[,] byColumns = RidgeRegression.Solve(ByColumns(a), Order, Order, MatrixLayout.ColumnMajor, ByColumns(b), RightHandSides, 0.1, options).Solution;

        AssertColumns(b, solutions, byColumns, right => RidgeRegression.Solve(a, right, 0.1, options).Solution);
    }

    [Fact]
    public void PivotedCholesky_OfASpan_IsThatOfTheArray()
    {
        var options = new PivotedCholeskyOptions { Device = TestDevice.Get("cpu") };
        double[,] a = System().A;

        Assert.Equal(PivotedCholesky.Compute(a, 5, options).Factor, PivotedCholesky.Compute(DenseOperand.Span(a), Order, 5, options).Factor);
    }

    /// <summary>A symmetric positive definite matrix with eigenvalues between (e - 1)/(e + 1) and the reciprocal, and right-hand sides.</summary>
    private static (double[,] A, double[,] B) System()
    {
        var a = new double[Order, Order];
        var b = new double[Order, RightHandSides];
        for (int i = 0; i < Order; i++)
        {
            for (int j = 0; j < Order; j++)
            {
                a[i, j] = Math.Exp(-Math.Abs(i - j));
            }

            for (int j = 0; j < RightHandSides; j++)
            {
                b[i, j] = Math.Cos(i + (5 * j));
            }
        }

        return (a, b);
    }

    private static double[] ByColumns(double[,] matrix) =>
        [.. Enumerable.Range(0, matrix.Length).Select(i => matrix[i % matrix.GetLength(0), i / matrix.GetLength(0)])];

    private static void AssertColumns(double[,] b, double[,] solutions, double[,] byColumns, Func<double[], double[]> solve)
    {
        for (int j = 0; j < RightHandSides; j++)
        {
            double[] one = solve([.. Enumerable.Range(0, Order).Select(i => b[i, j])]);
            for (int i = 0; i < Order; i++)
            {
                Assert.Equal(one[i], solutions[i, j], Tolerance);
                Assert.Equal(one[i], byColumns[i, j], Tolerance);
            }
        }
    }
}
