using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>Tensors of 16 bits: what is computed of them is what float gives of the same elements, rounded once.</summary>
public sealed class NarrowTensorTests
{
    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void To_AndBack_RoundsValuesAndGradients(string kind)
    {
        Device device = TestDevice.Get(kind);
        float[] values = [.. Kernels.KernelDevices.Singles(33, 1), 65519, 65520, 1e-8f, 5.9604645e-8f, float.NaN, float.NegativeInfinity, -0f];
        AssertRounds(x => (Half)x);
        AssertRounds(x => (BFloat16)x);

        void AssertRounds<T>(Func<float, T> round)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var tape = new Tape(device);
            Tensor<float> x = tape.Watch(tape.Create<float>(values, [values.Length]));
            Tensor<T> narrow = x.To<T>();
            Assert.Equal(values.Select(round), narrow.ToArray());
            Assert.Equal(values.Select(v => float.CreateTruncating(round(v))), narrow.To<float>().ToArray());

            // The gradient of the wide result is rounded on its way through the narrow one.
            Tensor<float> y = narrow.To<float>();
            Assert.Equal(values.Select(v => float.CreateTruncating(round(v))), tape.Gradient(y, x, tape.Create<float>(values, [values.Length])).ToArray());
            Assert.Equal(values.Select(v => float.CreateTruncating(round(v))), tape.JacobianVectorProduct(y, (x, tape.Create<float>(values, [values.Length]))).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Functions_OfNarrowElements_AreThoseOfFloatRoundedOnce(string kind)
    {
        Device device = TestDevice.Get(kind);
        AssertAgrees<Half>(device, x => x.Gelu(), x => x.Gelu(), [4, 33]);
        AssertAgrees<BFloat16>(device, x => x.Gelu(), x => x.Gelu(), [4, 33]);
        if (kind == "opencl")
        {
            return;
        }

        AssertAgrees<Half>(device, x => x.GeluTanh(), x => x.GeluTanh(), [4, 33]);
        AssertAgrees<Half>(device, x => x.Softplus().Transpose(), x => x.Softplus().Transpose(), [4, 33]);
        AssertAgrees<Half>(device, x => x.Softmax(), x => x.Softmax(), [4, 33], isGradientRoundedOnce: false);
        AssertAgrees<Half>(device, x => x.LogSoftmax(), x => x.LogSoftmax(), [4, 33], isGradientRoundedOnce: false);
        AssertAgrees<BFloat16>(device, x => x.Variance([0]), x => x.Variance([0]), [4, 33], isGradientRoundedOnce: false);
        AssertAgrees<Half>(device, x => x.LogSumExp([1]), x => x.LogSumExp([1]), [4, 33], isGradientRoundedOnce: false);
        AssertAgrees<Half>(device, x => x.Max([1]), x => x.Max([1]), [4, 33]);
        AssertAgrees<Half>(device, x => x.Sum([0]), x => x.Sum([0]), [4, 33]);
        AssertAgrees<Half>(device, x => x.Slice(1, 1, 11, 3).Sum([0, 1]), x => x.Slice(1, 1, 11, 3).Sum([0, 1]), [4, 33]);
        AssertAgrees<Half>(
            device,
            x => x.LayerNorm(x.Slice(0, 0, 1).Squeeze(0).Detach(), x.Slice(0, 1, 1).Squeeze(0).Detach()),
            x => x.LayerNorm(x.Slice(0, 0, 1).Squeeze(0).Detach(), x.Slice(0, 1, 1).Squeeze(0).Detach()),
            [4, 33],
            isGradientRoundedOnce: false);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sum_OfManyOnes_IsExact(string kind)
    {
        // A sum in Half stops at 2048, one in BFloat16 at 256.
        using var tape = new Tape(TestDevice.Get(kind));
        Assert.Equal((Half)4096, tape.Full(Half.One, [4096]).Sum().ToScalar());
        Assert.Equal((BFloat16)4096, tape.Full((BFloat16)1, [2, 2048]).Sum().ToScalar());
        Assert.Equal((Half)1, tape.Full(Half.One, [70_000]).Mean().ToScalar());
        Assert.Equal((Half)3000, tape.Full(Half.One, [3000, 1]).SumInto(tape.CreateIndices(new int[3000], [3000]), 1).ToScalar());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void MatMul_OfNarrowElements_IsThatOfFloatRoundedOnce(string kind)
    {
        Device device = TestDevice.Get(kind);
        AssertProducts<Half>();
        AssertProducts<BFloat16>();

        void AssertProducts<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            foreach ((Shape left, Shape right) in ((Shape, Shape)[])[([5, 33], [33, 7]), ([2, 3, 4, 5], [2, 3, 5, 4]), ([3, 1, 9], [9, 2]), ([2, 3, 0], [2, 0, 4])])
            {
                using var tape = new Tape(device);
                Tensor<T> a = tape.Watch(tape.Create<float>(Kernels.KernelDevices.Singles((int)left.Length, 1), left).To<T>());
                Tensor<T> b = tape.Watch(tape.Create<float>(Kernels.KernelDevices.Singles((int)right.Length, 2), right).To<T>());
                Tensor<T> stored = tape.Watch(b.Detach().Transpose().Contiguous());
                Tensor<float> product = a.Detach().To<float>().MatMul(b.Detach().To<float>());
                Assert.Equal(product.To<T>().ToArray(), a.MatMul(b).ToArray());
                Assert.Equal(product.To<T>().ToArray(), a.MatMul(stored.Transpose()).ToArray());
                Tensor<T> g = tape.Create<float>(Kernels.KernelDevices.Singles((int)product.Length, 3), product.Shape).To<T>();
                if (left.Rank == right.Rank)
                {
                    Tensor<T>[] gradients = tape.Gradients(a.MatMul(b), [a, b], g);
                    Assert.Equal(g.To<float>().MatMul(b.Detach().To<float>().Transpose()).To<T>().ToArray(), gradients[0].ToArray());
                    Assert.Equal(a.Detach().To<float>().Transpose().MatMul(g.To<float>()).To<T>().ToArray(), gradients[1].ToArray());
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Linear_InHalf_AgreesWithFloat(string kind)
    {
        Device device = TestDevice.Get(kind);
        using var narrow = new Linear<Half>(device, 33, 7, new RandomState(1));
        using var wide = new Linear<float>(device, 33, 7, new RandomState(1));
        using (Tensor<float> weight = narrow.Weight.Detach().To<float>())
        using (Tensor<float> bias = narrow.Bias!.Detach().To<float>())
        {
            wide.Weight.CopyFrom(weight.ToArray());
            wide.Bias!.CopyFrom(bias.ToArray());
        }

        using var tape = new Tape(device);
        Tensor<Half> x = tape.Watch(tape.Create<float>(Kernels.KernelDevices.Singles(5 * 33, 2), [5, 33]).To<Half>());
        Tensor<float> copy = tape.Watch(x.Detach().To<float>());
        Tensor<Half> g = tape.Create<float>(Kernels.KernelDevices.Singles(5 * 7, 3), [5, 7]).To<Half>();
        Tensor<Half> y = narrow.Forward(x);
        Tensor<float> expected = wide.Forward(copy);

        // The same numbers go in, and results below 8 are rounded once, by 2⁻¹¹; what float rounds in another order is 2⁻¹⁰ of that.
        AssertClose(expected.ToArray(), y.ToArray(), 1.1 * 8);
        Tensor<Half>[] gradients = tape.Gradients(y, [x, narrow.Weight, narrow.Bias!], g);
        Tensor<float>[] expectedGradients = tape.Gradients(expected, [copy, wide.Weight, wide.Bias!], g.To<float>());
        foreach ((Tensor<float> first, Tensor<Half> second) in expectedGradients.Zip(gradients))
        {
            AssertClose(first.ToArray(), second.ToArray(), 1.1 * 8);
        }

        static void AssertClose(float[] expected, Half[] actual, double bound)
            => Assert.Equal(expected.Select(v => (double)v), actual.Select(v => (double)v), (a, b) => Math.Abs(a - b) <= bound * Math.ScaleB(1, -11));
    }

    [Fact]
    public void Operations_ThatAreNotOffered_SaySo()
    {
        Device device = TestDevice.Get("cpu");
        using var tape = new Tape(device);
        Tensor<Half> x = tape.Zeros<Half>([1, 1, 4, 4]);
        AssertRefused("attention", () => x.ScaledDotProductAttention(x, x));
        using var attention = new MultiHeadAttention<Half>(device, 4, 2, new RandomState(1));
        AssertRefused("attention", () => attention.Forward(tape.Zeros<Half>([1, 3, 4]), null));
        AssertRefused("sketched", () => new SketchedLinear<Half>(device, 8, 8, 1, 2, new RandomState(1), SketchedForm.LowRank));
        AssertRefused("sketched", () => new SketchedConv2d<Half>(device, 8, 8, (3, 3), 1, 2, new RandomState(1), form: SketchedForm.LowRank));
        AssertRefused("positions", () => new SinePositions<Half>(device, 2, 4, 1, 8, new RandomState(1)));
        AssertRefused("convolution", () => x.Conv2d(x));
        AssertRefused("pooling", () => x.MaxPool2d(PoolingWindow.Of(2)));
        AssertRefused("normalisation", () => x.BatchNorm(tape.Zeros<Half>([1]), tape.Zeros<Half>([1])));
        AssertRefused("normalisation", () => x.GroupNorm(1, tape.Zeros<Half>([1]), tape.Zeros<Half>([1])));
        using var layer = new Linear<Half>(device, 2, 2, new RandomState(1));
        AssertRefused("optimiser", () => new Adam<Half>(layer.Parameters));

        static void AssertRefused(string what, Action action)
        {
            string message = Assert.Throws<NotSupportedException>(action).Message;
            Assert.Contains(what, message, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("Half", message, StringComparison.Ordinal);
        }
    }

    /// <summary>Values, and unless it takes several operations gradients, are those of float, rounded once.</summary>
    private static void AssertAgrees<T>(
        Device device, Func<Tensor<T>, Tensor<T>> narrow, Func<Tensor<float>, Tensor<float>> wide, Shape shape, bool isGradientRoundedOnce = true)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var tape = new Tape(device);
        Tensor<T> x = tape.Watch(tape.Create<float>([.. Kernels.KernelDevices.Singles((int)shape.Length, 1).Select(v => 4 * v)], shape).To<T>());
        Tensor<float> copy = tape.Watch(x.Detach().To<float>());
        Tensor<T> y = narrow(x);
        Tensor<float> expected = wide(copy);
        Assert.Equal(expected.To<T>().ToArray(), y.ToArray());
        Tensor<T> g = tape.Create<float>(Kernels.KernelDevices.Singles((int)y.Length, 2), y.Shape).To<T>();
        T[] gradient = tape.Gradient(y, x, g).ToArray();
        float[] expectedGradient = tape.Gradient(expected, copy, g.To<float>()).ToArray();
        if (isGradientRoundedOnce)
        {
            Assert.Equal(expectedGradient.Select(T.CreateTruncating), gradient);
        }
        else
        {
            // What the result is converted through rounds the gradient a second time.
            double unit = typeof(T) == typeof(Half) ? Math.ScaleB(1, -10) : Math.ScaleB(1, -7);
            double scale = expectedGradient.Max(Math.Abs);
            Assert.Equal(expectedGradient.Select(v => (double)v), gradient.Select(v => double.CreateTruncating(v)), (a, b) => Math.Abs(a - b) <= unit * scale);
        }
    }
}
