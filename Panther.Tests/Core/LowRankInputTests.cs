using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Interpolation;
using Panther.Tests.Kernels;

namespace Panther.Tests.Core;

/// <summary>What the randomized decompositions take, and what they refuse.</summary>
public sealed class LowRankInputTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_SparseMatrix_AgreesWithDense(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        (long[] starts, int[] columns, double[] values) = TwoOfEachRow(60, 45);
        using CsrMatrix<double> sparse = CsrMatrix<double>.Create(device, 60, 45, starts, columns, values);
        using DeviceMatrix<double> dense = DeviceMatrix<double>.Create(device, sparse.ToArray());
        var options = new RandomizedSvdOptions { Seed = 3 };

        using DeviceSvdResult<double> expected = RandomizedSvd.Compute(dense, 8, options), actual = RandomizedSvd.Compute(sparse, 8, options);
        using DeviceSvdResult<double> widened = RandomizedSvd.Compute(sparse, 0.3, options);

        Assert.All(actual.S.Zip(expected.S), pair => Assert.Equal(pair.Second, pair.First, tolerance: 1e-10));
        Assert.Equal(expected.ErrorEstimate, actual.ErrorEstimate, tolerance: 1e-10);
        Assert.InRange(actual.FrobeniusNorm, 0.7 * expected.FrobeniusNorm, 1.4 * expected.FrobeniusNorm);
        Assert.InRange(widened.RelativeErrorEstimate, 0, 0.3);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_ZeroMatrix_HasZerosAndIdentity(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        using CsrMatrix<float> sparse = CsrMatrix<float>.Create(device, 20, 20, new long[21], [], []);
        using DeviceSvdResult<float> svd = RandomizedSvd.Compute(sparse, 3), krylov = BlockKrylovSvd.Compute(sparse, 3);
        using DeviceEigenResult<float> eigen = RandomizedEigen.Compute(sparse, 3);
        Assert.Equal([0f, 0f, 0f], svd.S);
        Assert.Equal([0f, 0f, 0f], krylov.S);
        Assert.Equal([0f, 0f, 0f], eigen.Values);
        Assert.Equal((0.0, 1f), (eigen.ErrorEstimate, eigen.Vectors.ToArray()[2, 2]));
    }

    /// <summary>Of an operator nothing but products is known; squares of theirs leave the range of the type. A power of two changes no digit of values or errors.</summary>
    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void Compute_OperatorOfExtremeScale_GivesTheScaledResult(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        double[,] matrix = SpectrumMatrix.Create(60, 40, [.. Enumerable.Range(0, 40).Select(i => Math.Pow(0.7, i))], 3);
        Check<double>(-700);
        Check<double>(600);
        Check<float>(-70);
        Check<float>(70);

        void Check<T>(int exponent)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var gram = new double[40, 40];
            for (int i = 0; i < 40; i++)
            {
                for (int j = 0; j < 40; j++)
                {
                    gram[i, j] = Enumerable.Range(0, 60).Sum(k => matrix[k, Math.Min(i, j)] * matrix[k, Math.Max(i, j)]);
                }
            }

            using DeviceMatrix<T> a = Scaled(matrix, 0), b = Scaled(matrix, exponent), c = Scaled(gram, 0), d = Scaled(gram, exponent);
            ProductsOnly<T> plain = new(a), scaled = new(b), symmetric = new(c), scaledSymmetric = new(d);
            Same(RandomizedSvd.Compute(plain, 5), RandomizedSvd.Compute(scaled, 5));
            Same(RandomizedSvd.Compute(plain, 0.1), RandomizedSvd.Compute(scaled, 0.1));
            Same(BlockKrylovSvd.Compute(plain, 5), BlockKrylovSvd.Compute(scaled, 5));
            foreach (bool isSemidefinite in new[] { false, true })
            {
                var options = new RandomizedEigenOptions { IsPositiveSemidefinite = isSemidefinite };
                using DeviceEigenResult<T> expected = RandomizedEigen.Compute(symmetric, 5, options), result = RandomizedEigen.Compute(scaledSymmetric, 5, options);
                Assert.Equal(expected.Values, result.Values.Select(value => T.ScaleB(value, -exponent)));
                Assert.Equal(expected.ErrorEstimate, Math.ScaleB(result.ErrorEstimate, -exponent));
            }

            void Same(DeviceSvdResult<T> expected, DeviceSvdResult<T> result)
            {
                using (expected)
                using (result)
                {
                    Assert.Equal(expected.S, result.S.Select(value => T.ScaleB(value, -exponent)));
                    Assert.Equal(expected.ErrorEstimate, Math.ScaleB(result.ErrorEstimate, -exponent));
                    Assert.Equal(expected.FrobeniusNorm, Math.ScaleB(result.FrobeniusNorm, -exponent));
                }
            }

            DeviceMatrix<T> Scaled(double[,] values, int power) =>
                DeviceMatrix<T>.Create(device, SpectrumMatrix.Convert(values, value => T.ScaleB(T.CreateTruncating(value), power)));
        }
    }

    [Fact]
    public void BlockKrylovSvd_WhatDoesNotFit_IsRefused()
    {
        var options = new BlockKrylovSvdOptions { Device = TestDevice.Get("cpu") };
        double[,] a = new double[9, 7];
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockKrylovSvd.Compute(a, 0, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockKrylovSvd.Compute(a, 8, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockKrylovSvd.Compute(a, 2, options with { Iterations = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockKrylovSvd.Compute(a, 7, options with { BlockSize = 2 }));
        Assert.Throws<ArgumentException>(() => BlockKrylovSvd.Compute(new double[0, 7], 1, options));
        a[3, 3] = double.NaN;
        Assert.Throws<ArgumentException>(() => BlockKrylovSvd.Compute(a, 2, options));
    }

    [Fact]
    public void RandomizedEigen_WhatDoesNotFit_IsRefused()
    {
        var options = new RandomizedEigenOptions { Device = TestDevice.Get("cpu") };
        double[,] a = new double[9, 9];
        Assert.Throws<ArgumentException>(() => RandomizedEigen.Compute(new double[9, 7], 2, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomizedEigen.Compute(a, 10, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomizedEigen.Compute(a, 2, options with { Oversampling = -1 }));
        a[3, 4] = 1;
        Assert.Contains("not symmetric", Assert.Throws<ArgumentException>(() => RandomizedEigen.Compute(a, 2, options)).Message, StringComparison.Ordinal);
        a[4, 3] = double.PositiveInfinity;
        Assert.Throws<ArgumentException>(() => RandomizedEigen.Compute(a, 2, options));

        // Diagonal, with negative values only: no shift that rounding could ask for makes it positive.
        double[,] negative = new double[9, 9];
        for (int i = 0; i < 9; i++)
        {
            negative[i, i] = -1 - i;
        }

        Assert.Throws<ArgumentException>(() => RandomizedEigen.Compute(negative, 2, options with { IsPositiveSemidefinite = true }));
        Assert.Equal([-9, -8], RandomizedEigen.Compute(negative, 2, options).Values.Select(value => Math.Round(value, 9)));
    }

    [Fact]
    public void Compute_DisposedMatrixOrOtherDevice_Throws()
    {
        Device device = TestDevice.Get("cpu");
        DeviceMatrix<float> matrix = DeviceMatrix<float>.Create(device, new float[4, 4]);
        foreach (Device other in TestDevice.OnePerKind.Where(other => other != device))
        {
            Assert.Throws<ArgumentException>(() => RandomizedSvd.Compute(matrix, 1, new RandomizedSvdOptions { Device = other }));
            Assert.Throws<ArgumentException>(() => RandomizedEigen.Compute(matrix, 1, new RandomizedEigenOptions { Device = other }));
        }

        matrix.Dispose();
        Assert.Throws<ObjectDisposedException>(() => RandomizedSvd.Compute(matrix, 1));
        Assert.Throws<ObjectDisposedException>(() => BlockKrylovSvd.Compute(matrix, 1));
        Assert.Throws<ObjectDisposedException>(() => RandomizedEigen.Compute(matrix, 1));
    }

    private static (long[] Starts, int[] Columns, double[] Values) TwoOfEachRow(int rows, int columns)
    {
        var random = new Random(1);
        long[] starts = [.. Enumerable.Range(0, rows + 1).Select(i => 2L * i)];
        int[] places = [.. Enumerable.Range(0, 2 * rows).Select(_ => random.Next(columns))];
        return (starts, places, [.. Enumerable.Range(0, 2 * rows).Select(i => (random.NextDouble() - 0.5) * Math.Pow(0.9, i / 2))]);
    }
}
