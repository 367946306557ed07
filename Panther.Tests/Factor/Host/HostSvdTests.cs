using System.Numerics;
using System.Runtime.Intrinsics;
using MathNet.Numerics.LinearAlgebra;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm.Host;
using Panther.Tests.Gemm.Host;

namespace Panther.Tests.Factor.Host;

public sealed class HostSvdTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 1)]
    [InlineData(1, 5)]
    [InlineData(16, 16)]
    [InlineData(31, 31)]
    [InlineData(33, 32)]
    [InlineData(33, 65)]
    [InlineData(97, 97)]
    [InlineData(138, 138)]
    [InlineData(266, 266)]
    [InlineData(443, 127)]
    public void Decompose_Uniform_IsADecomposition(int m, int n)
    {
        var random = new Random(m + n);
        double Draw(long i, long j) => random.NextDouble() - 0.5;
        Check<float>(m, n, false, Draw);
        Check<float>(m, n, true, Draw);
        Check<double>(m, n, false, Draw);
        Check<double>(m, n, true, Draw);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(97)]
    [InlineData(145)]
    [InlineData(266)]
    public void Decompose_AnyNumberOfThreads_GivesTheSameBits(int n)
    {
        CheckThreads<float>(n);
        CheckThreads<double>(n);
    }

    [Fact]
    public void Decompose_RankDeficientInBlocks_HasOrthonormalVectors()
    {
        Check<float>(110, 110, false, (i, j) => (i % 7) * (j % 3));
        Check<double>(130, 130, false, (i, j) => i < 20 ? Math.Sin(i * j) : 0);
    }

    [Fact]
    public void Decompose_Zero_HasOrthonormalVectors()
    {
        Check<float>(20, 20, false, (_, _) => 0);
        Check<double>(30, 7, false, (_, _) => 0);
    }

    [Fact]
    public void Decompose_RankDeficient_HasOrthonormalVectors()
    {
        Check<float>(40, 40, false, (_, _) => 1);
        Check<float>(60, 33, false, (i, j) => (i % 7) * (j % 3));
        Check<double>(40, 40, false, (i, j) => i == 3 && j == 17 ? -5 : 0);
        Check<double>(40, 40, false, (i, j) => i < 20 ? Math.Sin(i * j) : 0);
    }

    [Fact]
    public void Decompose_Hilbert_IsADecomposition()
    {
        Check<float>(60, 60, false, (i, j) => 1.0 / (i + j + 1));
        Check<double>(60, 60, false, (i, j) => 1.0 / (i + j + 1));
    }

    [Fact]
    public void Decompose_EqualValues_IsADecomposition()
    {
        Check<float>(50, 50, false, (i, j) => i == j ? 3 : 0);
        Check<double>(64, 64, false, (i, j) => double.IsEvenInteger(BitOperations.PopCount((ulong)(i & j))) ? 1 : -1);
    }

    [Theory]
    [InlineData(1e36)]
    [InlineData(1e-30)]
    [InlineData(1e-38)]
    public void Decompose_ElementsNearTheEndsOfTheRange_IsADecomposition(double scale)
    {
        var random = new Random(5);
        Check<float>(45, 45, false, (_, _) => scale * (random.NextDouble() + 0.5));
        Check<float>(90, 45, false, (_, _) => scale * (random.NextDouble() + 0.5));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(60, false)]
    [InlineData(150, true)]
    [InlineData(150, false)]
    public void Decompose_GradedBySixteenOrders_IsAccurateRelativeToEachValue(int n, bool byColumns)
    {
        var random = new Random(11);
        double Scale(long k) => (float)Math.Pow(10, -16.0 * k / n);
        double dominance = 2 * Math.Sqrt(n / 12.0);
        using var a = new GuardedMatrix<float>(n, n).Fill(
            (i, j) => ((i == j ? dominance : 0) + random.NextDouble() - 0.5) * Scale(byColumns ? j : i));
        using var exact = new GuardedMatrix<double>(n, n).Fill((i, j) => a.View[i, j]);
        float[] values = Values<float>(a);
        double[] expected = Values<double>(exact);

        // The scaled matrix has a condition below 10 (its diagonal is twice as long as the rest's eigenvalues); Drmač and Veselić 2008, theorem 3.1: n eps times that.
        for (int i = 0; i < n; i++)
        {
            Assert.Equal(1, values[i] / expected[i], 10 * n * 1.2e-7);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Decompose_NotFinite_Throws(double value)
    {
        using var a = new GuardedMatrix<double>(20, 20).FillUniform(1);
        a.View[13, 7] = value;
        Assert.Throws<ArgumentException>(() => Values<double>(a));
    }

    [Fact]
    public void Decompose_ShapesThatDoNotFit_Throws()
    {
        using var a = new GuardedMatrix<double>(4, 3);
        Assert.Throws<ArgumentException>(() => HostSvd.Decompose(a.View, a.View, new double[4], a.View));
    }

    // More threads than the machine has, too: so not by way of HostSvd, which takes no more than there are processors.
    private static void CheckThreads<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using GuardedMatrix<T> a = new GuardedMatrix<T>(n, n).FillUniform(n);
        double[,]? left = null, right = null;
        T[]? singular = null;
        foreach (int workers in new[] { 1, 2, 3, 8 })
        {
            using var u = new GuardedMatrix<T>(n, n);
            using var v = new GuardedMatrix<T>(n, n);
            var values = new T[n];
            JacobiSvd<T, Vector128<T>, VectorUnit128<T>>.Decompose(a.View, 0, u.View, values, v.View, workers);
            left ??= u.ToDouble();
            right ??= v.ToDouble();
            singular ??= values;
            Assert.Equal(singular, values);
            Assert.Equal(left, u.ToDouble());
            Assert.Equal(right, v.ToDouble());
        }
    }

    private static T[] Values<T>(GuardedMatrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long rank = Math.Min(a.View.Rows, a.View.Columns);
        using var u = new GuardedMatrix<T>(a.View.Rows, rank);
        using var v = new GuardedMatrix<T>(a.View.Columns, rank);
        var values = new T[rank];
        HostSvd.Decompose(a.View, u.View, values, v.View);
        return values;
    }

    private static void Check<T>(int m, int n, bool columnMajor, Func<long, long, double> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rank = Math.Min(m, n);
        using GuardedMatrix<T> a = new GuardedMatrix<T>(m, n, columnMajor, 2).Fill(value);
        using var u = new GuardedMatrix<T>(m, rank, columnMajor, 1);
        using var v = new GuardedMatrix<T>(n, rank, columnMajor, 3);
        var values = new T[rank];
        double[,] original = a.ToDouble();
        HostSvd.Decompose(a.View, u.View, values, v.View);
        Assert.Equal(original, a.ToDouble());
        a.AssertPaddingUntouched();
        u.AssertPaddingUntouched();
        v.AssertPaddingUntouched();
        double[,] left = u.ToDouble(), right = v.ToDouble();
        double[] singular = [.. values.Select(x => double.CreateChecked(x))];

        // Pairs stop at a cosine of eps sqrt(n) / 4, which is eps n / 4 for a vector against all others; the rotations and reflectors that a
        // vector goes through, about 8 n of eps / 2 each with random signs, stay below the rest. A tall matrix adds its QR factorisation.
        double eps = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        double bound = eps * (rank + 16 + (m == n ? 0 : 4 * Math.Sqrt((double)m * n)));
        Assert.InRange(DenseReference.OrthogonalityDefect(left), 0, bound);
        Assert.InRange(DenseReference.OrthogonalityDefect(right), 0, bound);
        double error = 0, norm = 0;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = -original[i, j];
                for (int k = 0; k < rank; k++)
                {
                    sum += left[i, k] * singular[k] * right[j, k];
                }

                error += sum * sum;
                norm += original[i, j] * original[i, j];
            }
        }

        Assert.InRange(Math.Sqrt(error), 0, bound * Math.Sqrt(norm));
        Assert.All(singular, x => Assert.True(x >= 0));
        Assert.Equal(singular.OrderDescending(), singular);
        if (rank > 0)
        {
            // A backward error of the size above moves a singular value by at most its norm (Weyl); MathNet's own error in double comes on top.
            // MathNet's has absolute thresholds, so it gets the matrix at an ordinary size.
            double size = norm > 0 ? Math.Sqrt(norm) : 1;
            double[] expected = [.. (Matrix<double>.Build.DenseOfArray(original) / size).Svd(false).S];
            for (int k = 0; k < rank; k++)
            {
                Assert.Equal(expected[k], singular[k] / size, 2 * bound);
            }
        }
    }
}
