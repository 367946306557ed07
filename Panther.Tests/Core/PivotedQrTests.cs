using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Core;

public sealed class PivotedQrTests
{
    public static TheoryData<string, int, int, int> Shapes()
    {
        var data = new TheoryData<string, int, int, int>();
        foreach ((int rows, int columns, int block) in new[] { (1, 1, 8), (20, 1, 8), (1, 20, 8), (60, 60, 16), (200, 50, 16), (50, 200, 7), (100, 129, 128) })
        {
            data.Add("cpu", rows, columns, block);
            data.Add("cuda", rows, columns, block);
        }

        data.Add("opencl", 90, 60, 16);
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Compute_AnyShape_IsSoundAndOfFullRank(string device, int rows, int columns, int block)
    {
        Check<float>(TestDevice.Get(device), rows, columns, block);
        if (device != "opencl")
        {
            Check<double>(TestDevice.Get(device), rows, columns, block);
        }
    }

    /// <summary>
    /// 50·max(m, n)·eps for orthogonality and reconstruction, as tolerances are relative to the larger side here; the diagonal within 10·n of the singular values.
    /// </summary>
    [Fact]
    public void Compute_EveryKindOfMatrix_KeepsItsBounds()
    {
        foreach (string kind in QrMatrix.Kinds)
        {
            foreach (double condition in QrMatrix.HasCondition(kind) ? new[] { 1, 1e6, 1e12, 1e15 } : [1])
            {
                double[,] a = QrMatrix.Create(kind, 120, 30, condition, seed: 1);
                PivotedQrResult<double[,]> result = PivotedQr.Compute(a, OnCpu with { BlockSize = 8 });
                QrQuality quality = AssertSound(a, result.Q, result.R, result.Permutation, $"{kind} {condition:g2}");
                Assert.InRange(result.Rank, quality.ValuesAbove(300 * result.RankTolerance), quality.ValuesAbove(result.RankTolerance / 300));
                Assert.Equal(QrMatrix.Rank(kind, 30) ?? result.Rank, result.Rank);
                for (int i = 0; i < result.Rank; i++)
                {
                    Assert.InRange(quality.Diagonal[i], quality.SingularValues[i] / 300, quality.SingularValues[i] * 300);
                }
            }
        }
    }

    /// <summary>What blocks of columns hide, alone or together, comes to light when all are there: Q turns with R.</summary>
    [Theory]
    [InlineData("cpu", 8)]
    [InlineData("cpu", 128)]
    [InlineData("opencl", 16)]
    [InlineData("cuda", 16)]
    public void Compute_KahanMatrices_RevealsTheirRank(string device, int block)
    {
        foreach (string kind in new[] { "graded kahan", "kahan before a gap" })
        {
            double[,] a = QrMatrix.Create(kind, 60, 33, 1, seed: 2);
            using DeviceMatrix<double> matrix = QrMatrix.OnDevice(TestDevice.Get(device), a, MatrixLayout.ColumnMajor);
            using DevicePivotedQrResult<double> result = PivotedQr.Compute(matrix, new PivotedQrOptions { BlockSize = block });
            QrQuality quality = AssertSound(a, result.Q.ToArray(), result.R.ToArray(), result.Permutation, kind);
            Assert.InRange(result.Rank, quality.ValuesAbove(330 * result.RankTolerance), quality.ValuesAbove(result.RankTolerance / 330));
            Assert.All(quality.Diagonal.Zip(quality.SingularValues), pair => Assert.InRange(pair.First / pair.Second, 0.1 / 33, 330));
        }
    }

    /// <summary>Kahan's triangle, its order kept by a diagonal that is raised a little; A is its own sketch here.</summary>
    [Fact]
    public void Compute_SquareKahanMatrix_RevealsItsRank()
    {
        const int Order = 90;
        const double Sine = 0.97;
        double cosine = Math.Sqrt(1 - (Sine * Sine));
        var a = new float[Order, Order];
        for (int i = 0; i < Order; i++)
        {
            for (int j = i; j < Order; j++)
            {
                a[i, j] = (float)(Math.Pow(Sine, i) * (i == j ? 1 + (25 * 1.2e-7 * (Order - i)) : -cosine));
            }
        }

        PivotedQrResult<float[,]> result = PivotedQr.Compute(a, OnCpu);
        QrQuality quality = QrQuality.Of(a, result.Q, result.R, result.Permutation);
        Assert.False(result.IsSketched);
        Assert.Equal(Order - 1, result.Rank);
        Assert.All(quality.Diagonal.Zip(quality.SingularValues), pair => Assert.InRange(pair.First / pair.Second, 0.1 / Order, 10 * Order));
        Assert.InRange(quality.Orthogonality, 0, 50 * Order * 1.2e-7);
        Assert.InRange(quality.Reconstruction, 0, 50 * Order * 1.2e-7);
    }

    /// <summary>With a rank less than there is, the columns that were taken stay the same, in another order.</summary>
    [Fact]
    public void Compute_KahanMatrixToARank_FactorsTheColumnsThatWereTaken()
    {
        double[,] a = QrMatrix.Create("graded kahan", 80, 40, 1, seed: 3);
        PivotedQrResult<double[,]> result = PivotedQr.Compute(a, OnCpu with { BlockSize = 16, MaximumRank = 30 });
        Assert.Equal(30, result.Rank);
        var taken = new double[80, 30];
        for (int i = 0; i < 80; i++)
        {
            for (int j = 0; j < 30; j++)
            {
                taken[i, j] = a[i, result.Permutation[j]];
            }
        }

        var triangle = new double[30, 30];
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j < 30; j++)
            {
                triangle[i, j] = result.R[i, j];
            }
        }

        QrQuality quality = AssertSound(taken, result.Q, triangle, [.. Enumerable.Range(0, 30)], "taken");
        Assert.All(quality.Diagonal.Zip(quality.SingularValues), pair => Assert.InRange(pair.First / pair.Second, 0.1 / 40, 400));
    }

    [Fact]
    public void Compute_MaximumRank_StopsThereWithNearlyTheBestError()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(i => Math.Pow(0.8, i))];
        double[,] a = SpectrumMatrix.Create(90, 70, values, seed: 2);
        PivotedQrResult<double[,]> result = PivotedQr.Compute(a, OnCpu with { BlockSize = 8, MaximumRank = 20 });
        Assert.Equal(20, result.Rank);
        Assert.Equal(20, result.Q.GetLength(1));
        Assert.Equal(70, result.R.GetLength(1));

        // Pivoted QR stays within √(1 + k(n - k)) of the best in the Frobenius norm in practice (Gu and Eisenstat 1996 prove it for the strong kind).
        double best = SpectrumMatrix.Tail(values, 20) / SpectrumMatrix.Tail(values, 0);
        Assert.InRange(result.ReconstructionError, best / 2, best * Math.Sqrt(1 + (20 * 50)));
    }

    [Fact]
    public void Compute_ZeroMatrix_HasRankZero()
    {
        PivotedQrResult<double[,]> result = PivotedQr.Compute(new double[6, 9], OnCpu);
        Assert.Equal(0, result.Rank);
        Assert.Empty(result.Q);
        Assert.Empty(result.R);
        Assert.Equal(Enumerable.Range(0, 9), result.Permutation.Order());
    }

    [Fact]
    public void Compute_SketchThatLosesDirections_ChoosesPivotsFromTheMatrix()
    {
        double[,] a = QrMatrix.Create("identity", 900, 300, 1, seed: 0);
        PivotedQrResult<double[,]> result = PivotedQr.Compute(a, OnCpu with { Oversampling = 1, NonzerosPerColumn = 1 });
        Assert.Equal(300, result.Rank);
        AssertSound(a, result.Q, result.R, result.Permutation, "identity");
    }

    [Fact]
    public void Compute_BadInput_ThrowsWhatIsDocumented()
    {
        Assert.Throws<ArgumentNullException>(() => PivotedQr.Compute((double[,])null!));
        Assert.Throws<ArgumentException>(() => PivotedQr.Compute(new double[3, 0], OnCpu));
        Assert.Throws<ArgumentException>(() => PivotedQr.Compute(new double[,] { { 1, double.NaN } }, OnCpu));
        Assert.Throws<NotSupportedException>(() => PivotedQr.Compute(new Half[3, 2], OnCpu));
        double[,] sound = { { 1, 2 } };
        Assert.Throws<ArgumentOutOfRangeException>(() => PivotedQr.Compute(sound, OnCpu with { BlockSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PivotedQr.Compute(sound, OnCpu with { MaximumRank = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PivotedQr.Compute(sound, OnCpu with { RankTolerance = -1 }));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => PivotedQr.Compute(sound, OnCpu, null, source.Token));
        DeviceMatrix<double> disposed = DeviceMatrix<double>.Create(TestDevice.Get("cpu"), sound);
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => PivotedQr.Compute(disposed));
    }

    private static PivotedQrOptions OnCpu => new() { Device = TestDevice.Get("cpu") };

    private static void Check<T>(Device device, int rows, int columns, int block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[,] a = SpectrumMatrix.Convert(QrMatrix.Create("gaussian", rows, columns, 1, seed: rows), T.CreateTruncating);
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            using DeviceMatrix<T> matrix = QrMatrix.OnDevice(device, a, layout);
            using DevicePivotedQrResult<T> result = PivotedQr.Compute(matrix, new PivotedQrOptions { BlockSize = block });
            Assert.Equal(Math.Min(rows, columns), result.Rank);
            AssertSound(a, result.Q.ToArray(), result.R.ToArray(), result.Permutation, $"{typeof(T).Name} {layout}");
        }
    }

    private static QrQuality AssertSound<T>(T[,] a, T[,] q, T[,] r, IReadOnlyList<int> permutation, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double bound = 50 * Math.Max(a.GetLength(0), a.GetLength(1)) * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        QrQuality quality = QrQuality.Of(a, q, r, permutation);
        Assert.Equal(Enumerable.Range(0, a.GetLength(1)), permutation.Order());
        Assert.True(quality.Orthogonality <= bound, $"{what}: orthogonality {quality.Orthogonality:g3}");
        Assert.True(quality.Reconstruction <= bound, $"{what}: reconstruction {quality.Reconstruction:g3}");
        for (int i = 0; i < r.GetLength(0); i++)
        {
            Assert.True(r[i, i] > T.Zero);
            for (int j = 0; j < i; j++)
            {
                Assert.Equal(T.Zero, r[i, j]);
            }
        }

        return quality;
    }
}
