using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Panther.Kernels.Factor.Host;
using Panther.Tests.Gemm.Host;

namespace Panther.Tests.Factor.Host;

public sealed class HostQrTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(16, 16)]
    [InlineData(17, 17)]
    [InlineData(33, 31)]
    [InlineData(65, 64)]
    [InlineData(443, 127)]
    [InlineData(2000, 150)]
    [InlineData(200, 200)]
    public void Factor_Gaussian_IsOrthogonalAndReproduces(int m, int n)
    {
        var random = new Random(m + n);
        double Draw(long i, long j) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        Check<float>(m, n, false, Draw);
        Check<float>(m, n, true, Draw);
        Check<double>(m, n, false, Draw);
        Check<double>(m, n, true, Draw);
    }

    [Fact]
    public void Factor_Hilbert_IsOrthogonal()
    {
        Check<float>(100, 90, false, (i, j) => 1.0 / (i + j + 1));
        Check<double>(100, 90, false, (i, j) => 1.0 / (i + j + 1));
    }

    [Fact]
    public void Factor_RankDeficientAndZero_IsOrthogonal()
    {
        Check<float>(90, 70, false, (i, j) => (i % 7) * (j % 3));
        Check<double>(90, 70, false, (i, j) => i == j ? 0 : 1);
        Check<float>(90, 70, false, (_, _) => 0);
    }

    [Theory]
    [InlineData(1e30)]
    [InlineData(1e-30)]
    public void Factor_SquaresOutOfRange_IsOrthogonal(double scale) =>
        Check<float>(90, 40, false, (i, j) => scale * (1 + (i * 31 + j * 17 + i * j) % 11));

    [Fact]
    public void Factor_FullRank_AgreesWithMathNetUpToSigns()
    {
        const int M = 150, N = 70;
        using var a = new GuardedMatrix<double>(M, N).FillUniform(9);
        using var r = new GuardedMatrix<double>(N, N);
        Matrix<double> expected = Matrix<double>.Build.DenseOfArray(a.ToDouble()).QR().R;
        HostQr.Factor(a.View, r.View);
        for (int i = 0; i < N; i++)
        {
            double sign = Math.Sign(expected[i, i]) * Math.Sign(r.View[i, i]);
            for (int j = i; j < N; j++)
            {
                // Condition below 10; the norm of a column is about 7; M N eps for the accumulated error of both.
                Assert.Equal(expected[i, j], sign * r.View[i, j], 1e-11);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Factor_NotFinite_Throws(double value)
    {
        using var a = new GuardedMatrix<float>(40, 20).FillUniform(1);
        using var r = new GuardedMatrix<float>(20, 20);
        a.View[33, 7] = (float)value;
        Assert.Throws<ArgumentException>(() => HostQr.Factor(a.View, r.View));
    }

    [Fact]
    public void Factor_Wide_Throws()
    {
        using var a = new GuardedMatrix<float>(4, 5);
        using var r = new GuardedMatrix<float>(5, 5);
        Assert.Throws<ArgumentException>(() => HostQr.Factor(a.View, r.View));
    }

    private static void Check<T>(int m, int n, bool columnMajor, Func<long, long, double> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using GuardedMatrix<T> a = new GuardedMatrix<T>(m, n, columnMajor, 2).Fill(value);
        using var r = new GuardedMatrix<T>(n, n, columnMajor, 1);
        double[,] original = a.ToDouble();
        HostQr.Factor(a.View, r.View);
        a.AssertPaddingUntouched();
        r.AssertPaddingUntouched();
        double[,] q = a.ToDouble(), triangle = r.ToDouble();

        // n reflectors of length m: an error of sqrt(m n) eps in a column of Q or of A relative to its norm (Higham, theorem 19.4, with the
        // rounding errors adding up like random ones), 4 for the constant.
        double bound = 4 * Math.Sqrt((double)m * n) * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        Assert.InRange(DenseReference.OrthogonalityDefect(q), 0, bound);
        for (int j = 0; j < n; j++)
        {
            double error = 0, norm = 0;
            for (int i = 0; i < m; i++)
            {
                double sum = -original[i, j];
                for (int p = 0; p <= j; p++)
                {
                    sum += q[i, p] * triangle[p, j];
                }

                error += sum * sum;
                norm += original[i, j] * original[i, j];
            }

            Assert.InRange(Math.Sqrt(error), 0, bound * Math.Sqrt(norm));
            for (int i = j + 1; i < n; i++)
            {
                Assert.Equal(0, triangle[i, j]);
            }
        }
    }
}
