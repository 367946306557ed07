using System.Numerics;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm.Host;
using Panther.Tests.Gemm.Host;

namespace Panther.Tests.Factor.Host;

public sealed class HostTriangularTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 0, 3 }, { 3, 0 }, { 1, 1 }, { 2, 5 }, { 31, 1 }, { 32, 64 }, { 33, 65 }, { 65, 33 }, { 127, 443 }, { 200, 1025 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void SolveLeft_EveryTriangleAndLayout_HasSmallResidual(int n, int right)
    {
        for (int variant = 0; variant < 16; variant++)
        {
            CheckLeft<float>(n, right, variant);
            CheckLeft<double>(n, right, variant);
        }
    }

    [Fact]
    public void SolveRight_EveryTriangle_UndoesTheProduct()
    {
        foreach (bool upper in new[] { false, true })
        {
            using GuardedMatrix<double> t = Triangle<double>(50, upper, false);
            using var b = new GuardedMatrix<double>(300, 50).FillUniform(2);
            using var product = new GuardedMatrix<double>(300, 50);
            using var clean = new GuardedMatrix<double>(50, 50).Fill((i, j) => upper == j > i || i == j ? t.View[i, j] : 0);
            HostGemm.Multiply(1, b.View, clean.View, 0, product.View);
            HostTriangular.SolveRight(upper, false, t.View, product.View);

            // The triangles are well conditioned: the diagonal outweighs the rest of a row (condition below 4).
            for (int i = 0; i < 300; i++)
            {
                for (int j = 0; j < 50; j++)
                {
                    Assert.Equal(b.View[i, j], product.View[i, j], 4 * 50 * 2.3e-16 * 50);
                }
            }
        }
    }

    [Fact]
    public void SolveLeft_AnyNumberOfThreads_GivesTheSameBits()
    {
        using GuardedMatrix<float> t = Triangle<float>(180, false, false);
        using var one = new GuardedMatrix<float>(180, 900).FillUniform(3);
        using var two = new GuardedMatrix<float>(180, 900).FillUniform(3);
        HostTriangular.SolveLeft(false, false, t.View, one.View, 1);
        HostTriangular.SolveLeft(false, false, t.View, two.View, 2);
        Assert.Equal(one.ToDouble(), two.ToDouble());
    }

    /// <summary>A triangle of one element divides, and rounds as a division does; where its inverse is out of range too.</summary>
    [Fact]
    public void SolveLeft_OneElement_GivesTheBitsOfDivisions()
    {
        CheckDivisions<float>([3, -0.7, 1e-30, 1e30, 3e38, 1e-39]);
        CheckDivisions<double>([3, -0.7, 1e-160, 1e160, 1.5e308, 1e-310]);
    }

    [Fact]
    public void SolveLeft_ShapesThatDoNotFit_Throws()
    {
        using var t = new GuardedMatrix<float>(4, 5);
        using var b = new GuardedMatrix<float>(4, 5);
        Assert.Throws<ArgumentException>(() => HostTriangular.SolveLeft(true, false, t.View, b.View));
        Assert.Throws<ArgumentException>(() => HostTriangular.SolveLeft(true, false, t.View.Block(0, 0, 3, 3), b.View));
    }

    private static void CheckDivisions<T>(double[] divisors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (double divisor in divisors)
        {
            using GuardedMatrix<T> t = new GuardedMatrix<T>(1, 1).Fill((_, _) => divisor);
            using GuardedMatrix<T> b = new GuardedMatrix<T>(1, 1003).FillUniform(5), expected = new GuardedMatrix<T>(1, 1003).FillUniform(5);
            HostTriangular.SolveLeft(true, false, t.View, b.View);
            for (int j = 0; j < 1003; j++)
            {
                Assert.Equal(expected.View[0, j] / t.View[0, 0], b.View[0, j]);
            }
        }
    }

    // variant: bit 0 upper, bit 1 unit diagonal, bit 2 t column-major (a transposed triangle), bit 3 b column-major.
    private static void CheckLeft<T>(int n, int right, int variant)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool upper = (variant & 1) != 0, unit = (variant & 2) != 0;
        using GuardedMatrix<T> t = Triangle<T>(n, upper, (variant & 4) != 0);
        using var b = new GuardedMatrix<T>(n, right, (variant & 8) != 0, 3).FillUniform(4);
        double[,] rhs = b.ToDouble();
        HostTriangular.SolveLeft(upper, unit, t.View, b.View);
        double[,] triangle = t.ToDouble(), x = b.ToDouble();

        // Higham, theorem 8.5: the residual is at most n eps |T| |X| elementwise; one more for the product of the halves.
        double eps = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < right; j++)
            {
                double sum = -rhs[i, j], magnitude = Math.Abs(rhs[i, j]);
                for (int p = upper ? i : 0; p <= (upper ? n - 1 : i); p++)
                {
                    double term = (unit && p == i ? 1 : triangle[i, p]) * x[p, j];
                    sum += term;
                    magnitude += Math.Abs(term);
                }

                if (!(Math.Abs(sum) <= (n + 1) * eps * magnitude))
                {
                    Assert.Fail($"{typeof(T).Name} {n}x{right} variant {variant}: residual {sum} at ({i}, {j})");
                }
            }
        }

        b.AssertPaddingUntouched();
    }

    // NaN in the other triangle shows a read of it.
    private static GuardedMatrix<T> Triangle<T>(int n, bool upper, bool columnMajor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(n);
        return new GuardedMatrix<T>(n, n, columnMajor, 2).Fill(
            (i, j) => i == j ? 1.5 + random.NextDouble() : upper == j > i ? (random.NextDouble() - 0.5) * 2 / n : double.NaN);
    }
}
