using System.Numerics;
using System.Runtime.Intrinsics;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm.Host;
using Panther.Tests.Gemm.Host;

namespace Panther.Tests.Factor.Host;

public sealed class PivotedGramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(65)]
    [InlineData(129)]
    public void TryFactor_ColumnsOfUnequalLengths_GivesThePivotsAndTheTriangleOfReflections(int order)
    {
        CheckAgainstReflections<float>(order);
        CheckAgainstReflections<double>(order);
    }

    [Fact]
    public void TryFactor_AnyNumberOfThreads_GivesTheSameBits()
    {
        Check<float>();
        Check<double>();

        static void Check<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var a = new GuardedMatrix<T>(200, 130).FillUniform(1);
            (int[] Pivots, double[,] Triangle)? one = Factor(a, 1), three = Factor(a, 3);
            Assert.NotNull(one);
            Assert.NotNull(three);
            Assert.Equal(one.Value.Pivots, three.Value.Pivots);
            Assert.Equal(one.Value.Triangle, three.Value.Triangle);
        }
    }

    /// <summary>As long as squares are in range a power of two changes no digit.</summary>
    [Fact]
    public void TryFactor_ScaledMatrix_GivesTheScaledTriangle()
    {
        Check<float>(40);
        Check<float>(-40);
        Check<double>(480);
        Check<double>(-480);

        static void Check<T>(int exponent)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using GuardedMatrix<T> a = Uniform<T>((_, _) => 1), scaled = Uniform<T>((_, _) => Math.ScaleB(1, exponent));
            (int[] Pivots, double[,] Triangle)? plain = Factor(a, 1), result = Factor(scaled, 1);
            Assert.NotNull(plain);
            Assert.NotNull(result);
            Assert.Equal(plain.Value.Pivots, result.Value.Pivots);
            Assert.Equal(plain.Value.Triangle.Cast<double>().Select(value => Math.ScaleB(value, exponent)), result.Value.Triangle.Cast<double>());
        }
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("zero column")]
    [InlineData("equal columns")]
    [InlineData("short column")]
    [InlineData("long column")]
    [InlineData("graded")]
    [InlineData("squares that underflow")]
    [InlineData("squares that overflow")]
    [InlineData("NaN")]
    [InlineData("infinity")]
    public void TryFactor_NotWellConditionedOrOutOfRange_LeavesItToReflections(string kind)
    {
        Check<float>(62);
        Check<double>(515);

        void Check<T>(int exponent)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using GuardedMatrix<T> a = Uniform<T>((i, j) => kind switch
            {
                "zero" => 0,
                "zero column" => j == 7 ? 0 : 1,
                "equal columns" => 1,
                "short column" => j == 7 ? 1 / 32d : 1,
                "long column" => j == 7 ? 32 : 1,
                "graded" => Math.Pow(2, -j / 4d),
                "squares that underflow" => Math.ScaleB(1, -exponent),
                "squares that overflow" => Math.ScaleB(1, exponent),
                "NaN" => (i, j) == (3, 7) ? double.NaN : 1,
                _ => (i, j) == (3, 7) ? double.PositiveInfinity : 1,
            });
            if (kind == "equal columns")
            {
                a.View.Block(0, 3, a.View.Rows, 1).CopyTo(a.View.Block(0, 7, a.View.Rows, 1));
            }

            Assert.Null(Factor(a, 1));
        }
    }

    /// <summary>
    /// Kahan's triangle of order 60 and sine 0.97, its ties broken in the way that keeps its order: the diagonal of R falls to 0.17 only, but its condition number is 7e6, and the Gram matrix does not hold
    /// what a triangle of that condition needs.
    /// </summary>
    [Fact]
    public void TryFactor_IllConditionedBehindAFlatDiagonal_LeavesItToReflections()
    {
        Check<float>();
        Check<double>();

        static void Check<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            const double Sine = 0.97;
            double cosine = Math.Sqrt(1 - (Sine * Sine));
            using GuardedMatrix<T> a = new GuardedMatrix<T>(60, 60).Fill(
                (i, j) => Math.Pow(Sine, i) * (i == j ? 1 : j > i ? -cosine : 0) * Math.Pow(0.999, j));
            Assert.Null(Factor(a, 1));
        }
    }

    /// <summary>Products and sums of these are exact, and so are the ties.</summary>
    [Fact]
    public void TryFactor_Ties_TakesTheFirst()
    {
        using var identity = new GuardedMatrix<double>(40, 40).Fill((i, j) => i == j ? 1 : 0);
        using var hadamard = new GuardedMatrix<float>(64, 64).Fill((i, j) => long.PopCount(i & j) % 2 == 0 ? 1 : -1);
        Check(Factor(identity, 1), 1);
        Check(Factor(hadamard, 2), 8);

        static void Check((int[] Pivots, double[,] Triangle)? result, double length)
        {
            Assert.NotNull(result);
            (int[] pivots, double[,] triangle) = result.Value;
            Assert.Equal(Enumerable.Range(0, pivots.Length), pivots);
            for (int i = 0; i < pivots.Length; i++)
            {
                for (int j = 0; j < pivots.Length; j++)
                {
                    Assert.Equal(i == j ? length : 0, triangle[i, j]);
                }
            }
        }
    }

    /// <summary>
    /// Columns of lengths 1 to 4, orthogonal but for 0.01/√m an element, which changes their squares and those of their rests by 0.08/√m and 0.0064·n/m at most, below 0.02. These squares are 6/n apart or more, at least 0.046: the
    /// order of the pivots is that of the lengths.
    /// </summary>
    private static void CheckAgainstReflections<T>(int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = 3 * order;
        var random = new Random(order);
        int[] places = [.. Enumerable.Range(0, order)];
        random.Shuffle(places);
        using GuardedMatrix<T> a = new GuardedMatrix<T>(rows, order).Fill(
            (i, j) => (i == j ? 1 + (3.0 * places[j] / order) : 0) + ((random.NextDouble() - 0.5) * 0.02 / Math.Sqrt(rows)));
        using var reflected = new GuardedMatrix<T>(order, order);
        var pivots = new int[order];
        BlockedPivotedQr<T, Vector128<T>, VectorUnit128<T>>.Factor(a.View, pivots, reflected.View, order, 1);

        (int[] Pivots, double[,] Triangle)? result = Factor(a, 1);

        Assert.NotNull(result);
        Assert.Equal(Enumerable.Range(0, order).OrderByDescending(j => places[j]), result.Value.Pivots);
        Assert.Equal(pivots, result.Value.Pivots);

        // Cholesky's triangle errs by the squared condition number, 4² and a little, times the rounding of the Gram matrix.
        double tolerance = 20 * (rows + order) * double.CreateChecked(T.BitIncrement(T.One) - T.One) * 4;
        Assert.All(
            reflected.ToDouble().Cast<double>().Zip(result.Value.Triangle.Cast<double>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private static GuardedMatrix<T> Uniform<T>(Func<long, long, double> factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(5);
        return new GuardedMatrix<T>(100, 33).Fill((i, j) => factor(i, j) * ((random.NextDouble() * 2) - 1));
    }

    private static (int[] Pivots, double[,] Triangle)? Factor<T>(GuardedMatrix<T> a, int degree)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var triangle = new GuardedMatrix<T>(a.View.Columns, a.View.Columns, padding: 3);
        var pivots = new int[a.View.Columns];
        bool isDone = PivotedGram<T, Vector128<T>, VectorUnit128<T>>.TryFactor(a.View, pivots, triangle.View, degree);
        triangle.AssertPaddingUntouched();
        return isDone ? (pivots, triangle.ToDouble()) : null;
    }
}
