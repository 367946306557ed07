using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>Families of operations whose other tests are in double: values and gradients in float are those of double to rounding.</summary>
public sealed class SinglePrecisionTests
{
    /// <summary>Results here come of at most a hundred roundings, each of 2⁻²⁴, of numbers no larger than the largest of a result: 6e-6 of that.</summary>
    private const double Tolerance = 6e-6;

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Operations_InSingle_AreThoseOfDouble(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape matrix = [5, 33];
        Shape row = [33];
        AssertAgree<Reduced>(device, matrix);
        AssertAgree<Normalized>(device, matrix, row, row);
        AssertAgree<Lost>(device, matrix, matrix);
        AssertAgree<Indexed>(device, matrix);
        AssertAgree<Pooled>(device, [2, 3, 7, 6]);
        AssertAgree<OfChannels>(device, [2, 4, 3, 5], [4], [4]);
        AssertAgree<Joined>(device, matrix, matrix);
    }

    private static void AssertAgree<TOperations>(Device device, params Shape[] shapes)
        where TOperations : IOperations
    {
        using var tape = new Tape(device);
        double[][] values = [.. shapes.Select((shape, i) => Kernels.KernelDevices.Singles((int)shape.Length, i).Select(v => (double)v).ToArray())];
        (double[] Value, double[][] Gradients)[] expected = Evaluate<double>();
        (double[] Value, double[][] Gradients)[] actual = Evaluate<float>();
        for (int i = 0; i < expected.Length; i++)
        {
            AssertClose(expected[i].Value, actual[i].Value, $"operation {i} of {typeof(TOperations).Name}");
            foreach ((double[] first, double[] second) in expected[i].Gradients.Zip(actual[i].Gradients))
            {
                AssertClose(first, second, $"gradient of operation {i} of {typeof(TOperations).Name}");
            }
        }

        (double[] Value, double[][] Gradients)[] Evaluate<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            Tensor<T>[] x = [.. values.Zip(shapes, (v, shape) => tape.Watch(tape.Create<T>([.. v.Select(T.CreateChecked)], shape)))];
            return [.. TOperations.Apply(x).Select(y => (Doubles(y), tape.Gradients((y * y).Sum(), x).Select(Doubles).ToArray()))];
        }

        static double[] Doubles<T>(Tensor<T> x)
            where T : unmanaged, IFloatingPointIeee754<T>
            => [.. x.ToArray().Select(double.CreateChecked)];
    }

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double bound = Tolerance * Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= bound, $"{what}: {actual[i]:R} instead of {expected[i]:R}");
        }
    }

    private interface IOperations
    {
        static abstract Tensor<T>[] Apply<T>(Tensor<T>[] x)
            where T : unmanaged, IFloatingPointIeee754<T>;
    }

    private readonly struct Reduced : IOperations
    {
        public static Tensor<T>[] Apply<T>(Tensor<T>[] x)
            where T : unmanaged, IFloatingPointIeee754<T>
            => [x[0].Sum([0]), x[0].Mean([1]), x[0].Max([0]), x[0].Min([1]), x[0].LogSumExp([1]), x[0].Variance([0]), x[0].Transpose().MatMul(x[0])];
    }

    private readonly struct Normalized : IOperations
    {
        public static Tensor<T>[] Apply<T>(Tensor<T>[] x)
            where T : unmanaged, IFloatingPointIeee754<T>
            => [x[0].Softmax(), x[0].LogSoftmax(0), x[0].LayerNorm(x[1], x[2]), x[0].RmsNorm(x[1])];
    }

    private readonly struct Lost : IOperations
    {
        public static Tensor<T>[] Apply<T>(Tensor<T>[] x)
            where T : unmanaged, IFloatingPointIeee754<T>
            =>
            [
                x[0].CrossEntropy(x[0].Tape!.CreateIndices([3, 0, 32, 7, 7], [5])), x[0].MeanSquaredError(x[1]), x[0].BinaryCrossEntropy(x[1].Sigmoid()),
                x[0].LogSoftmax().RelativeEntropy(x[1].Softmax()), x[0].Huber(x[1], T.CreateChecked(0.5)),
            ];
    }

    private readonly struct Indexed : IOperations
    {
        public static Tensor<T>[] Apply<T>(Tensor<T>[] x)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            IndexTensor rows = x[0].Tape!.CreateIndices([4, 0, 4], [3]);
            IndexTensor targets = x[0].Tape!.CreateIndices([1, 0, 1, 1, 0], [5]);
            IndexTensor columns = x[0].Tape!.CreateIndices([.. Enumerable.Range(0, 15).Select(i => i * 7 % 33)], [5, 3]);
            return [x[0].Take(rows), x[0].SumInto(targets, 3), x[0].GatherAlong(1, columns), x[0].Slice(1, 0, 3).SumAlong(1, columns, 33)];
        }
    }

    private readonly struct Pooled : IOperations
    {
        public static Tensor<T>[] Apply<T>(Tensor<T>[] x)
            where T : unmanaged, IFloatingPointIeee754<T>
            => [x[0].MaxPool2d(PoolingWindow.Of(2)), x[0].AveragePool2d(PoolingWindow.Of(3)), x[0].AdaptiveAveragePool2d(3, 2)];
    }

    private readonly struct OfChannels : IOperations
    {
        public static Tensor<T>[] Apply<T>(Tensor<T>[] x)
            where T : unmanaged, IFloatingPointIeee754<T>
            => [x[0].BatchNorm(x[1], x[2]), x[0].GroupNorm(2, x[1], x[2])];
    }

    private readonly struct Joined : IOperations
    {
        public static Tensor<T>[] Apply<T>(Tensor<T>[] x)
            where T : unmanaged, IFloatingPointIeee754<T>
            => [Joining.Concat(1, x[0], x[1]), Joining.Stack(1, x[0], x[1]), x[0].Pad(1, 2, 3, T.One)];
    }
}
