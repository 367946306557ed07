using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm.Host;
using Panther.Tests.Gemm.Host;

namespace Panther.Tests.Factor.Host;

public sealed class HostCholeskyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(65)]
    [InlineData(127)]
    [InlineData(443)]
    public void Factor_PositiveDefinite_ReproducesTheMatrix(int n)
    {
        CheckReconstruction<float>(n, false);
        CheckReconstruction<float>(n, true);
        CheckReconstruction<double>(n, false);
        CheckReconstruction<double>(n, true);
    }

    [Fact]
    public void Factor_PositiveDefinite_AgreesWithMathNet()
    {
        const int N = 120;
        using GuardedMatrix<double> a = PositiveDefinite<double>(N, false);
        Matrix<double> expected = Matrix<double>.Build.DenseOfArray(a.ToDouble()).Cholesky().Factor;
        Assert.Equal(-1, HostCholesky.Factor(a.View));
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                // Both are backward stable and the matrix has a condition below 10: n eps |L| times the condition.
                Assert.Equal(expected[i, j], a.View[i, j], 10 * N * 2.3e-16 * expected[i, i] * 10);
            }
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(20, 7)]
    [InlineData(100, 0)]
    [InlineData(100, 40)]
    [InlineData(100, 99)]
    public void Factor_IndefiniteFromAColumn_ReturnsThatColumn(int n, int column)
    {
        foreach (double pivot in new[] { 0.0, -1.0, double.NaN, double.PositiveInfinity })
        {
            using var a = new GuardedMatrix<float>(n, n).Fill((i, j) => i != j ? 0 : i == column ? pivot : 2);
            Assert.Equal(column, HostCholesky.Factor(a.View));
        }
    }

    [Fact]
    public void Factor_NotSquare_Throws()
    {
        using var a = new GuardedMatrix<float>(3, 4);
        Assert.Throws<ArgumentException>(() => HostCholesky.Factor(a.View));
    }

    private static void CheckReconstruction<T>(int n, bool upper)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using GuardedMatrix<T> a = PositiveDefinite<T>(n, upper);
        double[,] original = a.ToDouble();
        HostMatrix<T> lower = upper ? a.View.Transposed : a.View;
        Assert.Equal(-1, HostCholesky.Factor(lower));
        a.AssertPaddingUntouched();

        // Higham, theorem 10.3: |A - L Lᵀ| is at most (n + 1) eps |L| |Lᵀ|.
        double eps = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0, magnitude = 0;
                for (int p = 0; p <= j; p++)
                {
                    double term = double.CreateChecked(lower[i, p]) * double.CreateChecked(lower[j, p]);
                    sum += term;
                    magnitude += Math.Abs(term);
                }

                Assert.True(Math.Abs(sum - original[i, j]) <= (n + 1) * eps * magnitude, $"{typeof(T).Name} {n}: ({i}, {j})");
            }
        }
    }

    private static GuardedMatrix<T> PositiveDefinite<T>(int n, bool columnMajor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(n);
        double[] values = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5)];
        return new GuardedMatrix<T>(n, n, columnMajor, 3).Fill((i, j) => (i == j ? 2 : 0) + values[i] * values[j] * 8 / n);
    }
}
