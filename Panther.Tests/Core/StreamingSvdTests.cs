using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Kernels;

namespace Panther.Tests.Core;

public sealed class StreamingSvdTests
{
    private const int Rows = 60;
    private const int Columns = 40;
    private const int Rank = 4;

    public static TheoryData<string> Devices => KernelDevices.All;

    public static TheoryData<string> Spectra => Spectrum.Names;

    /// <summary>
    /// Tropp, Yurtsever, Udell and Cevher 2019, theorem 5.1 and corollary 5.3: in expectation at most τ(r + 1) + 2 √((s - 1)/(s - k - 1)) √((k + ρ - 1)/(k - ρ - 1)) τ(ρ + 1)
    /// for any ρ below k - 1, here with k = 17, s = 35.
    /// </summary>
    [Theory]
    [MemberData(nameof(Spectra))]
    public void Compute_ManySeeds_StaysWithinExpectation(string spectrum)
    {
        const int K = 17, S = 35;
        Device device = TestDevice.Get("cpu");
        double[] values = Spectrum.Of(spectrum, Columns);
        double[,] a = SpectrumMatrix.Create(Rows, Columns, values, 2);
        using DeviceMatrix<double> matrix = DeviceMatrix<double>.Create(device, a);
        double sum = 0;
        int sound = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            using var svd = new StreamingSvd<double>(Rows, Columns, Rank, new StreamingSvdOptions { Device = device, Seed = seed });
            svd.Append(matrix);
            using DeviceSvdResult<double> result = svd.Compute();
            double error = Error(a, result);
            sum += error;
            sound += result.ErrorEstimate <= 3 * error && error <= 3 * result.ErrorEstimate ? 1 : 0;
        }

        double best = Enumerable.Range(0, K - 1).Min(r => Math.Sqrt((K + r - 1.0) / (K - r - 1.0)) * SpectrumMatrix.Tail(values, r));
        Assert.InRange(sum / 100, SpectrumMatrix.Tail(values, Rank), SpectrumMatrix.Tail(values, Rank) + (2 * Math.Sqrt((S - 1.0) / (S - K - 1)) * best));
        Assert.InRange(sound, 99, 100);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Append_BatchesInAnyOrder_DecomposeTheMatrix(string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        float[,] a = SpectrumMatrix.Convert(SpectrumMatrix.Create(Rows, Columns, [4, 2, 1, 0.5], 3), v => (float)v);
        using var svd = new StreamingSvd<float>(Rows, Columns, Rank, new StreamingSvdOptions { Device = device, Seed = 5 });
        foreach ((int first, int count) in new[] { (40, 20), (0, 33), (33, 7) })
        {
            var rows = new float[count, Columns];
            Array.Copy(a, first * Columns, rows, 0, count * Columns);
            using DeviceMatrix<float> batch = DeviceMatrix<float>.Create(device, rows);
            svd.Append(batch, first);
        }

        using DeviceSvdResult<float> result = svd.Compute();

        // The matrix has the rank asked for: nothing but rounding is left, amplified by the solves with (ΦQ) and (ΨP), whose conditions are below 20.
        Assert.Equal(60, svd.NextRow);
        Assert.All(result.S.Zip(new[] { 4f, 2f, 1f, 0.5f }), pair => Assert.Equal(pair.Second, pair.First, tolerance: 2e-4f));
        Assert.InRange(result.ErrorEstimate, 0, 1e-3);
        Assert.Equal(Math.Sqrt(21.25), result.FrobeniusNorm, tolerance: 1e-5);
        Assert.Equal(1, result.Passes);
    }

    [Fact]
    public void Append_WhatDoesNotFit_IsRefused()
    {
        Device device = TestDevice.Get("cpu");
        var options = new StreamingSvdOptions { Device = device };
        using var svd = new StreamingSvd<double>(6, 5, 2, options);
        using DeviceMatrix<double> narrow = DeviceMatrix<double>.Create(device, new double[3, 4]), rows = DeviceMatrix<double>.Create(device, new double[3, 5]);
        using DeviceMatrix<double> infinite = DeviceMatrix<double>.Create(device, new double[,] { { 0, 0, double.PositiveInfinity, 0, 0 } });
        Assert.Throws<ArgumentException>(() => svd.Append(narrow));
        Assert.Throws<ArgumentException>(() => svd.Append(infinite));
        Assert.Throws<ArgumentOutOfRangeException>(() => svd.Append(rows, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => svd.Append(rows, -1));
        Assert.Throws<ArgumentException>(() => new StreamingSvd<double>(0, 5, 1, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingSvd<double>(6, 5, 6, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingSvd<double>(6, 5, 2, options with { CoreSize = 4 }));
        Assert.Throws<NotSupportedException>(() => new StreamingSvd<Half>(6, 5, 2, options));
        svd.Dispose();
        Assert.Throws<ObjectDisposedException>(() => svd.Append(rows));
    }

    private static double Error(double[,] a, DeviceSvdResult<double> result)
    {
        Matrix<double> u = Matrix<double>.Build.DenseOfArray(result.U.ToArray()), v = Matrix<double>.Build.DenseOfArray(result.V.ToArray());
        return (Matrix<double>.Build.DenseOfArray(a) - (u * Matrix<double>.Build.DenseOfDiagonalArray(result.S) * v.Transpose())).FrobeniusNorm();
    }
}
