using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Attention;
using Panther.Kernels.Random;

namespace Panther.Tests.Kernels;

/// <summary>The kernels that GPUs run, executed by the CPU device and held to its host routines.</summary>
public sealed class AttentionKernelTests
{
    private const int Heads = 2;
    private const int Rows = 70;

    [Theory]
    [InlineData(20)]
    [InlineData(18)]
    public void Kernels_LargeTile_MatchTheHostRoutines(int size) => AssertKernelsMatch<Tile64x32, NoWeightDropout<float>>(size, default, null);

    [Fact]
    public void Kernels_DropoutInLargeAndSmallTiles_MatchTheHostRoutines()
    {
        WeightDropout<float> dropout = WeightDropout<float>.Of(new RandomSource(new RandomStream(5, 6), default), 0.3);
        AssertKernelsMatch<Tile64x32, WeightDropout<float>>(18, dropout, dropout);
        AssertKernelsMatch<Tile64x64, WeightDropout<float>>(36, dropout, dropout);
        AssertKernelsMatch<Tile16x32, WeightDropout<float>>(18, dropout, dropout);
        AssertKernelsMatch<Tile8x64, WeightDropout<float>>(36, dropout, dropout);
    }

    [Fact]
    public void CausalProducts_InChunksOfAnyLength_MatchTheHostRoutine()
    {
        Device device = TestDevice.Get("cpu");
        const int Features = 45;
        using DeviceBuffer<double> left = device.Allocate<double>(KernelDevices.Values(Heads * Rows * Features, 1));
        using DeviceBuffer<double> right = device.Allocate<double>(KernelDevices.Values(Heads * Rows * Features, 2));
        using DeviceBuffer<double> values = device.Allocate<double>(KernelDevices.Values(Heads * Rows * 35, 3));
        using DeviceBuffer<double> expected = device.Allocate<double>(Heads * Rows * 35);
        using DeviceBuffer<double> actual = device.Allocate<double>(Heads * Rows * 35);
        foreach (bool isReversed in (bool[])[false, true])
        {
            var arguments = new CausalArguments<double>
            {
                Left = left.View,
                Right = right.View,
                Values = values.View,
                Output = expected.View,
                Heads = Heads,
                Rows = Rows,
                Features = Features,
                Size = 35,
                IsReversed = isReversed,
            };
            CausalProducts.Enqueue(device.DefaultStream, arguments);
            arguments.Output = actual.View;
            foreach (int chunk in (int[])[1, 16, 35, 70, 100])
            {
                CausalProducts.Launch(device.DefaultStream, arguments, chunk);

                // Sums of 70·45 products below 1.
                Assert.Equal(expected.ToArray(), actual.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-11);
            }
        }
    }

    private static void AssertKernelsMatch<TTile, TDropout>(int size, TDropout kernelDropout, WeightDropout<float>? hostDropout)
        where TTile : struct, IAttentionTile
        where TDropout : struct, IWeightDropout<float>
    {
        Device device = TestDevice.Get("cpu");
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<float> q = device.Allocate<float>(KernelDevices.Singles(Heads * Rows * size, 1));
        using DeviceBuffer<float> k = device.Allocate<float>(KernelDevices.Singles(Heads * Rows * size, 2));
        using DeviceBuffer<float> v = device.Allocate<float>(KernelDevices.Singles(Heads * Rows * size, 3));
        using DeviceBuffer<float> g = device.Allocate<float>(KernelDevices.Singles(Heads * Rows * size, 4));
        using DeviceBuffer<float> deltas = device.Allocate<float>(Heads * Rows);
        using DeviceBuffer<float> logSums = device.Allocate<float>(Heads * Rows);
        using DeviceBuffer<float> expected = device.Allocate<float>(4 * Heads * Rows * size);
        using DeviceBuffer<float> actual = device.Allocate<float>(4 * Heads * Rows * size);
        AttentionArguments<float> With(DeviceBuffer<float> results)
        {
            int part = Heads * Rows * size;
            return new AttentionArguments<float>
            {
                Query = Operand(q.View, size),
                Key = Operand(k.View, size),
                Value = Operand(v.View, size),
                Gradient = Operand(g.View, size),
                Deltas = deltas.View,
                LogSums = logSums.View,
                Output = Operand(results.View.SubView(0, part), size),
                QueryGradient = Operand(results.View.SubView(part, part), size),
                KeyGradient = Operand(results.View.SubView(2 * part, part), size),
                ValueGradient = Operand(results.View.SubView(3 * part, part), size),
                Scale = 0.5f,
                Batches = 1,
                Heads = Heads,
                Queries = Rows,
                Keys = Rows,
                HeadSize = size,
                ValueSize = size,
                IsCausal = true,
            };
        }

        Attentions.Launch<float, TTile, TDropout>(stream, With(actual), kernelDropout, AttentionPass.Forward);
        Attentions.Forward(stream, With(expected), hostDropout);
        Attentions.Backward(stream, With(expected), hostDropout);
        Attentions.Launch<float, TTile, TDropout>(stream, With(actual), kernelDropout, AttentionPass.QueryGradient);
        Attentions.Launch<float, TTile, TDropout>(stream, With(actual), kernelDropout, AttentionPass.KeyValueGradient);

        // Scores of magnitude 3 err by some 20 roundings, and gradients are sums of 70 terms of magnitude 1.
        Assert.Equal(expected.ToArray(), actual.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-5);
    }

    private static AttentionOperand<float> Operand(ArrayView<float> elements, int size) =>
        new() { Elements = elements, BatchStride = Heads * Rows * size, HeadStride = Rows * size, RowStride = size };
}
