using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.TensorCores;

/// <summary>Conversions to the operands' types, and loads of fragments from shared memory.</summary>
public sealed class FragmentTests
{
    [Fact]
    public void ToTf32_AnyFiniteNumber_IsRoundedToTheNearestTiesAway()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.TensorCores);
        var random = new Random(7);
        uint[] special = [0, 0x80000000, 1, 0x007FFFFF, 0x00001000, 0x3F800FFF, 0x3F801000, 0x3F801001, 0x3F803000, 0x7F7FEFFF, 0x7F7FF000, 0x7F7FFFFF, 0x7F800000, 0xFF800000];
        float[] values = [.. special.Concat(Enumerable.Range(0, 10_000).Select(_ => (uint)random.NextInt64(1L << 32)))
            .Select(BitConverter.UInt32BitsToSingle).Where(x => !float.IsNaN(x))];
        using DeviceBuffer<float> source = device.Allocate<float>(values);
        using DeviceBuffer<uint> result = device.Allocate<uint>(values.Length);

        device.LoadKernel<Index1D, ArrayView<float>, ArrayView<uint>>(FragmentKernels.Round)
            .Launch(device.DefaultStream, new Index1D(values.Length), source.View, result.View);

        // Half of the last bit that stays is added to the magnitude, and the rest is cut off.
        Assert.Equal(
            values.Select(x => BitConverter.SingleToUInt32Bits(x) is var bits && float.IsInfinity(x) ? bits : (bits + 0x1000) & 0xFFFFE000),
            result.ToArray());
    }

    [Fact]
    public void Pack_RandomNumbers_AreRoundedToTheNearestEven()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.TensorCores);
        var random = new Random(8);
        float[] values = [.. Enumerable.Range(0, 4096).Select(_ => (float)Math.ScaleB((2 * random.NextDouble()) - 1, random.Next(-20, 16)))];
        int pairs = values.Length / 2;
        using DeviceBuffer<float> source = device.Allocate<float>(values);
        using DeviceBuffer<uint> half = device.Allocate<uint>(pairs), bfloat16 = device.Allocate<uint>(pairs);

        device.LoadKernel<Index1D, ArrayView<float>, ArrayView<uint>, ArrayView<uint>>(FragmentKernels.Pack)
            .Launch(device.DefaultStream, new Index1D(pairs), source.View, half.View, bfloat16.View);

        Assert.Equal(Enumerable.Range(0, pairs).Select(i => TensorCore.Pack((Half)values[2 * i], (Half)values[(2 * i) + 1])), half.ToArray());
        Assert.Equal(Enumerable.Range(0, pairs).Select(i => TensorCore.Pack((BFloat16)values[2 * i], (BFloat16)values[(2 * i) + 1])), bfloat16.ToArray());
    }

    [Fact]
    public void LoadMatrix_EveryForm_GivesEachLaneItsPair()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.TensorCores);
        Half[] values = [.. Enumerable.Range(0, 256).Select(i => (Half)i)];
        using DeviceBuffer<Half> source = device.Allocate<Half>(values);
        using DeviceBuffer<uint> result = device.Allocate<uint>(14 * 32);

        device.LoadKernel<ArrayView<Half>, ArrayView<uint>>(FragmentKernels.LoadMatrices).Launch(device.DefaultStream, new KernelConfig(1, 32), source.View, result.View);

        int[] matrices = [0, 0, 1, 0, 1, 2, 3];
        uint Plain(int matrix, int lane) => TensorCore.Pack(values[(64 * matrix) + (2 * lane)], values[(64 * matrix) + (2 * lane) + 1]);
        uint Transposed(int matrix, int lane)
        {
            int first = (64 * matrix) + (16 * (lane % 4)) + (lane / 4);
            return TensorCore.Pack(values[first], values[first + 8]);
        }

        Assert.Equal(
            matrices.SelectMany(m => Enumerable.Range(0, 32).Select(lane => Plain(m, lane)))
                .Concat(matrices.SelectMany(m => Enumerable.Range(0, 32).Select(lane => Transposed(m, lane)))),
            result.ToArray());
    }

    /// <summary>Numbers with more bits than TF32 has, so that the rounding shows.</summary>
    [Fact]
    public void LoadMatrix_Tf32Fragments_AreRoundedAndGiveTheProduct()
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.TensorCores);
        var random = new Random(10);
        float[] a = [.. Enumerable.Range(0, 128).Select(_ => random.Next(-8, 9) + (3f / 4096))], b = [.. Enumerable.Range(0, 64).Select(_ => (float)random.Next(-8, 9))];
        using DeviceBuffer<float> left = device.Allocate<float>(a), right = device.Allocate<float>(b), result = device.Allocate<float>(128);

        device.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>>(FragmentKernels.Tf32ThroughShared)
            .Launch(device.DefaultStream, new KernelConfig(1, 32), left.View, right.View, result.View);

        // The small part stays, is rounded up or is lost, as the integer's size has it; all sums are multiples of 2^-12 below 2^10, and exact.
        double Rounded(float x) => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(x) + 0x1000) & 0xFFFFE000);
        Assert.Equal(
            Enumerable.Range(0, 128).Select(n => (float)Enumerable.Range(0, 8).Sum(k => Rounded(a[(n / 8 * 8) + k]) * b[(k * 8) + (n % 8)])),
            result.ToArray());
    }

    [Fact]
    public void LoadMatrix_HalfFragments_GiveTheProduct() => CheckThroughShared<Half>(FragmentKernels.HalfThroughShared);

    [Fact]
    public void LoadMatrix_BFloat16Fragments_GiveTheProduct() => CheckThroughShared<BFloat16>(FragmentKernels.BFloat16ThroughShared);

    /// <summary>Small integers, so that the sums are exact.</summary>
    private static void CheckThroughShared<T>(Action<ArrayView<T>, ArrayView<T>, ArrayView<float>> kernel)
        where T : unmanaged, INumberBase<T>
    {
        Device device = TensorCoreDevice.Get(DeviceFeature.TensorCores);
        var random = new Random(9);
        int[] a = [.. Enumerable.Range(0, 256).Select(_ => random.Next(-8, 9))];
        int[] b = [.. Enumerable.Range(0, 128).Select(_ => random.Next(-8, 9))];
        using DeviceBuffer<T> left = device.Allocate<T>([.. a.Select(T.CreateTruncating)]), right = device.Allocate<T>([.. b.Select(T.CreateTruncating)]);
        using DeviceBuffer<float> result = device.Allocate<float>(4 * 128);

        device.LoadKernel(kernel).Launch(device.DefaultStream, new KernelConfig(1, 32), left.View, right.View, result.View);

        IEnumerable<float> Product(int depth) => Enumerable.Range(0, 128).Select(n => (float)Enumerable.Range(0, depth).Sum(k => a[(n / 8 * 16) + k] * b[(k * 8) + (n % 8)]));
        Assert.Equal([.. Product(16), .. Product(16), .. Product(8), .. Product(8)], result.ToArray());
    }

    [Fact]
    public void Emit_Fragments_AreSingleInstructions()
    {
        string[] lines = TensorCoreDevice.Lines(FragmentKernels.LoadMatrices);
        string[] loads = [.. lines.Where(l => l.StartsWith("ldmatrix", StringComparison.Ordinal)).Select(l => l.Split(' ')[0]).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "ldmatrix.sync.aligned.m8n8.x1.shared.b16", "ldmatrix.sync.aligned.m8n8.x1.trans.shared.b16",
                "ldmatrix.sync.aligned.m8n8.x2.shared.b16", "ldmatrix.sync.aligned.m8n8.x2.trans.shared.b16",
                "ldmatrix.sync.aligned.m8n8.x4.shared.b16", "ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16",
            ],
            loads);
        Assert.Contains(lines, l => l.StartsWith("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r", StringComparison.Ordinal) && l.EndsWith("];", StringComparison.Ordinal));
        Assert.Contains(TensorCoreDevice.Lines(FragmentKernels.Round), l => l.StartsWith("cvt.rna.tf32.f32 %r", StringComparison.Ordinal));
        string[] packed = TensorCoreDevice.Lines(FragmentKernels.Pack);
        Assert.Contains(packed, l => l.StartsWith("cvt.rn.f16x2.f32 %r", StringComparison.Ordinal));
        Assert.Contains(packed, l => l.StartsWith("cvt.rn.bf16x2.f32 %r", StringComparison.Ordinal));
    }
}
