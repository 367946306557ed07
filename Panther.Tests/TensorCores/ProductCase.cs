using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.TensorCores;

/// <summary>A product of fragments and what to expect of it.</summary>
/// <param name="Name">The name, for messages.</param>
/// <param name="Opcode">The PTX instruction.</param>
/// <param name="Feature">What the device must have.</param>
/// <param name="M">Rows of A.</param>
/// <param name="K">Columns of A.</param>
/// <param name="OperandBits">Bits of significand of A and B.</param>
/// <param name="SumBits">Bits of significand of the accumulator.</param>
internal abstract record ProductCase(string Name, string Opcode, DeviceFeature Feature, int M, int K, int OperandBits, int SumBits)
{
    public const int N = 8;

    public static IReadOnlyList<ProductCase> All { get; } =
    [
        new ProductCase<float, float>("tf32 k4", "mma.sync.aligned.m16n8k4.row.col.f32.tf32.tf32.f32", DeviceFeature.TensorCores, 16, 4, 11, 24, ProductKernels.Tf32K4),
        new ProductCase<float, float>("tf32 k8", "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32", DeviceFeature.TensorCores, 16, 8, 11, 24, ProductKernels.Tf32K8),
        new ProductCase<Half, float>("half k8", "mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32", DeviceFeature.TensorCores, 16, 8, 11, 24, ProductKernels.HalfK8),
        new ProductCase<Half, float>("half k16", "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32", DeviceFeature.TensorCores, 16, 16, 11, 24, ProductKernels.HalfK16),
        new ProductCase<Half, Half>("half sum k8", "mma.sync.aligned.m16n8k8.row.col.f16.f16.f16.f16", DeviceFeature.TensorCores, 16, 8, 11, 11, ProductKernels.HalfSumK8),
        new ProductCase<Half, Half>("half sum k16", "mma.sync.aligned.m16n8k16.row.col.f16.f16.f16.f16", DeviceFeature.TensorCores, 16, 16, 11, 11, ProductKernels.HalfSumK16),
        new ProductCase<BFloat16, float>("bfloat16 k8", "mma.sync.aligned.m16n8k8.row.col.f32.bf16.bf16.f32", DeviceFeature.TensorCores, 16, 8, 8, 24, ProductKernels.BFloat16K8),
        new ProductCase<BFloat16, float>("bfloat16 k16", "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32", DeviceFeature.TensorCores, 16, 16, 8, 24, ProductKernels.BFloat16K16),
        new ProductCase<double, double>("double m8 k4", "mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64", DeviceFeature.TensorCores, 8, 4, 53, 53, ProductKernels.DoubleM8K4),
        new ProductCase<double, double>("double k4", "mma.sync.aligned.m16n8k4.row.col.f64.f64.f64.f64", DeviceFeature.TensorCoresFloat64, 16, 4, 53, 53, ProductKernels.DoubleK4),
        new ProductCase<double, double>("double k8", "mma.sync.aligned.m16n8k8.row.col.f64.f64.f64.f64", DeviceFeature.TensorCoresFloat64, 16, 8, 53, 53, ProductKernels.DoubleK8),
        new ProductCase<double, double>("double k16", "mma.sync.aligned.m16n8k16.row.col.f64.f64.f64.f64", DeviceFeature.TensorCoresFloat64, 16, 16, 53, 53, ProductKernels.DoubleK16),
    ];

    public abstract Delegate Kernel { get; }

    /// <summary>Runs a batch of products on a device, each operand row by row and one after another.</summary>
    public abstract double[] Run(Device device, double[] a, double[] b, double[] c);

    /// <summary>A batch of products in double.</summary>
    public double[] Emulate(double[] a, double[] b, double[] c) => Sum(a, b, c, x => x);

    /// <summary>
    /// What each sum may be off by. The products are exact; an adder that aligns k + 1 terms to the largest of them and cuts off below its last bit loses less than
    /// 2^(1-bits) of that a term, and as much again when the result is cut off to the accumulator's width; 2 covers an adder of one bit less,
    /// and, for double, the rounding of the emulation itself.
    /// </summary>
    public double[] Bounds(double[] a, double[] b, double[] c)
    {
        double unit = 2 * Math.Pow(2, 1 - SumBits) * (K + 2);
        return [.. Sum(a, b, c, Math.Abs).Select(magnitude => unit * magnitude)];
    }

    public override string ToString() => Name;

    private double[] Sum(double[] a, double[] b, double[] c, Func<double, double> of)
    {
        double[] d = [.. c.Select(of)];
        for (int n = 0; n < c.Length; n++)
        {
            int batch = n / (M * N);
            int row = n / N % M;
            int column = n % N;
            for (int k = 0; k < K; k++)
            {
                d[n] += of(a[(((batch * M) + row) * K) + k] * b[(((batch * K) + k) * N) + column]);
            }
        }

        return d;
    }
}

/// <summary>A product of fragments of given element types.</summary>
internal sealed record ProductCase<TOperand, TSum>(
    string Name,
    string Opcode,
    DeviceFeature Feature,
    int M,
    int K,
    int OperandBits,
    int SumBits,
    Action<ArrayView<TOperand>, ArrayView<TOperand>, ArrayView<TSum>, ArrayView<TSum>> Method) : ProductCase(Name, Opcode, Feature, M, K, OperandBits, SumBits)
    where TOperand : unmanaged, INumberBase<TOperand>
    where TSum : unmanaged, INumberBase<TSum>
{
    public override Delegate Kernel => Method;

    public override double[] Run(Device device, double[] a, double[] b, double[] c)
    {
        using DeviceBuffer<TOperand> left = device.Allocate<TOperand>([.. a.Select(TOperand.CreateTruncating)]);
        using DeviceBuffer<TOperand> right = device.Allocate<TOperand>([.. b.Select(TOperand.CreateTruncating)]);
        using DeviceBuffer<TSum> sum = device.Allocate<TSum>([.. c.Select(TSum.CreateTruncating)]);
        using DeviceBuffer<TSum> result = device.AllocateZeroed<TSum>(c.Length);
        device.LoadKernel(Method).Launch(device.DefaultStream, new KernelConfig(c.Length / (M * N), 32), left.View, right.View, sum.View, result.View);
        return [.. result.ToArray().Select(double.CreateTruncating)];
    }

    public override string ToString() => Name;
}
