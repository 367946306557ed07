using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;
using Panther.Kernels.Attention;

namespace Panther.Tests.Kernels.Limits;

/// <summary>Attention in the tiles that small groups have room for, held to the host's routines.</summary>
public sealed class AttentionLimitTests
{
    private const int Heads = 2;
    private const int Rows = 37;

    [Theory]
    [InlineData(256, 64)]
    [InlineData(256, 90)]
    [InlineData(64, 20)]
    public void Attention_OfFloatsIn32Kib_MatchesTheHost(int threads, int size) => Check<float>(threads, size, 1e-5);

    [Fact]
    public void Attention_OfDoublesIn32Kib_MatchesTheHost() => Check<double>(256, 33, 1e-13);

    [Fact]
    public void Gradient_OfLongHeadsOfDoublesIn32Kib_IsRefusedInASentence()
    {
        using CpuDevice device = SmallDevice.New(256, 32 << 10);
        using DeviceBuffer<double> memory = device.Allocate<double>(128);
        AttentionArguments<double> a = Arguments(memory.View, 128, new Results<double>(memory.View, 0), rows: 1);
        var refusal = Assert.Throws<NotSupportedException>(() => Attentions.Backward(device.DefaultStream, a));
        Assert.Equal("Attention with heads of 128 elements of 8 bytes fits no group of the device: it allows 256 threads and 32768 bytes of shared memory.", refusal.Message);
    }

    private static void Check<T>(int threads, int size, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using CpuDevice small = SmallDevice.New(threads, 32 << 10);
        T[] expected = Run<T>(TestDevice.Get("cpu"), size);
        T[] actual = Run<T>(small, size);

        // Scores of magnitude 5 err by some 50 roundings, and gradients are sums of 37 terms of magnitude 1.
        Assert.Equal(expected, actual, (a, b) => double.CreateChecked(T.Abs(a - b)) <= tolerance);
    }

    private static T[] Run<T>(Device device, int size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int part = Heads * Rows * size;
        using DeviceBuffer<T> inputs = device.Allocate<T>([.. KernelDevices.Values(4 * part, 1).Select(T.CreateTruncating)]);
        using DeviceBuffer<T> sums = device.Allocate<T>(2 * Heads * Rows);
        using DeviceBuffer<T> results = device.Allocate<T>(4 * part);
        AttentionArguments<T> a = Arguments(inputs.View, size, new Results<T>(results.View, part), Rows) with
        {
            LogSums = sums.View.SubView(0, Heads * Rows),
            Deltas = sums.View.SubView(Heads * Rows, Heads * Rows),
        };
        Attentions.Forward(device.DefaultStream, a);
        Attentions.Backward(device.DefaultStream, a);
        return results.ToArray();
    }

    private static AttentionArguments<T> Arguments<T>(ArrayView<T> inputs, int size, Results<T> results, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        AttentionOperand<T> At(ArrayView<T> elements, int number) => new()
        {
            Elements = elements.SubView(number * results.Part),
            BatchStride = Heads * rows * size,
            HeadStride = rows * size,
            RowStride = size,
        };
        return new AttentionArguments<T>
        {
            Query = At(inputs, 0),
            Key = At(inputs, 1),
            Value = At(inputs, 2),
            Gradient = At(inputs, 3),
            Output = At(results.Elements, 0),
            QueryGradient = At(results.Elements, 1),
            KeyGradient = At(results.Elements, 2),
            ValueGradient = At(results.Elements, 3),
            Scale = T.CreateChecked(0.5),
            Batches = 1,
            Heads = Heads,
            Queries = rows,
            Keys = rows,
            HeadSize = size,
            ValueSize = size,
            IsCausal = true,
        };
    }

    /// <summary>Where results go, one behind the other.</summary>
    private readonly record struct Results<T>(ArrayView<T> Elements, int Part)
        where T : unmanaged;
}
