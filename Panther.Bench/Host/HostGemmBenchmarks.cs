using BenchmarkDotNet.Attributes;
using Panther.Bench.Suites;
using Panther.Kernels.Gemm.Host;

namespace Panther.Bench.Host;

/// <summary>The packed host product: square, and the tall-times-small shapes of a randomized decomposition.</summary>
[ShortRunJob]
public unsafe class HostGemmBenchmarks
{
    private float[] _a = [], _b = [], _c = [];

    [Params("512x512x512", "1024x1024x1024", "2000x110x500", "4096x138x4096")]
    public string Shape { get; set; } = "";

    private int M => int.Parse(Shape.Split('x')[0], null);

    private int N => int.Parse(Shape.Split('x')[1], null);

    private int K => int.Parse(Shape.Split('x')[2], null);

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _a = BenchData.Uniform<float>(random, (long)M * K);
        _b = BenchData.Uniform<float>(random, (long)K * N);
        _c = new float[M * N];
    }

    [Benchmark]
    public void Multiply()
    {
        fixed (float* a = _a, b = _b, c = _c)
        {
            HostGemm.Multiply(1f, HostMatrix<float>.RowMajor(a, M, K, K), HostMatrix<float>.RowMajor(b, K, N, N), 0f, HostMatrix<float>.RowMajor(c, M, N, N));
        }
    }
}
