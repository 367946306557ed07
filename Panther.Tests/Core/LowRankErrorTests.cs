using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Core;

/// <summary>The errors of randomized decompositions over many seeds, against the published bounds of their expectations.</summary>
public sealed class LowRankErrorTests
{
    private const int Rows = 60;
    private const int Columns = 40;
    private const int Rank = 8;
    private const int Seeds = 100;

    public static TheoryData<string> Spectra => Spectrum.Names;

    public static TheoryData<string, string> SpectraOnGpus()
    {
        var data = new TheoryData<string, string>();
        foreach (string device in new[] { "cuda", "opencl" })
        {
            data.Add("slow", device);
            data.Add("step", device);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Spectra))]
    public void RandomizedSvd_NoPowerIteration_StaysWithinExpectation(string spectrum) => CheckSvd(spectrum, oversampling: 6, (a, seed) =>
        RandomizedSvd.Compute(a, Rank, new RandomizedSvdOptions { Device = Cpu, Seed = seed, Oversampling = 6, PowerIterations = 0 }));

    [Theory]
    [MemberData(nameof(Spectra))]
    public void RandomizedSvd_PowerIterations_StaysWithinExpectation(string spectrum) => CheckSvd(spectrum, oversampling: 6, (a, seed) =>
        RandomizedSvd.Compute(a, Rank, new RandomizedSvdOptions { Device = Cpu, Seed = seed, Oversampling = 6, PowerIterations = 2 }));

    [Theory]
    [MemberData(nameof(Spectra))]
    public void BlockKrylovSvd_OneIteration_StaysWithinExpectation(string spectrum) => CheckSvd(spectrum, oversampling: 6, (a, seed) =>
        BlockKrylovSvd.Compute(a, Rank, new BlockKrylovSvdOptions { Device = Cpu, Seed = seed, BlockSize = Rank + 6, Iterations = 1 }));

    /// <summary>Musco and Musco 2015, theorem 1 (per vector): |uᵢᵀA Aᵀuᵢ - σᵢ²| ≤ ε σ²ₖ₊₁; a basis of the whole space has ε = 0.</summary>
    [Fact]
    public void BlockKrylovSvd_NarrowBlocks_FindValues()
    {
        double[] values = Spectrum.Of("slow", Columns);
        double[,] a = SpectrumMatrix.Create(Rows, Columns, values, 3);

        RandomizedSvdResult<double[,], double[]> narrow = BlockKrylovSvd.Compute(a, Rank, new BlockKrylovSvdOptions { Device = Cpu, BlockSize = 4, Iterations = 5 });
        RandomizedSvdResult<double[,], double[]> whole = BlockKrylovSvd.Compute(a, 40, new BlockKrylovSvdOptions { Device = Cpu, BlockSize = 7, Iterations = 20 });

        for (int i = 0; i < Rank; i++)
        {
            Assert.InRange(Math.Abs((narrow.S[i] * narrow.S[i]) - (values[i] * values[i])), 0, 0.05 * values[Rank] * values[Rank]);
        }

        Assert.All(whole.S.Zip(values), pair => Assert.Equal(pair.Second, pair.First, tolerance: 1e-13));
        Assert.InRange(whole.ErrorEstimate, 0, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Spectra))]
    public void RandomizedSvd_Tolerance_ReachesItWithFewerThanTwiceTheColumns(string spectrum)
    {
        double[] values = Spectrum.Of(spectrum, Columns);
        double[,] a = SpectrumMatrix.Create(Rows, Columns, values, 4);
        double norm = SpectrumMatrix.Tail(values, 0);
        foreach (double tolerance in new[] { 0.7, 0.2, 1e-3 })
        {
            int best = Enumerable.Range(1, Columns).First(r => SpectrumMatrix.Tail(values, r) <= tolerance * norm);
            for (ulong seed = 0; seed < 10; seed++)
            {
                RandomizedSvdResult<double[,], double[]> result = RandomizedSvd.Compute(a, tolerance, new RandomizedSvdOptions { Device = Cpu, Seed = seed });

                // ‖A‖² - ‖P‖² is exact, so that the tolerance holds; the basis is a little worse than the best one.
                Assert.InRange(Error(a, result), 0, tolerance * norm * (1 + 1e-9));
                Assert.True(result.ErrorProbes == 0 || best > 20);
                Assert.InRange(result.Rank, best, (int)(1.5 * best) + 3);
            }
        }
    }

    /// <summary>Tropp, Yurtsever, Udell and Cevher 2017, theorem 4.1: the nuclear norm of the error is at most (1 + r / (l - r - 1)) times the best in expectation.</summary>
    [Theory]
    [MemberData(nameof(Spectra))]
    public void RandomizedEigen_Nystrom_StaysWithinExpectation(string spectrum)
    {
        const int Oversampling = 6;
        double[] values = Spectrum.Of(spectrum, Columns);
        double[,] a = Symmetric(values, 7);
        double sum = 0;
        int sound = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var options = new RandomizedEigenOptions
            {
                Device = Cpu,
                Seed = seed,
                Oversampling = Oversampling,
                PowerIterations = 0,
                IsPositiveSemidefinite = true,
            };
            RandomizedEigenResult<double[,], double[]> result = RandomizedEigen.Compute(a, Rank, options);
            Matrix<double> rest = Rest(a, result);
            sum += rest.Evd().EigenValues.Sum(value => Math.Abs(value.Real));
            sound += IsWithin(3, result.ErrorEstimate, rest.FrobeniusNorm()) ? 1 : 0;
        }

        Assert.InRange(sum / Seeds, 0, (1 + (Rank / (Oversampling - 1.0))) * values.Skip(Rank).Sum());
        Assert.InRange(sound, 99, Seeds);
    }

    /// <summary>Halko, Martinsson and Tropp 2011, equation 5.10: projecting from both sides at most doubles the error of theorem 10.5.</summary>
    [Theory]
    [MemberData(nameof(Spectra))]
    public void RandomizedEigen_Indefinite_StaysWithinExpectation(string spectrum)
    {
        const int Oversampling = 6;
        double[] magnitudes = Spectrum.Of(spectrum, Columns);
        double[,] a = Symmetric([.. magnitudes.Select((value, i) => i % 3 == 1 ? -value : value)], 8);
        double sum = 0;
        int sound = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            RandomizedEigenResult<double[,], double[]> result = RandomizedEigen.Compute(
                a, Rank, new RandomizedEigenOptions { Device = Cpu, Seed = seed, Oversampling = Oversampling, PowerIterations = 1 });
            double error = Rest(a, result).FrobeniusNorm();
            sum += error;
            sound += IsWithin(3, result.ErrorEstimate, error) ? 1 : 0;
            Assert.Equal(result.Values.OrderByDescending(Math.Abs), result.Values);
        }

        Assert.InRange(sum / Seeds, 0, 2 * Math.Sqrt(1 + (Rank / (Oversampling - 1.0))) * SpectrumMatrix.Tail(magnitudes, Rank));
        Assert.InRange(sound, 99, Seeds);
    }

    [Theory]
    [MemberData(nameof(SpectraOnGpus))]
    public void All_OnGpus_StayWithinExpectation(string spectrum, string deviceName)
    {
        Device device = TestDevice.Get(deviceName);
        double[] values = Spectrum.Of(spectrum, Columns);
        double[,] a = SpectrumMatrix.Create(Rows, Columns, values, 5), symmetric = Symmetric(values, 6);
        float[,] single = SpectrumMatrix.Convert(symmetric, v => (float)v);
        double bound = 3 * Math.Sqrt(1 + (Rank / 9.0)) * SpectrumMatrix.Tail(values, Rank);
        for (ulong seed = 0; seed < 2; seed++)
        {
            Assert.InRange(Error(a, RandomizedSvd.Compute(a, Rank, new RandomizedSvdOptions { Device = device, Seed = seed })), 0, bound);
            Assert.InRange(Error(a, BlockKrylovSvd.Compute(a, Rank, new BlockKrylovSvdOptions { Device = device, Seed = seed, Iterations = 1 })), 0, bound);
            Assert.InRange(Error(a, RandomizedSvd.Compute(a, 0.2, new RandomizedSvdOptions { Device = device, Seed = seed })), 0, 0.2 * SpectrumMatrix.Tail(values, 0) * 1.001);
            foreach (bool isPositive in new[] { false, true })
            {
                var options = new RandomizedEigenOptions { Device = device, Seed = seed, IsPositiveSemidefinite = isPositive };
                Assert.InRange(Rest(symmetric, RandomizedEigen.Compute(symmetric, Rank, options)).FrobeniusNorm(), 0, bound);
                RandomizedEigenResult<float[,], float[]> inSingle = RandomizedEigen.Compute(single, Rank, options);
                Assert.InRange(Rest(symmetric, inSingle.Select(m => SpectrumMatrix.Widen(m), v => Array.ConvertAll(v, x => (double)x))).FrobeniusNorm(), 0, bound);
            }
        }
    }

    private static Device Cpu => TestDevice.Get("cpu");

    /// <summary>
    /// Halko, Martinsson and Tropp 2011, theorems 10.5 and 10.6. Their proof goes over a subspace of rank k inside the range, so they hold for the truncation to rank k too; power
    /// iterations and Krylov spaces only improve on them.
    /// </summary>
    private static void CheckSvd(string spectrum, int oversampling, Func<double[,], ulong, RandomizedSvdResult<double[,], double[]>> compute)
    {
        double[] values = Spectrum.Of(spectrum, Columns);
        double[,] a = SpectrumMatrix.Create(Rows, Columns, values, 2);
        double tail = SpectrumMatrix.Tail(values, Rank);
        double sum = 0, spectral = 0;
        int sound = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            RandomizedSvdResult<double[,], double[]> result = compute(a, seed);
            Matrix<double> rest = Rest(a, result);
            double error = rest.FrobeniusNorm();
            sum += error;
            spectral += rest.L2Norm();
            sound += IsWithin(3, result.ErrorEstimate, error) ? 1 : 0;
            Assert.InRange(error, tail * (1 - 1e-9), double.PositiveInfinity);
        }

        Assert.InRange(sum / Seeds, 0, Math.Sqrt(1 + (Rank / (oversampling - 1.0))) * tail);
        double bound = ((1 + Math.Sqrt(Rank / (oversampling - 1.0))) * values[Rank]) + (Math.E * Math.Sqrt(Rank + oversampling) / oversampling * tail);
        Assert.InRange(spectral / Seeds, 0, bound);
        Assert.InRange(sound, 99, Seeds);
    }

    private static bool IsWithin(double factor, double estimate, double error) => estimate <= factor * error && error <= factor * estimate;

    private static double[,] Symmetric(double[] values, int seed)
    {
        Matrix<double> basis = Matrix<double>.Build.Random(values.Length, values.Length, seed).QR().Q;
        Matrix<double> a = basis * Matrix<double>.Build.DenseOfDiagonalArray(values) * basis.Transpose();
        return ((a + a.Transpose()) / 2).ToArray();
    }

    private static double Error(double[,] a, RandomizedSvdResult<double[,], double[]> result) => Rest(a, result).FrobeniusNorm();

    private static Matrix<double> Rest(double[,] a, RandomizedSvdResult<double[,], double[]> result) =>
        Matrix<double>.Build.DenseOfArray(a)
        - (Matrix<double>.Build.DenseOfArray(result.U)
            * Matrix<double>.Build.DenseOfDiagonalArray(result.S)
            * Matrix<double>.Build.DenseOfArray(result.V).Transpose());

    private static Matrix<double> Rest(double[,] a, RandomizedEigenResult<double[,], double[]> result)
    {
        Matrix<double> v = Matrix<double>.Build.DenseOfArray(result.Vectors);
        return Matrix<double>.Build.DenseOfArray(a) - (v * Matrix<double>.Build.DenseOfDiagonalArray(result.Values) * v.Transpose());
    }
}
