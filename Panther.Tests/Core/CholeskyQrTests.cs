using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Core;

public sealed class CholeskyQrTests
{
    public static TheoryData<string, int, int> Shapes()
    {
        var data = new TheoryData<string, int, int>();
        foreach ((int rows, int columns) in new[] { (1, 1), (33, 1), (32, 32), (443, 33), (300, 129), (1025, 65) })
        {
            data.Add("cpu", rows, columns);
            data.Add("cuda", rows, columns);
        }

        data.Add("opencl", 200, 33);
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Compute_GaussianInEveryLayout_KeepsFullRank(string device, int rows, int columns)
    {
        CheckFullRank<float>(TestDevice.Get(device), rows, columns);
        if (device != "opencl")
        {
            CheckFullRank<double>(TestDevice.Get(device), rows, columns);
        }
    }

    [Fact]
    public void Compute_SingleGaussianAtTheLeastOversampling_KeepsFullRank()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            float[,] a = SpectrumMatrix.Convert(QrMatrix.Create("gaussian", 2000, 128, 1, seed), x => (float)x);
            CholeskyQrResult<float[,]> result = CholeskyQr.Compute(a, OnCpu with { Oversampling = 1.25, Seed = (ulong)seed });
            Assert.Equal(128, result.Rank);
            Assert.Equal(160, result.SketchRows);
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    public void Compute_DependentColumns_FindsTheRankInEveryLayout(string device)
    {
        double[,] a = QrMatrix.Create("deficient", 300, 60, 1, seed: 3);
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            using DeviceMatrix<double> matrix = QrMatrix.OnDevice(TestDevice.Get(device), a, layout);
            using DeviceCholeskyQrResult<double> result = CholeskyQr.Compute(matrix);
            Assert.Equal(30, result.Rank);
            Assert.Equal(layout, result.Q.Layout);
            AssertSound(a, result.Q.ToArray(), result.R.ToArray(), result.Permutation);
            Assert.InRange(result.ReconstructionError, 0, 60 * 50 * 2.3e-16);
        }
    }

    /// <summary>Squares of these elements leave the range of the type.</summary>
    [Theory]
    [InlineData(-140)]
    [InlineData(-100)]
    [InlineData(100)]
    [InlineData(118)]
    public void Compute_ExtremeScale_GivesTheFactorsOfTheScaledMatrix(int exponent)
    {
        float[,] a = SpectrumMatrix.Convert(QrMatrix.Create("gaussian", 90, 10, 1, seed: 4), x => MathF.ScaleB(MathF.Round((float)x * 8), exponent));
        CholeskyQrResult<float[,]> result = CholeskyQr.Compute(a, OnCpu);
        CholeskyQrResult<float[,]> plain = CholeskyQr.Compute(
            SpectrumMatrix.Convert(QrMatrix.Create("gaussian", 90, 10, 1, seed: 4), x => MathF.Round((float)x * 8)), OnCpu);

        // Where R itself is denormal it is rounded to a multiple of 2^-149.
        Assert.Equal(10, result.Rank);
        Assert.Equal(plain.Permutation, result.Permutation);
        Assert.InRange(result.OrthogonalityError, 0, 50 * 10 * 1.2e-7);
        Assert.Equal(MathF.ScaleB(plain.R[3, 7], exponent), result.R[3, 7], MathF.ScaleB(MathF.Abs(plain.R[3, 7]), exponent - 18) + MathF.ScaleB(1, -148));
    }

    /// <summary>From 32 columns on, processors take pivots from a Gram matrix. Powers of two change no digit; up to 2^30 in float and 2^300 in double A is taken as it is, beyond that a scaled copy.</summary>
    [Theory]
    [InlineData(30, 300)]
    [InlineData(31, 301)]
    [InlineData(66, 531)]
    [InlineData(-30, -300)]
    [InlineData(-31, -301)]
    [InlineData(-66, -531)]
    public void Compute_ScaledByAPowerOfTwo_GivesTheSameDigits(int single, int twice)
    {
        Check<float>(single);
        Check<double>(twice);

        static void Check<T>(int exponent)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            double[,] values = SpectrumMatrix.Convert(QrMatrix.Create("gaussian", 120, 40, 1, seed: 4), value => Math.Round(64 * value) / 64);
            T[,] a = SpectrumMatrix.Convert(values, T.CreateTruncating);
            CholeskyQrResult<T[,]> plain = CholeskyQr.Compute(a, OnCpu);
            CholeskyQrResult<T[,]> result = CholeskyQr.Compute(SpectrumMatrix.Convert(values, value => T.ScaleB(T.CreateTruncating(value), exponent)), OnCpu);
            AssertSound(a, plain.Q, plain.R, plain.Permutation);
            Assert.Equal(40, result.Rank);
            Assert.Equal(plain.Permutation, result.Permutation);
            Assert.Equal(plain.Q, result.Q);
            Assert.Equal(plain.R.Cast<T>().Select(value => T.ScaleB(value, exponent)), result.R.Cast<T>());
        }
    }

    /// <summary>
    /// Kahan's triangle, its diagonal raised a little so that rounding does not change the pivots of A itself (which hardly differs in rows from a sketch, and so is factored first): these hide a singular value by more than 10 n.
    /// </summary>
    [Theory]
    [InlineData(50, 50, 0.95)]
    [InlineData(70, 50, 0.97)]
    [InlineData(90, 90, 0.95)]
    public void Compute_SquareKahanMatrix_RevealsItsRank(int rows, int columns, double sine)
    {
        Check<float>(1.2e-7);
        Check<double>(2.3e-16);

        void Check<T>(double epsilon)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            double cosine = Math.Sqrt(1 - (sine * sine));
            var a = new T[rows, columns];
            for (int i = 0; i < columns; i++)
            {
                for (int j = i; j < columns; j++)
                {
                    a[i, j] = T.CreateTruncating(Math.Pow(sine, i) * (i == j ? 1 + (25 * epsilon * (columns - i)) : -cosine));
                }
            }

            CholeskyQrResult<T[,]> result = CholeskyQr.Compute(a, OnCpu);
            QrQuality quality = QrQuality.Of(a, result.Q, result.R, result.Permutation);
            Assert.Equal(rows, result.SketchRows);
            Assert.InRange(result.Rank, quality.ValuesAbove(10 * columns * result.RankTolerance), quality.ValuesAbove(result.RankTolerance / (10 * columns)));
            Assert.All(quality.Diagonal.Zip(quality.SingularValues), pair => Assert.InRange(pair.First / pair.Second, 0.1 / columns, 10 * columns));
            AssertSound(a, result.Q, result.R, result.Permutation);
        }
    }

    /// <summary>A sketch keeps the falling order of these columns, and pivots alone leave a last element more than 10 n times the smallest singular value, which is below the tolerance.</summary>
    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void Compute_GradedKahanMatrix_RevealsItsRank(string device)
    {
        double[,] a = QrMatrix.Create("graded kahan", 120, 33, 1, seed: 2);
        using DeviceMatrix<double> matrix = QrMatrix.OnDevice(TestDevice.Get(device), a, MatrixLayout.RowMajor);
        using DeviceCholeskyQrResult<double> result = CholeskyQr.Compute(matrix);
        QrQuality quality = QrQuality.Of(a, result.Q.ToArray(), result.R.ToArray(), result.Permutation);
        Assert.InRange(result.Rank, quality.ValuesAbove(330 * result.RankTolerance), quality.ValuesAbove(result.RankTolerance / 330));
        Assert.Equal(65, result.SketchRows);
        Assert.All(quality.Diagonal.Zip(quality.SingularValues), pair => Assert.InRange(pair.First / pair.Second, 0.1 / 33, 330));
        AssertSound(a, result.Q.ToArray(), result.R.ToArray(), result.Permutation);
    }

    [Fact]
    public void Compute_AnyNumberOfThreads_GivesTheSameBits()
    {
        double[,] a = QrMatrix.Create("gaussian", 900, 96, 1, seed: 8);
        using var one = new CpuDevice("cpu:one", new CpuDeviceOptions { Threads = 1 });
        using var three = new CpuDevice("cpu:three", new CpuDeviceOptions { Threads = 3 });
        CholeskyQrResult<double[,]> expected = CholeskyQr.Compute(a, OnCpu with { Device = one });
        CholeskyQrResult<double[,]> result = CholeskyQr.Compute(a, OnCpu with { Device = three });
        Assert.Equal(expected.Permutation, result.Permutation);
        Assert.Equal(expected.Q, result.Q);
        Assert.Equal(expected.R, result.R);
    }

    [Fact]
    public void Compute_ZeroMatrix_HasRankZero()
    {
        CholeskyQrResult<double[,]> result = CholeskyQr.Compute(new double[20, 3], OnCpu);
        Assert.Equal(0, result.Rank);
        Assert.Empty(result.Q);
        Assert.Empty(result.R);
        Assert.Equal([0, 1, 2], result.Permutation);
        Assert.Equal(1, result.ConditionEstimate);
    }

    [Fact]
    public void Compute_ConditionEstimate_IsALowerBoundWithinTheRank()
    {
        foreach (double condition in new[] { 1e2, 1e6, 1e10 })
        {
            double[,] a = QrMatrix.Create("condition", 300, 30, condition, seed: 5);
            double estimate = CholeskyQr.Compute(a, OnCpu).ConditionEstimate;
            Assert.InRange(estimate, condition / 30, condition * (1 + 1e-6));
        }
    }

    [Fact]
    public void Compute_RankTolerance_CutsTheSpectrum()
    {
        double[,] a = QrMatrix.Create("condition", 200, 21, 1e10, seed: 6);
        CholeskyQrResult<double[,]> result = CholeskyQr.Compute(a, OnCpu with { RankTolerance = 1e-5 });

        // σ_i = 10^(-i/2): R's diagonal is within a small factor of it.
        Assert.InRange(result.Rank, 9, 12);
        Assert.Equal(1e-5, result.RankTolerance);
        Assert.InRange(result.ReconstructionError, 1e-7, 1e-4);
    }

    /// <summary>One sign a column and no spare rows: unit vectors collide, and the sketch loses directions that A has.</summary>
    [Fact]
    public void Compute_SketchThatLosesDirections_IsDrawnAnewOrNotUsed()
    {
        double[,] a = QrMatrix.Create("identity", 400, 200, 1, seed: 0);
        CholeskyQrResult<double[,]> result = CholeskyQr.Compute(a, OnCpu with { Oversampling = 1, NonzerosPerColumn = 1 });
        Assert.Equal(200, result.Rank);
        Assert.True(result.SketchRows > 232, $"{result.SketchRows} rows");
        AssertSound(a, result.Q, result.R, result.Permutation);
    }

    [Fact]
    public void Compute_SameSeed_GivesTheSameBits()
    {
        float[,] a = SpectrumMatrix.Convert(QrMatrix.Create("gaussian", 500, 40, 1, seed: 8), x => (float)x);
        CholeskyQrResult<float[,]> first = CholeskyQr.Compute(a, OnCpu with { Seed = 3 });
        CholeskyQrResult<float[,]> second = CholeskyQr.Compute(a, OnCpu with { Seed = 3 });
        Assert.Equal(first.Q, second.Q);
        Assert.Equal(first.R, second.R);
        Assert.Equal(3UL, first.Seed);
    }

    [Fact]
    public void Compute_ProgressAndCancellation_AreLookedAt()
    {
        double[,] a = QrMatrix.Create("gaussian", 100, 10, 1, seed: 9);
        var steps = new List<StepProgress>();
        CholeskyQr.Compute(a, OnCpu, new ImmediateProgress<StepProgress>(steps.Add));
        Assert.Equal([1, 2, 3, 4], steps.Select(step => step.Completed));
        Assert.All(steps, step => Assert.Equal(4, step.Planned));

        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => CholeskyQr.Compute(a, OnCpu, new ImmediateProgress<StepProgress>(_ => source.Cancel()), source.Token));
    }

    [Fact]
    public void Compute_BadInput_ThrowsWhatIsDocumented()
    {
        Assert.Throws<ArgumentNullException>(() => CholeskyQr.Compute((double[,])null!));
        Assert.Throws<ArgumentException>(() => CholeskyQr.Compute(new double[3, 4], OnCpu));
        Assert.Throws<ArgumentException>(() => CholeskyQr.Compute(new double[3, 0], OnCpu));
        Assert.Throws<ArgumentException>(() => CholeskyQr.Compute(new double[,] { { 1 }, { double.NaN } }, OnCpu));
        Assert.Throws<ArgumentException>(() => CholeskyQr.Compute(new float[,] { { 1 }, { float.PositiveInfinity } }, OnCpu));
        Assert.Throws<ArgumentException>(() => CholeskyQr.Compute<double>(new double[5], 2, 3, MatrixLayout.RowMajor, OnCpu));
        Assert.Throws<NotSupportedException>(() => CholeskyQr.Compute(new Half[3, 2], OnCpu));
        double[,] sound = { { 1 }, { 2 } };
        Assert.Throws<ArgumentOutOfRangeException>(() => CholeskyQr.Compute(sound, OnCpu with { Oversampling = 0.9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CholeskyQr.Compute(sound, OnCpu with { NonzerosPerColumn = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CholeskyQr.Compute(sound, OnCpu with { RankTolerance = 1 }));

        DeviceMatrix<double> disposed = QrMatrix.OnDevice(TestDevice.Get("cpu"), sound, MatrixLayout.RowMajor);
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => CholeskyQr.Compute(disposed));
    }

    [Fact]
    public void Compute_OptionsForAnotherDevice_Throws()
    {
        Device other = TestDevice.Get("opencl");
        using DeviceMatrix<double> matrix = QrMatrix.OnDevice(TestDevice.Get("cpu"), new double[,] { { 1 }, { 2 } }, MatrixLayout.RowMajor);
        Assert.Throws<ArgumentException>(() => CholeskyQr.Compute(matrix, new CholeskyQrOptions { Device = other }));
    }

    private static CholeskyQrOptions OnCpu => new() { Device = TestDevice.Get("cpu") };

    private static void CheckFullRank<T>(Device device, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[,] a = SpectrumMatrix.Convert(QrMatrix.Create("gaussian", rows, columns, 1, seed: rows), T.CreateTruncating);
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            using DeviceMatrix<T> matrix = QrMatrix.OnDevice(device, a, layout);
            using DeviceCholeskyQrResult<T> result = CholeskyQr.Compute(matrix);
            Assert.Equal(columns, result.Rank);
            AssertSound(a, result.Q.ToArray(), result.R.ToArray(), result.Permutation);
        }
    }

    private static void AssertSound<T>(T[,] a, T[,] q, T[,] r, IReadOnlyList<int> permutation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double bound = 50 * a.GetLength(1) * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        QrQuality quality = QrQuality.Of(a, q, r, permutation);
        Assert.Equal(Enumerable.Range(0, a.GetLength(1)), permutation.Order());
        Assert.True(quality.Orthogonality <= bound, $"orthogonality {quality.Orthogonality:g3}");
        Assert.True(quality.Reconstruction <= bound, $"reconstruction {quality.Reconstruction:g3}");
        for (int i = 0; i < r.GetLength(0); i++)
        {
            Assert.True(r[i, i] > T.Zero);
            for (int j = 0; j < i; j++)
            {
                Assert.Equal(T.Zero, r[i, j]);
            }
        }
    }
}
