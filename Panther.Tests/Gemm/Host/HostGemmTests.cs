using System.Numerics;
using System.Runtime.Intrinsics;
using Panther.Kernels.Gemm.Host;

namespace Panther.Tests.Gemm.Host;

public sealed class HostGemmTests
{
    private static readonly int[] s_sizes = [0, 1, 2, 31, 32, 33, 65, 127, 443];
    private static readonly double[] s_factors = [0, 1, -0.5];

    [Fact]
    public void Multiply_SingleAllTranspositionsSizesAndFactors_MatchesDoubleLoops() => SweepShapes<float>();

    [Fact]
    public void Multiply_DoubleAllTranspositionsSizesAndFactors_MatchesDoubleLoops() => SweepShapes<double>();

    [Theory]
    [InlineData(37, 500, 800)]
    [InlineData(500, 37, 1200)]
    [InlineData(1, 300, 700)]
    [InlineData(300, 1, 700)]
    [InlineData(6000, 13, 385)]
    [InlineData(13, 6000, 385)]
    public void Multiply_SkinnyAndDeep_MatchesDoubleLoops(int m, int n, int k)
    {
        CheckProduct<float>(m, n, k, 0, 1, 0, 3, 0);
        CheckProduct<double>(m, n, k, 5, -0.5, 1, 0, 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    public void Multiply_FewColumns_GivesTheBitsOfThoseOfAWiderProduct(int columns)
    {
        CheckFewColumns<float>(columns);
        CheckFewColumns<double>(columns);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UpdateLower_EitherOrderOfStorage_WritesTheLowerTriangleOnly(bool columnMajor)
    {
        const int Order = 150;
        using var a = new GuardedMatrix<double>(Order, 40).FillUniform(1);
        using var whole = new GuardedMatrix<double>(Order, Order).FillUniform(2);
        using var c = new GuardedMatrix<double>(Order, Order, columnMajor).FillUniform(2);
        HostGemm.Multiply(-1, a.View, a.View.Transposed, 1, whole.View);
        HostGemm.UpdateLower(-1, a.View, 1, c.View);
        for (int i = 0; i < Order; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Assert.Equal(whole.View[i, j], c.View[i, j]);
            }
        }
    }

    [Fact]
    public void Multiply_AnyNumberOfThreads_GivesTheSameBits()
    {
        using var a = new GuardedMatrix<float>(413, 901).FillUniform(1);
        using var b = new GuardedMatrix<float>(901, 307).FillUniform(2);
        using var one = new GuardedMatrix<float>(413, 307);
        using var many = new GuardedMatrix<float>(413, 307);
        HostGemm.Multiply(1, a.View, b.View, 0, one.View, 1);
        for (int threads = 2; threads <= 5; threads++)
        {
            HostGemm.Multiply(1, a.View, b.View, 0, many.View, threads);
            Assert.Equal(one.ToDouble(), many.ToDouble());
        }
    }

    [Theory]
    [InlineData(443, 127, 800)]
    [InlineData(33, 500, 31)]
    public void Run_EveryVectorWidth_GivesTheSameBits(int m, int n, int k)
    {
        CheckWidths<float>(m, n, k);
        CheckWidths<double>(m, n, k);
    }

    [Fact]
    public void Multiply_BetaZero_DoesNotReadNanInDestination()
    {
        using var a = new GuardedMatrix<float>(45, 50).FillUniform(1);
        using var b = new GuardedMatrix<float>(50, 70).FillUniform(2);
        using var c = new GuardedMatrix<float>(45, 70).Fill((_, _) => double.NaN);
        HostGemm.Multiply(1, a.View, b.View, 0, c.View);
        Assert.DoesNotContain(c.ToDouble().Cast<double>(), double.IsNaN);
    }

    [Fact]
    public void Multiply_AlphaZero_DoesNotReadNanInFactors()
    {
        using var a = new GuardedMatrix<double>(5, 6).Fill((_, _) => double.NaN);
        using var c = new GuardedMatrix<double>(5, 5).Fill((i, j) => i + 10 * j);
        HostGemm.Multiply(0, a.View, a.View.Transposed, 2, c.View);
        Assert.Equal(2 * (3 + 10 * 4), c.View[3, 4]);
    }

    [Fact]
    public void Multiply_NanInFactor_ReachesItsRowOnly()
    {
        using var a = new GuardedMatrix<float>(40, 40).FillUniform(1);
        using var b = new GuardedMatrix<float>(40, 40).FillUniform(2);
        using var c = new GuardedMatrix<float>(40, 40);
        a.View[17, 3] = float.NaN;
        HostGemm.Multiply(1, a.View, b.View, 0, c.View);
        for (int i = 0; i < 40; i++)
        {
            for (int j = 0; j < 40; j++)
            {
                Assert.Equal(i == 17, float.IsNaN(c.View[i, j]));
            }
        }
    }

    [Fact]
    public void Multiply_ShapesThatDoNotFit_Throws()
    {
        using var a = new GuardedMatrix<float>(4, 5);
        using var c = new GuardedMatrix<float>(4, 4);
        Assert.Throws<ArgumentException>(() => HostGemm.Multiply(1, a.View, a.View, 0, c.View));
        Assert.Throws<ArgumentException>(() => HostGemm.Gram(1, a.View, 0, c.View));
    }

    [Fact]
    public unsafe void Multiply_GeneralStrides_MatchesDoubleLoops()
    {
        using var storage = new GuardedMatrix<double>(90, 200).FillUniform(5);
        using var b = new GuardedMatrix<double>(45, 33).FillUniform(6);
        using var destination = new GuardedMatrix<double>(60, 99);
        HostMatrix<double> a = new(storage.View.Pointer, 30, 45, 3 * 200, 4);
        HostMatrix<double> c = new(destination.View.Pointer, 30, 33, 2 * 99, 3);
        HostGemm.Multiply(1, a, b.View, 0, c);
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j < 33; j++)
            {
                double sum = 0;
                for (int p = 0; p < 45; p++)
                {
                    sum += a[i, p] * b.View[p, j];
                }

                // 45 products of magnitude at most 1, in either order: 2 * 45 * 45 * 2^-53.
                Assert.Equal(sum, c[i, j], 45 * 45 * 2.3e-16);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 33)]
    [InlineData(700, 130)]
    [InlineData(20, 257)]
    public void Gram_EitherSide_IsTheProductAndSymmetric(int m, int n)
    {
        CheckGram<float>(m, n, false);
        CheckGram<float>(m, n, true);
        CheckGram<double>(m, n, false);
        CheckGram<double>(m, n, true);
    }

    private static void CheckWidths<T>(int m, int n, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var a = new GuardedMatrix<T>(m, k).FillUniform(1);
        using var b = new GuardedMatrix<T>(k, n).FillUniform(2);
        using var wide = new GuardedMatrix<T>(m, n).FillUniform(3);
        using var middle = new GuardedMatrix<T>(m, n).FillUniform(3);
        using var narrow = new GuardedMatrix<T>(m, n).FillUniform(3);
        T alpha = T.CreateChecked(0.7), beta = T.CreateChecked(0.3);
        PackedGemm<T, RegisterTile12<T, Vector512<T>, VectorUnit512<T>>>.Run(alpha, a.View, b.View, beta, wide.View, 2, GemmRegion.Full);
        PackedGemm<T, RegisterTile6<T, Vector256<T>, VectorUnit256<T>>>.Run(alpha, a.View, b.View, beta, middle.View, 2, GemmRegion.Full);
        PackedGemm<T, RegisterTile6<T, Vector128<T>, VectorUnit128<T>>>.Run(alpha, a.View, b.View, beta, narrow.View, 1, GemmRegion.Full);
        Assert.Equal(wide.ToDouble(), middle.ToDouble());
        Assert.Equal(wide.ToDouble(), narrow.ToDouble());
        narrow.FillUniform(3);
        PackedGemm<T, RegisterTile12<T, Vector128<T>, VectorUnit128<T>>>.Run(alpha, a.View, b.View, beta, narrow.View, 1, GemmRegion.Full);
        Assert.Equal(wide.ToDouble(), narrow.ToDouble());
    }

    private static void CheckFewColumns<T>(int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int m, int k, int wider) = (301, 411, 40);
        T alpha = T.CreateChecked(0.7), beta = T.CreateChecked(0.3);
        for (int layout = 0; layout < 8; layout++)
        {
            using var a = new GuardedMatrix<T>(m, k, (layout & 1) != 0, 3).FillUniform(1);
            using var b = new GuardedMatrix<T>(k, wider, (layout & 2) != 0, 2).FillUniform(2);
            using var all = new GuardedMatrix<T>(m, wider).FillUniform(3);
            using var few = new GuardedMatrix<T>(m, wider, (layout & 4) != 0, 1).FillUniform(3);
            using var rows = new GuardedMatrix<T>(m, wider).FillUniform(3);
            HostMatrix<T> leading = b.View.Block(0, 0, k, columns);
            HostGemm.Multiply(alpha, a.View, b.View, beta, all.View);
            HostGemm.Multiply(alpha, a.View, leading, beta, few.View.Block(0, 0, m, columns));
            HostGemm.Multiply(alpha, leading.Transposed, a.View.Transposed, beta, rows.View.Block(0, 0, m, columns).Transposed);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    Assert.Equal(all.View[i, j], few.View[i, j]);
                    Assert.Equal(all.View[i, j], rows.View[i, j]);
                }
            }

            few.AssertPaddingUntouched();
        }
    }

    private static void CheckGram<T>(int m, int n, bool columnMajor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var a = new GuardedMatrix<T>(m, n, columnMajor, 3).FillUniform(7);
        using var c = new GuardedMatrix<T>(n, n, columnMajor, 2).Fill((i, j) => i + j);
        using var expected = new GuardedMatrix<T>(n, n).Fill((i, j) => i + j);
        HostGemm.Gram(T.CreateChecked(2), a.View, T.NegativeOne, c.View);
        HostGemm.Multiply(T.CreateChecked(2), a.View.Transposed, a.View, T.NegativeOne, expected.View);
        Assert.Equal(expected.ToDouble(), c.ToDouble());
        c.AssertPaddingUntouched();
    }

    private static void SweepShapes<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Every ordered pair of sizes meets in (m, n), with the depth running through the sizes out of step with both.
        int turn = 0;
        foreach (int m in s_sizes)
        {
            foreach (int n in s_sizes)
            {
                int k = s_sizes[(turn * 4 + 1) % s_sizes.Length];
                double alpha = s_factors[turn % 3];
                double beta = s_factors[turn / 3 % 3];
                for (int layout = 0; layout < 8; layout++)
                {
                    CheckProduct<T>(m, n, k, layout, layout < 4 ? 1 : alpha, layout < 4 ? 0 : beta, turn % 2 * 3, 2);
                    CheckProduct<T>(m, n, k, layout, alpha, beta, 0, 1);
                }

                turn++;
            }
        }

        foreach (int k in s_sizes)
        {
            foreach (double alpha in s_factors)
            {
                foreach (double beta in s_factors)
                {
                    for (int layout = 0; layout < 8; layout++)
                    {
                        CheckProduct<T>(33, 65, k, layout, alpha, beta, 1, 0);
                    }
                }
            }
        }
    }

    // layout: bit 0 for a, bit 1 for b, bit 2 for c, each set for column-major storage, which is a transposed operand.
    private static void CheckProduct<T>(int m, int n, int k, int layout, double alpha, double beta, int padding, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var a = new GuardedMatrix<T>(m, k, (layout & 1) != 0, padding).FillUniform(m + 1);
        using var b = new GuardedMatrix<T>(k, n, (layout & 2) != 0, padding).FillUniform(n + 2);
        using var c = new GuardedMatrix<T>(m, n, (layout & 4) != 0, padding).FillUniform(k + 3);
        double[,] left = a.ToDouble(), right = b.ToDouble(), former = c.ToDouble();
        HostGemm.Multiply(T.CreateChecked(alpha), a.View, b.View, T.CreateChecked(beta), c.View, threads);
        double[,] actual = c.ToDouble();

        // A sum of k products and the update have a forward error of at most (k + 3) eps (|alpha| |A| |B| + |beta| |C|), eps the unit
        // roundoff's double (Higham, Accuracy and Stability of Numerical Algorithms, section 3.5).
        double eps = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        double[] sums = new double[n], magnitudes = new double[n];
        for (int i = 0; i < m; i++)
        {
            Array.Clear(sums);
            Array.Clear(magnitudes);
            for (int p = 0; p < k; p++)
            {
                double x = left[i, p];
                for (int j = 0; j < n; j++)
                {
                    double term = x * right[p, j];
                    sums[j] += term;
                    magnitudes[j] += Math.Abs(term);
                }
            }

            for (int j = 0; j < n; j++)
            {
                double expected = alpha * sums[j] + beta * former[i, j];
                double bound = (k + 3) * eps * (Math.Abs(alpha) * magnitudes[j] + Math.Abs(beta * former[i, j]));
                if (!(Math.Abs(actual[i, j] - expected) <= bound))
                {
                    Assert.Fail($"{typeof(T).Name} {m}x{n}x{k} layout {layout} alpha {alpha} beta {beta}: ({i}, {j}) is {actual[i, j]}, not {expected}");
                }
            }
        }

        c.AssertPaddingUntouched();
    }
}
