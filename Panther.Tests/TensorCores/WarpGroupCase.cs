using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.TensorCores;

/// <summary>A product of a warp group and what to expect of it: D = A·B + C, B column by column.</summary>
/// <param name="Name">The name, for messages.</param>
/// <param name="Opcode">The PTX instruction.</param>
/// <param name="N">Columns of B.</param>
/// <param name="K">Columns of A in all products of the kernel.</param>
/// <param name="OperandBits">Bits of significand of A and B.</param>
/// <param name="StartsWithC">Whether C is added.</param>
internal abstract record WarpGroupCase(string Name, string Opcode, int N, int K, int OperandBits, bool StartsWithC)
{
    public const int M = 64;

    public static IReadOnlyList<WarpGroupCase> All { get; } =
    [
        Shared<float, Tf32Operand, N8, Rows32>("tf32", 11),
        Shared<float, Tf32Operand, N24, Rows64>("tf32", 11),
        Shared<float, Tf32Operand, N64, Rows128>("tf32", 11),
        Shared<float, Tf32Operand, N128, PlainRows>("tf32", 11),
        Shared<float, Tf32Operand, N256, Rows128>("tf32", 11),
        Shared<Half, HalfOperand, N8, Rows64>("f16", 11),
        Shared<Half, HalfOperand, N64, PlainRows>("f16", 11),
        Shared<Half, HalfOperand, N128, Rows32>("f16", 11),
        Shared<Half, HalfOperand, N256, Rows128>("f16", 11),
        Shared<BFloat16, BFloat16Operand, N24, PlainRows>("bf16", 8),
        Shared<BFloat16, BFloat16Operand, N64, Rows32>("bf16", 8),
        Shared<BFloat16, BFloat16Operand, N128, Rows64>("bf16", 8),
        Shared<BFloat16, BFloat16Operand, N256, Rows128>("bf16", 8),
        Registers<float, Tf32Operand, N8, PlainRows>("tf32", 11),
        Registers<float, Tf32Operand, N128, Rows128>("tf32", 11),
        Registers<Half, HalfOperand, N64, Rows64>("f16", 11),
        Registers<BFloat16, BFloat16Operand, N256, Rows128>("bf16", 8),
        new WarpGroupCase<Half>("f16 transposed", "wgmma.mma_async.sync.aligned.m64n128k16.f32.f16.f16", 128, 16, 11, true, WarpGroupKernels.Transposed),
    ];

    public abstract Delegate Kernel { get; }

    public abstract double[] Run(Device device, double[] a, double[] b, double[] c);

    public double[] Emulate(double[] a, double[] b, double[] c) => Sum(a, b, c, x => x);

    /// <summary>As for <see cref="ProductCase.Bounds"/>: each of the K + 2 terms may lose two units of a float's last place, of the sum of all magnitudes.</summary>
    public double[] Bounds(double[] a, double[] b, double[] c) => [.. Sum(a, b, c, Math.Abs).Select(magnitude => Math.Pow(2, -22) * (K + 2) * magnitude)];

    public override string ToString() => Name;

    private static WarpGroupCase<T> Shared<T, TOperand, TColumns, TRows>(string type, int bits)
        where T : unmanaged, INumberBase<T>
        where TOperand : struct, IOperand<T>
        where TColumns : struct, IColumns
        where TRows : struct, IRows
        => Of<T, TColumns, TRows>(type, bits, "shared", true, WarpGroupKernels.SharedOperands<T, TOperand, TColumns, TRows>);

    private static WarpGroupCase<T> Registers<T, TOperand, TColumns, TRows>(string type, int bits)
        where T : unmanaged, INumberBase<T>
        where TOperand : struct, IOperand<T>
        where TColumns : struct, IColumns
        where TRows : struct, IRows
        => Of<T, TColumns, TRows>(type, bits, "registers", false, WarpGroupKernels.RegisterOperand<T, TOperand, TColumns, TRows>);

    private static unsafe WarpGroupCase<T> Of<T, TColumns, TRows>(
        string type, int bits, string where, bool startsWithC, Action<ArrayView<T>, ArrayView<T>, ArrayView<float>, ArrayView<float>> method)
        where T : unmanaged, INumberBase<T>
        where TColumns : struct, IColumns
        where TRows : struct, IRows
        => new(
            $"{type} n{TColumns.N} {typeof(TRows).Name} {where}",
            $"wgmma.mma_async.sync.aligned.m64n{TColumns.N}k{32 / sizeof(T)}.f32.{type}.{type}",
            TColumns.N,
            TRows.Bytes / sizeof(T),
            bits,
            startsWithC,
            method);

    private double[] Sum(double[] a, double[] b, double[] c, Func<double, double> of)
    {
        double[] d = [.. c.Select(x => StartsWithC ? of(x) : 0)];
        for (int n = 0; n < d.Length; n++)
        {
            for (int k = 0; k < K; k++)
            {
                d[n] += of(a[(n / N * K) + k] * b[(n % N * K) + k]);
            }
        }

        return d;
    }
}

/// <summary>A product of a warp group of a given element type.</summary>
internal sealed record WarpGroupCase<T>(
    string Name, string Opcode, int N, int K, int OperandBits, bool StartsWithC, Action<ArrayView<T>, ArrayView<T>, ArrayView<float>, ArrayView<float>> Method)
    : WarpGroupCase(Name, Opcode, N, K, OperandBits, StartsWithC)
    where T : unmanaged, INumberBase<T>
{
    public override Delegate Kernel => Method;

    public override double[] Run(Device device, double[] a, double[] b, double[] c)
    {
        using DeviceBuffer<T> left = device.Allocate<T>([.. a.Select(T.CreateTruncating)]), right = device.Allocate<T>([.. b.Select(T.CreateTruncating)]);
        using DeviceBuffer<float> sum = device.Allocate<float>([.. c.Select(x => (float)x)]), result = device.AllocateZeroed<float>(c.Length);
        device.LoadKernel(Method).Launch(device.DefaultStream, new KernelConfig(1, 128), left.View, right.View, sum.View, result.View);
        return [.. result.ToArray().Select(x => (double)x)];
    }

    public override string ToString() => Name;
}
