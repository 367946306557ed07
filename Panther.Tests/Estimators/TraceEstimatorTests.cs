using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Core;
using Panther.Tests.Kernels;

namespace Panther.Tests.Estimators;

public sealed class TraceEstimatorTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    public static TheoryData<TraceMethod> Methods => [.. Enum.GetValues<TraceMethod>()];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_OddSizes_IsWithinItsErrors(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach (TraceMethod method in Enum.GetValues<TraceMethod>())
        {
            foreach (int n in new[] { 1, 7, 33, 130 })
            {
                AssertWithinErrors<double>(device, method, n);
                AssertWithinErrors<float>(device, method, n);
            }
        }
    }

    /// <summary>
    /// Error estimates of leave-one-out samples are off by small factors: 10 of them hold for every seed that was drawn. Rounding of A, of test vectors and of products
    /// adds at most a small multiple of √n·u·‖A‖ for each unit vector of the trace.
    /// </summary>
    private static void AssertWithinErrors<T>(Device device, TraceMethod method, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] values = SymmetricMatrix.Spectrum("poly", Math.Max(2, n))[..n];
        using DeviceMatrix<T> a = SymmetricMatrix.Upload<T>(device, SymmetricMatrix.Create(values, n));

        TraceEstimatorResult result = TraceEstimator.Compute(a, 20, new TraceEstimatorOptions { Method = method, Seed = 5 });

        double rounding = 10 * n * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        Assert.InRange(Math.Abs(result.Trace - values.Sum()), 0, (10 * result.ErrorEstimate) + rounding);
        Assert.Equal(n <= 20, result.IsExact);
        Assert.Equal(n <= 20 ? n : method == TraceMethod.HutchPlusPlus ? 18 : 20, result.Products);
        Assert.Equal(method, result.Method);
        Assert.Equal(5ul, result.Seed);
    }

    /// <summary>
    /// For ω uniform on the sphere of radius √n, Var ωᵀAω = 2n/(n + 2)·(‖A‖² - (tr A)²/n) for symmetric A. Over 400 seeds the sample variance of a mean of 30 nearly
    /// normal samples has a relative standard deviation of √(2/400) = 0.07; four of them are allowed. The error estimate has the same expectation.
    /// </summary>
    [Theory]
    [InlineData("slow")]
    [InlineData("fast")]
    public void GirardHutchinson_OverSeeds_HasTheVarianceOfTheory(string spectrum)
    {
        const int N = 60;
        const int Products = 30;
        double[] values = SymmetricMatrix.Spectrum(spectrum, N);
        double variance = 2.0 * N / (N + 2) * (values.Sum(v => v * v) - (values.Sum() * values.Sum() / N)) / Products;
        (double meanSquare, double meanEstimate, _, double bias) = Statistics(spectrum, N, Products, TraceMethod.GirardHutchinson, 400);
        Assert.InRange(meanSquare / variance, 0.72, 1.28);
        Assert.InRange(meanEstimate / variance, 0.72, 1.28);
        Assert.InRange(Math.Abs(bias), 0, 4 * Math.Sqrt(variance / 400));
    }

    /// <summary>
    /// Unbiased: the mean over 100 seeds is within four of its standard deviations. The root mean square of the error estimates is within a factor 3 of that of the
    /// errors, and three error estimates hold for 90 of 100 seeds. The jackknife of XNysTrace is an upper bound in expectation, so it may exceed the error by more, up to
    /// 6 where eigenvalues decay geometrically, and holds for 97 of 100 seeds.
    /// </summary>
    [Theory]
    [InlineData(TraceMethod.XTrace, "flat")]
    [InlineData(TraceMethod.XTrace, "slow")]
    [InlineData(TraceMethod.XTrace, "poly")]
    [InlineData(TraceMethod.XTrace, "fast")]
    [InlineData(TraceMethod.XNysTrace, "flat")]
    [InlineData(TraceMethod.XNysTrace, "slow")]
    [InlineData(TraceMethod.XNysTrace, "poly")]
    [InlineData(TraceMethod.XNysTrace, "fast")]
    [InlineData(TraceMethod.HutchPlusPlus, "flat")]
    [InlineData(TraceMethod.HutchPlusPlus, "slow")]
    [InlineData(TraceMethod.HutchPlusPlus, "poly")]
    [InlineData(TraceMethod.HutchPlusPlus, "fast")]
    public void Compute_OverSeeds_IsUnbiasedAndKnowsItsError(TraceMethod method, string spectrum)
    {
        (double meanSquare, double meanEstimate, int covered, double bias) = Statistics(spectrum, 100, 36, method, 100);
        Assert.InRange(Math.Abs(bias), 0, 4 * Math.Sqrt(meanSquare / 100));
        bool isJackknife = method == TraceMethod.XNysTrace;
        Assert.InRange(Math.Sqrt(meanEstimate / meanSquare), isJackknife ? 0.8 : 1.0 / 3, isJackknife ? 6 : 3);
        Assert.True(covered >= (isJackknife ? 97 : 90), $"{covered} of 100");
    }

    /// <summary>
    /// With s products a low-rank approximation leaves the tail of the spectrum: of 0.7^i about 0.7^(s/2) (XTrace), 0.7^(s/3) (Hutch++) and 0.7^s times a factor that grows
    /// like s (XNysTrace; Tropp, Yurtsever, Udell and Cevher 2017, theorem 4.1), while the error of plain sampling is 1/√s of ‖A‖. (Epperly, Tropp and Webber 2024, figure 1.)
    /// </summary>
    [Fact]
    public void Compute_DecayingSpectrum_IsFarBetterThanSampling()
    {
        double Error(TraceMethod method) => Math.Sqrt(Statistics("fast", 100, 48, method, 100).MeanSquare);
        double trace = SymmetricMatrix.Spectrum("fast", 100).Sum();
        double plain = Error(TraceMethod.GirardHutchinson);
        Assert.InRange(plain / trace, 0.03, 0.2);
        Assert.InRange(Error(TraceMethod.HutchPlusPlus) / trace, 0, Math.Pow(0.7, 16));
        Assert.InRange(Error(TraceMethod.XTrace) / trace, 0, Math.Pow(0.7, 24));
        Assert.InRange(Error(TraceMethod.XNysTrace) / trace, 0, 48 * Math.Pow(0.7, 48));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Compute_LowRank_IsExactUpToRounding(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach (TraceMethod method in new[] { TraceMethod.XTrace, TraceMethod.XNysTrace, TraceMethod.HutchPlusPlus })
        {
            double[] values = [2, 1, 0.5, .. Enumerable.Repeat(0.0, 57)];
            using DeviceMatrix<double> a = SymmetricMatrix.Upload<double>(device, SymmetricMatrix.Create(values, 3));
            TraceEstimatorResult result = TraceEstimator.Compute(a, 30, new TraceEstimatorOptions { Method = method });
            Assert.Equal(3.5, result.Trace, 1e-9);
            Assert.InRange(result.ErrorEstimate, 0, 1e-9);

            var one = new double[40, 40];
            one[7, 7] = 4;
            using DeviceMatrix<double> single = DeviceMatrix<double>.Create(device, one);
            Assert.Equal(4, TraceEstimator.Compute(single, 20, new TraceEstimatorOptions { Method = method }).Trace, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Compute_ZeroMatrix_IsZero(TraceMethod method)
    {
        using DeviceMatrix<float> a = DeviceMatrix<float>.Create(TestDevice.Get("cpu"), new float[40, 40]);
        TraceEstimatorResult result = TraceEstimator.Compute(a, 20, new TraceEstimatorOptions { Method = method });
        Assert.Equal((0, 0), (result.Trace, result.ErrorEstimate));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Compute_ExtremeScale_ScalesExactly(TraceMethod method)
    {
        Device device = TestDevice.Get("cpu");
        double[,] matrix = SymmetricMatrix.Create(SymmetricMatrix.Spectrum("poly", 50), 2);
        var options = new TraceEstimatorOptions { Method = method };
        using DeviceMatrix<double> plain = SymmetricMatrix.Upload<double>(device, matrix);
        TraceEstimatorResult expected = TraceEstimator.Compute(plain, 24, options);
        foreach (int exponent in new[] { -900, 900 })
        {
            using DeviceMatrix<double> scaled = SymmetricMatrix.Upload<double>(device, SpectrumMatrix.Convert(matrix, v => Math.ScaleB(v, exponent)));
            TraceEstimatorResult result = TraceEstimator.Compute(scaled, 24, options);
            Assert.Equal(Math.ScaleB(expected.Trace, exponent), result.Trace);
            Assert.Equal(Math.ScaleB(expected.ErrorEstimate, exponent), result.ErrorEstimate);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Compute_Unsymmetric_EstimatesTheTrace(TraceMethod method)
    {
        if (method == TraceMethod.XNysTrace)
        {
            return;
        }

        double[,] matrix = SpectrumMatrix.Create(80, 80, SymmetricMatrix.Spectrum("poly", 80), 4);
        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(TestDevice.Get("cpu"), matrix);
        TraceEstimatorResult result = TraceEstimator.Compute(a, 40, new TraceEstimatorOptions { Method = method });
        Assert.InRange(Math.Abs(result.Trace - Enumerable.Range(0, 80).Sum(i => matrix[i, i])), 0, 5 * result.ErrorEstimate);
    }

    [Fact]
    public void Compute_Tolerance_DoublesProductsUntilItIsReached()
    {
        Device device = TestDevice.Get("cpu");
        double[] values = SymmetricMatrix.Spectrum("poly", 120);
        using DeviceMatrix<double> a = SymmetricMatrix.Upload<double>(device, SymmetricMatrix.Create(values, 1));
        TraceEstimatorResult result = TraceEstimator.Compute(a, 1e-3);
        Assert.InRange(result.ErrorEstimate, 0, 1e-3 * result.Trace);
        Assert.InRange(Math.Abs(result.Trace - values.Sum()), 0, 5e-3 * values.Sum());
        Assert.Equal(16 + 32 + 64, result.Products);

        var options = new TraceEstimatorOptions { MaximumProducts = 20 };
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => TraceEstimator.Compute(a, 1e-6, options));
        Assert.Contains("20 products do not reach", e.Message, StringComparison.Ordinal);
        Assert.True(TraceEstimator.Compute(a, 1e-15).IsExact);
    }

    [Fact]
    public void Compute_SparseMatrix_IsWithinItsErrors()
    {
        // The Laplacian of a path: 2 on the diagonal, -1 beside it.
        const int N = 90;
        var starts = new List<long> { 0 };
        var indices = new List<int>();
        var values = new List<float>();
        for (int i = 0; i < N; i++)
        {
            foreach (int j in new[] { i - 1, i, i + 1 }.Where(j => j is >= 0 and < N))
            {
                indices.Add(j);
                values.Add(j == i ? 2 : -1);
            }

            starts.Add(values.Count);
        }

        using CsrMatrix<float> a = CsrMatrix<float>.Create(TestDevice.Get("cpu"), N, N, [.. starts], [.. indices], [.. values]);
        TraceEstimatorResult result = TraceEstimator.Compute(a, 40);
        Assert.InRange(Math.Abs(result.Trace - (2 * N)), 0, 5 * result.ErrorEstimate);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Compute_Twice_HasTheSameBits(TraceMethod method)
    {
        using DeviceMatrix<float> a = SymmetricMatrix.Upload<float>(TestDevice.Get("cpu"), SymmetricMatrix.Create(SymmetricMatrix.Spectrum("slow", 70), 2));
        var options = new TraceEstimatorOptions { Method = method, Seed = 9 };
        Assert.Equal(TraceEstimator.Compute(a, 30, options), TraceEstimator.Compute(a, 30, options));
        Assert.NotEqual(TraceEstimator.Compute(a, 30, options).Trace, TraceEstimator.Compute(a, 30, options with { Seed = 10 }).Trace);
    }

    [Fact]
    public void Compute_BadArguments_Throws()
    {
        Device device = TestDevice.Get("cpu");
        using DeviceMatrix<double> wide = DeviceMatrix<double>.Allocate(device, 20, 30);
        using DeviceMatrix<double> empty = DeviceMatrix<double>.Allocate(device, 0, 0);
        using DeviceMatrix<Half> half = DeviceMatrix<Half>.Allocate(device, 20, 20);
        using DeviceMatrix<double> a = SymmetricMatrix.Upload<double>(device, SymmetricMatrix.Create(SymmetricMatrix.Spectrum("slow", 30), 2));
        Assert.Throws<ArgumentNullException>(() => TraceEstimator.Compute<double>(null!, 10));
        Assert.Throws<ArgumentException>(() => TraceEstimator.Compute(wide, 10));
        Assert.Throws<ArgumentException>(() => TraceEstimator.Compute(empty, 10));
        Assert.Throws<NotSupportedException>(() => TraceEstimator.Compute(half, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => TraceEstimator.Compute(a, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => TraceEstimator.Compute(a, 0.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TraceEstimator.Compute(a, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => TraceEstimator.Compute(a, 10, new TraceEstimatorOptions { Method = (TraceMethod)9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TraceEstimator.Compute(a, 0.1, new TraceEstimatorOptions { MaximumProducts = 3 }));
        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => TraceEstimator.Compute(a, 10));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Compute_NonFinite_Throws(TraceMethod method)
    {
        var matrix = new double[30, 30];
        matrix[3, 4] = double.NaN;
        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(TestDevice.Get("cpu"), matrix);
        Assert.Throws<ArgumentException>(() => TraceEstimator.Compute(a, 10, new TraceEstimatorOptions { Method = method }));
    }

    [Fact]
    public void XNysTrace_Indefinite_Throws()
    {
        Device device = TestDevice.Get("cpu");
        double[,] matrix = SymmetricMatrix.Create([.. Enumerable.Range(0, 40).Select(i => i < 20 ? 1.0 : -1.0)], 6);
        var options = new TraceEstimatorOptions { Method = TraceMethod.XNysTrace };
        using DeviceMatrix<double> a = SymmetricMatrix.Upload<double>(device, matrix);
        using DeviceMatrix<float> single = SymmetricMatrix.Upload<float>(device, matrix);
        Assert.Throws<ArgumentException>(() => TraceEstimator.Compute(a, 20, options));
        Assert.Throws<ArgumentException>(() => TraceEstimator.Compute(single, 20, options));
    }

    [Fact]
    public void Compute_WatchedAndCancelled_ReportsAndStops()
    {
        Device device = TestDevice.Get("cpu");
        using DeviceMatrix<double> a = SymmetricMatrix.Upload<double>(device, SymmetricMatrix.Create(SymmetricMatrix.Spectrum("slow", 60), 2));
        var watcher = new Watcher();
        TraceEstimator.Compute(a, 12, progress: watcher);
        Assert.Equal([new StepProgress("Product", 1, 2), new StepProgress("Product", 2, 2)], watcher.Reports);
        Assert.Throws<OperationCanceledException>(() => TraceEstimator.Compute(a, 12, cancellationToken: new CancellationToken(canceled: true)));
    }

    private static (double MeanSquare, double MeanEstimate, int Covered, double Bias) Statistics(
        string spectrum, int n, int products, TraceMethod method, int seeds)
    {
        double[] values = SymmetricMatrix.Spectrum(spectrum, n);
        using DeviceMatrix<double> a = SymmetricMatrix.Upload<double>(TestDevice.Get("cpu"), SymmetricMatrix.Create(values, 11));
        double trace = values.Sum();
        (double meanSquare, double meanEstimate, int covered, double bias) = (0, 0, 0, 0);
        for (int seed = 0; seed < seeds; seed++)
        {
            TraceEstimatorResult result = TraceEstimator.Compute(a, products, new TraceEstimatorOptions { Method = method, Seed = (ulong)seed });
            double error = result.Trace - trace;
            meanSquare += error * error / seeds;
            meanEstimate += result.ErrorEstimate * result.ErrorEstimate / seeds;
            covered += Math.Abs(error) <= 3 * result.ErrorEstimate ? 1 : 0;
            bias += error / seeds;
        }

        return (meanSquare, meanEstimate, covered, bias);
    }

    private sealed class Watcher : IProgress<StepProgress>
    {
        public List<StepProgress> Reports { get; } = [];

        public void Report(StepProgress value) => Reports.Add(value);
    }
}
