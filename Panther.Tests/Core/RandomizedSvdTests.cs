using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Core;

public sealed class RandomizedSvdTests
{
    public static TheoryData<string, int, int, int> Shapes()
    {
        var data = new TheoryData<string, int, int, int>();
        foreach (string device in new[] { "cpu", "cuda", "opencl" })
        {
            foreach ((int rows, int columns, int rank) in new[]
            {
                (1, 1, 1), (1, 40, 1), (40, 1, 1), (31, 33, 5), (33, 31, 31), (443, 65, 20), (65, 443, 20), (1025, 128, 32),
            })
            {
                data.Add(device, rows, columns, rank);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Compute_FastSpectrum_IsNearBest_Double(string device, int rows, int columns, int rank) =>
        CheckNearBest<double>(TestDevice.Get(device), rows, columns, rank);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Compute_FastSpectrum_IsNearBest_Single(string device, int rows, int columns, int rank) =>
        CheckNearBest<float>(TestDevice.Get(device), rows, columns, rank);

    /// <summary>
    /// With oversampling 10 and two power iterations on σ_i = 1/(1+i) the expected excess is far below 1 % (Halko et al., corollary 10.10);
    /// rounding adds at most a small multiple of √(mn) u ‖A‖.
    /// </summary>
    private static void CheckNearBest<T>(Device device, int rows, int columns, int rank)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        double[] values = [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(i => 1.0 / (1 + i))];
        double[,] exact = SpectrumMatrix.Create(rows, columns, values, seed: rows + columns);
        T[,] matrix = SpectrumMatrix.Convert(exact, T.CreateTruncating);

        RandomizedSvdResult<T[,], T[]> result = RandomizedSvd.Compute(matrix, rank, new RandomizedSvdOptions { Device = device, Seed = 7 });

        double unit = Unit<T>();
        double rounding = 10 * Math.Sqrt(rows + columns) * unit;
        double best = SpectrumMatrix.Tail(values, rank);
        double error = Error(exact, result);
        Assert.InRange(error, best * (1 - 1e-3) - rounding, (best * 1.02) + rounding);
        Assert.InRange(result.ErrorEstimate, (best * 0.8) - rounding, (best * 1.25) + rounding);
        Assert.Equal(rank, result.Rank);
        Assert.True(Orthogonality(result.U) <= rounding, $"U: {Orthogonality(result.U):g3}");
        Assert.True(Orthogonality(result.V) <= rounding, $"V: {Orthogonality(result.V):g3}");
        for (int i = 0; i < Math.Max(1, rank / 2); i++)
        {
            Assert.Equal(values[i], double.CreateTruncating(result.S[i]), tolerance: (0.01 * values[i]) + rounding);
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_RowAndColumnMajor_Agree(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        double[,] matrix = SpectrumMatrix.Create(50, 30, [.. Enumerable.Range(0, 30).Select(i => Math.Pow(0.7, i))], seed: 3);
        var options = new RandomizedSvdOptions { Device = device, Seed = 11 };
        double[] columnMajor = Matrix<double>.Build.DenseOfArray(matrix).ToColumnMajorArray();

        RandomizedSvdResult<double[,], double[]> byRows = RandomizedSvd.Compute(matrix, 6, options);
        RandomizedSvdResult<double[,], double[]> byColumns = RandomizedSvd.Compute<double>(columnMajor, 50, 30, MatrixLayout.ColumnMajor, 6, options);

        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(byRows.S[i], byColumns.S[i], tolerance: 1e-13);
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_MathNetMatrix_Reconstructs(string deviceName)
    {
        var options = new RandomizedSvdOptions { Device = TestDevice.Get(deviceName) };
        double[] values = [4, 2, 1, 0.5];
        Matrix<double> matrix = Matrix<double>.Build.DenseOfArray(SpectrumMatrix.Create(60, 45, values, seed: 5));

        RandomizedSvdResult<Matrix<double>, Vector<double>> result = matrix.RandomizedSvd(4, options);

        Matrix<double> difference = matrix - (result.U * Matrix<double>.Build.DenseOfDiagonalVector(result.S) * result.V.Transpose());
        Assert.True(difference.FrobeniusNorm() <= 1e-13, $"{difference.FrobeniusNorm():g3}");
        RandomizedSvdResult<Matrix<float>, Vector<float>> single = matrix.ToSingle().RandomizedSvd(4, options);
        Assert.Equal(4f, single.S[0], tolerance: 1e-5f);
    }

    [Theory]
    [InlineData("cpu", 0.3)]
    [InlineData("cpu", 0.01)]
    [InlineData("cuda", 0.01)]
    [InlineData("opencl", 0.01)]
    public void Compute_Tolerance_ChoosesSmallestRankWithinNoise(string deviceName, double tolerance)
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => Math.Pow(0.8, i))];
        double[,] matrix = SpectrumMatrix.Create(160, 120, values, seed: 9);
        double norm = SpectrumMatrix.Tail(values, 0);
        int best = Enumerable.Range(1, 100).First(r => SpectrumMatrix.Tail(values, r) <= tolerance * norm);

        RandomizedSvdResult<double[,], double[]> result =
            RandomizedSvd.Compute(matrix, tolerance, new RandomizedSvdOptions { Device = TestDevice.Get(deviceName) });

        Assert.InRange(result.Rank, best, best + 1);
        Assert.True(Error(matrix, result) <= 1.02 * tolerance * norm);
    }

    [Fact]
    public void Compute_ToleranceBeyondMaximumRank_Throws()
    {
        double[,] matrix = SpectrumMatrix.Create(60, 60, [.. Enumerable.Repeat(1.0, 60)], seed: 2);
        var options = new RandomizedSvdOptions { Device = TestDevice.Get("cpu"), MaximumRank = 10 };

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => RandomizedSvd.Compute(matrix, 0.1, options));

        Assert.Contains("No rank up to 10", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_RankDeficient_HasZeroTailAndOrthonormalVectors(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        double[,] matrix = SpectrumMatrix.Create(70, 50, [3, 2, 1], seed: 4);
        matrix[0, 0] += 0;

        RandomizedSvdResult<double[,], double[]> result = RandomizedSvd.Compute(matrix, 8, new RandomizedSvdOptions { Device = device });

        Assert.Equal(1, result.S[2], tolerance: 1e-13);
        Assert.All(result.S[3..], value => Assert.InRange(value, 0, 1e-13));
        Assert.True(Orthogonality(result.U) <= 1e-13);
        Assert.True(Orthogonality(result.V) <= 1e-13);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_SingleNonzeroElement_FallsBackToHouseholder(string deviceName)
    {
        var matrix = new double[40, 30];
        matrix[3, 4] = -5;

        RandomizedSvdResult<double[,], double[]> result =
            RandomizedSvd.Compute(matrix, 3, new RandomizedSvdOptions { Device = TestDevice.Get(deviceName) });

        Assert.Equal(5, result.S[0], tolerance: 1e-14);
        Assert.InRange(result.S[1], 0, 1e-14);
        Assert.True(Orthogonality(result.U) <= 1e-13);
        Assert.True(Orthogonality(result.V) <= 1e-13);
        Assert.Equal(Orthonormalization.Householder, result.Orthonormalization);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_ZeroMatrix_HasZerosAndIdentity(string deviceName)
    {
        RandomizedSvdResult<float[,], float[]> result =
            RandomizedSvd.Compute(new float[20, 30], 4, new RandomizedSvdOptions { Device = TestDevice.Get(deviceName) });

        Assert.Equal([0f, 0f, 0f, 0f], result.S);
        Assert.Equal(0, result.ErrorEstimate);
        Assert.Equal(0, result.RelativeErrorEstimate);
        Assert.Equal(1f, result.U[3, 3]);
        Assert.Equal(0, Orthogonality(result.V));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Compute_NonFinite_Throws(double value)
    {
        foreach (Device device in TestDevice.OnePerKind)
        {
            var matrix = new double[33, 65];
            matrix[32, 64] = value;
            ArgumentException e = Assert.Throws<ArgumentException>(() => RandomizedSvd.Compute(matrix, 2, new RandomizedSvdOptions { Device = device }));
            Assert.Contains("NaN or an infinity", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Compute_EmptyMatrix_Throws()
    {
        Assert.Throws<ArgumentException>(() => RandomizedSvd.Compute(new double[0, 5], 1));
        Assert.Throws<ArgumentException>(() => RandomizedSvd.Compute(new double[5, 0], 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(6)]
    public void Compute_RankOutOfRange_Throws(int rank) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomizedSvd.Compute(new double[5, 7], rank));

    [Fact]
    public void Compute_WrongLength_Throws() =>
        Assert.Throws<ArgumentException>(() => RandomizedSvd.Compute<double>(new double[7], 2, 3, MatrixLayout.RowMajor, 1));

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void Compute_ExtremeScale_ScalesExactly(double factor)
    {
        double[,] matrix = SpectrumMatrix.Create(40, 30, [2, 1, 0.5, 0.25], seed: 6);
        double[,] scaled = SpectrumMatrix.Convert(matrix, v => v * factor);

        RandomizedSvdResult<double[,], double[]> result = RandomizedSvd.Compute(scaled, 3, new RandomizedSvdOptions { Device = TestDevice.Get("cpu") });

        Assert.Equal(2, result.S[0] / factor, tolerance: 1e-12);
        Assert.Equal(0.25, result.ErrorEstimate / factor, tolerance: 0.01);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_Twice_GivesEqualBits(string deviceName)
    {
        double[,] matrix = SpectrumMatrix.Create(130, 70, [.. Enumerable.Range(1, 70).Select(i => 1.0 / i)], seed: 8);
        var options = new RandomizedSvdOptions { Device = TestDevice.Get(deviceName), Seed = 42 };

        RandomizedSvdResult<double[,], double[]> first = RandomizedSvd.Compute(matrix, 10, options);
        RandomizedSvdResult<double[,], double[]> second = RandomizedSvd.Compute(matrix, 10, options);

        Assert.Equal(first.S, second.S);
        Assert.Equal(first.U.Cast<double>(), second.U.Cast<double>());
        Assert.Equal(first.ErrorEstimate, second.ErrorEstimate);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Compute_Progress_CountsPasses(string deviceName)
    {
        var options = new RandomizedSvdOptions { Device = TestDevice.Get(deviceName), PowerIterations = 1 };
        var seen = new List<StepProgress>();

        RandomizedSvdResult<double[,], double[]> result =
            RandomizedSvd.Compute(SpectrumMatrix.Create(30, 20, [2, 1], seed: 1), 2, options, new ImmediateProgress<StepProgress>(seen.Add));

        Assert.Equal(5, result.Passes);
        Assert.Equal([1, 2, 3, 4], seen.Select(p => p.Completed));
        Assert.All(seen, p => Assert.Equal(("product", 4), (p.Step, p.Planned)));
    }

    private static double Unit<T>() => typeof(T) == typeof(float) ? 5.97e-8 : 1.12e-16;

    private static double Error<T>(double[,] exact, RandomizedSvdResult<T[,], T[]> result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Matrix<double> u = ToDouble(result.U);
        Matrix<double> v = ToDouble(result.V);
        Matrix<double> s = Matrix<double>.Build.DenseOfDiagonalArray(Array.ConvertAll(result.S, double.CreateTruncating));
        return (Matrix<double>.Build.DenseOfArray(exact) - (u * s * v.Transpose())).FrobeniusNorm();
    }

    private static double Orthogonality<T>(T[,] factor)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Matrix<double> q = ToDouble(factor);
        return (q.TransposeThisAndMultiply(q) - Matrix<double>.Build.DenseIdentity(q.ColumnCount)).FrobeniusNorm() / q.ColumnCount;
    }

    private static Matrix<double> ToDouble<T>(T[,] values)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => Matrix<double>.Build.Dense(values.GetLength(0), values.GetLength(1), (i, j) => double.CreateTruncating(values[i, j]));
}
