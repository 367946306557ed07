using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Core;
using Panther.Tests.Estimators;
using Panther.Tests.Kernels;
using Panther.Tests.Sketches;

namespace Panther.Tests.Interpolation;

public sealed class CurTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_OddSizesAndLayouts_IsNearBest(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((int rows, int columns, int rank) in new[] { (1, 1, 1), (1, 33, 1), (31, 7, 7), (33, 443, 5), (130, 65, 20) })
        {
            Check<double>(device, rows, columns, rank, MatrixLayout.RowMajor);
            Check<float>(device, rows, columns, rank, MatrixLayout.ColumnMajor);
        }
    }

    /// <summary>
    /// Columns and rows leave at most √(k + 1) of the best error each, and their squares add up. U inverts the smallest singular value that is taken in, 1/k here, which multiplies rounding
    /// by k twice.
    /// </summary>
    private static void Check<T>(Device device, int rows, int columns, int rank, MatrixLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] values = [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(i => 1.0 / (1 + i))];
        double[,] exact = SpectrumMatrix.Create(rows, columns, values, rows + columns);
        T[,] matrix = SpectrumMatrix.Convert(exact, T.CreateTruncating);
        using DeviceMatrix<T> a = SketchFamily.Upload(device, matrix, layout);

        using DeviceCurResult<T> result = Cur.Compute(a, rank, new CurOptions { Seed = 3 });

        T[,] c = result.C.ToArray();
        T[,] r = result.R.ToArray();
        Assert.Equal((rank, rank), (result.ColumnIndices.Distinct().Count(), result.RowIndices.Distinct().Count()));
        for (int k = 0; k < rank; k++)
        {
            for (int i = 0; i < rows; i++)
            {
                Assert.Equal(matrix[i, result.ColumnIndices[k]], c[i, k]);
            }

            for (int j = 0; j < columns; j++)
            {
                Assert.Equal(matrix[result.RowIndices[k], j], r[k, j]);
            }
        }

        double rounding = 4 * Math.Sqrt(rows * columns) * rank * rank * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        double best = SpectrumMatrix.Tail(values, rank);
        double error = SkeletonMatrix.Error(exact, SkeletonMatrix.Doubles(c), SkeletonMatrix.Doubles(result.U.ToArray()), SkeletonMatrix.Doubles(r));
        Assert.InRange(error, best * (1 - 1e-3) - rounding, (best * Math.Sqrt(2 * (rank + 1))) + rounding);
        Assert.InRange(result.ErrorEstimate, (error / 3) - rounding, (error * 3) + rounding);
        Assert.Equal(5, result.Passes);
    }

    /// <summary>Over 100 seeds: the mean square of the error is within 2(k + 1) of the best, and estimates are within a factor 3 for 99 seeds.</summary>
    [Theory]
    [InlineData("flat")]
    [InlineData("slow")]
    [InlineData("poly")]
    [InlineData("fast")]
    [InlineData("step")]
    public void Compute_OverSeeds_StaysWithinTheBoundsOfTheory(string spectrum)
    {
        const int Rank = 9;
        double[,] matrix = SkeletonMatrix.Create(spectrum, 80, 60);
        double best = SpectrumMatrix.Tail(SymmetricMatrix.Spectrum(spectrum, 60), Rank);
        var options = new CurOptions { Device = TestDevice.Get("cpu") };
        double meanSquare = 0;
        int known = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            CurResult<double[,], double[,]> result = Cur.Compute(matrix, Rank, options with { Seed = seed });
            double error = SkeletonMatrix.Error(matrix, result.C, result.U, result.R);
            meanSquare += error * error / 100;
            known += result.ErrorEstimate >= error / 3 && result.ErrorEstimate <= error * 3 ? 1 : 0;
        }

        Assert.InRange(Math.Sqrt(meanSquare) / best, 1, Math.Sqrt(2 * (Rank + 1)));
        Assert.True(known >= 99, $"{known} of 100");
    }

    /// <summary>
    /// The coupling is the best one for its columns and rows: the error is orthogonal to both, CᵀE = 0 and ERᵀ = 0 would hold for each alone, CᵀERᵀ = 0 holds for U = C⁺AR⁺.
    /// </summary>
    [Fact]
    public void Compute_Coupling_LeavesAnErrorOrthogonalToColumnsAndRows()
    {
        double[,] matrix = SkeletonMatrix.Create("slow", 50, 40);
        CurResult<double[,], double[,]> result = Cur.Compute(matrix, 10, new CurOptions { Device = TestDevice.Get("cpu") });
        var builder = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build;
        var c = builder.DenseOfArray(result.C);
        var r = builder.DenseOfArray(result.R);
        var error = builder.DenseOfArray(matrix) - (c * builder.DenseOfArray(result.U) * r);
        Assert.InRange((c.Transpose() * error * r.Transpose()).FrobeniusNorm(), 0, 1e-12);
    }

    [Theory]
    [InlineData("cpu", 0.3)]
    [InlineData("cpu", 1e-4)]
    [InlineData("opencl", 1e-2)]
    [InlineData("cuda", 1e-2)]
    public void Compute_Tolerance_FindsFewColumnsAndRows(string kind, double tolerance)
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => Math.Pow(0.8, i))];
        double[,] matrix = SpectrumMatrix.Create(160, 120, values, seed: 9);
        double norm = SpectrumMatrix.Tail(values, 0);
        int best = Enumerable.Range(1, 100).First(k => SpectrumMatrix.Tail(values, k) <= tolerance * norm);
        int most = Enumerable.Range(1, 100).First(k => SpectrumMatrix.Tail(values, k) * Math.Sqrt(4 * (k + 1)) <= tolerance * norm);

        CurResult<double[,], double[,]> result = Cur.Compute(matrix, tolerance, new CurOptions { Device = TestDevice.Get(kind) });

        Assert.InRange(result.ColumnIndices.Length, best, most);
        Assert.InRange(result.RowIndices.Length, best, most);
        Assert.InRange(SkeletonMatrix.Error(matrix, result.C, result.U, result.R), 0, 1.5 * tolerance * norm);
    }

    [Fact]
    public void Compute_ToleranceOutOfReach_Throws()
    {
        var options = new CurOptions { Device = TestDevice.Get("cpu"), MaximumRank = 10 };
        Assert.Throws<InvalidOperationException>(() => Cur.Compute(SkeletonMatrix.Create("flat", 60, 60), 0.1, options));

        // Below √u: U would have to be more accurate than its element type.
        Assert.Throws<InvalidOperationException>(() => Cur.Compute(SkeletonMatrix.Create("fast", 90, 90), 1e-14, options with { MaximumRank = null }));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_RankDeficient_PicksTheRank(string kind)
    {
        double[,] matrix = SpectrumMatrix.Create(70, 50, [3, 2, 1], seed: 4);
        var options = new CurOptions { Device = TestDevice.Get(kind) };
        CurResult<double[,], double[,]> result = Cur.Compute(matrix, 8, options);
        Assert.Equal((3, 3), (result.ColumnIndices.Length, result.RowIndices.Length));
        Assert.InRange(SkeletonMatrix.Error(matrix, result.C, result.U, result.R), 0, 1e-12);
        CurResult<float[,], float[,]> zero = Cur.Compute(new float[20, 30], 4, options);
        Assert.Equal((1, 1, 0.0), (zero.ColumnIndices.Length, zero.RowIndices.Length, zero.ErrorEstimate));
        Assert.Equal(0, zero.U[0, 0]);
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1e150)]
    public void Compute_ExtremeScale_StaysInRange(double factor)
    {
        double[,] plain = SkeletonMatrix.Create("poly", 40, 30);
        var options = new CurOptions { Device = TestDevice.Get("cpu") };
        CurResult<double[,], double[,]> expected = Cur.Compute(plain, 5, options);
        CurResult<double[,], double[,]> result = Cur.Compute(SpectrumMatrix.Convert(plain, v => v * factor), 5, options);
        Assert.Equal(expected.ColumnIndices, result.ColumnIndices);
        Assert.Equal(expected.ErrorEstimate, result.ErrorEstimate / factor, 1e-12);
    }

    [Fact]
    public void Compute_BadArguments_Throws()
    {
        Device device = TestDevice.Get("cpu");
        Assert.Throws<ArgumentNullException>(() => Cur.Compute((double[,])null!, 1));
        Assert.Throws<ArgumentNullException>(() => Cur.Compute((DeviceMatrix<double>)null!, 1));
        Assert.Throws<ArgumentException>(() => Cur.Compute(new double[0, 5], 1));
        Assert.Throws<ArgumentException>(() => Cur.Compute(new double[,] { { 1, double.NaN } }, 1));
        Assert.Throws<ArgumentException>(() => Cur.Compute(new double[,] { { 1, double.PositiveInfinity } }, 0.1));
        Assert.Throws<ArgumentException>(() => Cur.Compute<double>(new double[7], 2, 3, MatrixLayout.RowMajor, 1));
        Assert.Throws<NotSupportedException>(() => Cur.Compute(new Half[3, 3], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(new double[5, 7], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(new double[5, 7], 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(new double[5, 7], 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(new double[5, 7], 2, new CurOptions { Oversampling = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cur.Compute(new double[5, 7], 0.1, new CurOptions { MaximumRank = 0 }));
        Assert.Throws<OperationCanceledException>(() => Cur.Compute(new double[5, 7], 2, cancellationToken: new CancellationToken(canceled: true)));
        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(device, new double[5, 7]);
        if (Device.All.FirstOrDefault(other => other != device) is { } other)
        {
            Assert.Throws<ArgumentException>(() => Cur.Compute(a, 2, new CurOptions { Device = other }));
        }

        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Cur.Compute(a, 2));
    }
}
