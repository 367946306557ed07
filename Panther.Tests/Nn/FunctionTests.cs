using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class FunctionTests
{
    private static readonly Shape Shape = [3, 4];

    /// <summary>Name, operation, reference, and where its argument lies.</summary>
    private static readonly (string Name, Func<Tensor<double>, Tensor<double>> Operation, Func<double, double> Reference, double Center, double Radius)[] All =
    [
        ("exp", x => x.Exp(), Math.Exp, 0, 3),
        ("log", x => x.Log(), Math.Log, 2, 1.5),
        ("sqrt", x => x.Sqrt(), Math.Sqrt, 2, 1.5),
        ("square", x => x.Square(), x => x * x, 0, 3),
        ("reciprocal", x => x.Reciprocal(), x => 1 / x, 2, 1.5),
        ("power", x => x.Power(2.5), x => Math.Pow(x, 2.5), 2, 1.5),
        ("sin", x => x.Sin(), Math.Sin, 0, 3),
        ("cos", x => x.Cos(), Math.Cos, 0, 3),
        ("erf", x => x.Erf(), XMath.Erf, 0, 3),
        ("abs", x => x.Abs(), Math.Abs, 0, 3),
        ("clamp", x => x.Clamp(-1, 0.5), x => Math.Clamp(x, -1, 0.5), 0, 3),
        ("tanh", x => x.Tanh(), Math.Tanh, 0, 3),
        ("sigmoid", x => x.Sigmoid(), Sigmoid, 0, 8),
        ("softplus", x => x.Softplus(), x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), 0, 8),
        ("relu", x => x.Relu(), x => Math.Max(x, 0), 0, 3),
        ("leaky relu", x => x.Relu(0.1), x => x > 0 ? x : 0.1 * x, 0, 3),
        ("gelu", x => x.Gelu(), x => 0.5 * x * (1 + XMath.Erf(x / Math.Sqrt(2))), 0, 3),
        ("gelu by tanh", x => x.GeluTanh(), x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))), 0, 3),
        ("silu", x => x.Silu(), x => x * Sigmoid(x), 0, 3),
    ];

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Functions_OfOneOperand_AreTheirDefinitions(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach (var (name, operation, reference, center, radius) in All)
        {
            double[] x = Arguments([5, 7], center, radius);
            using var tape = new Tape(device);
            double[] actual = operation(tape.Create<double>(x, [5, 7])).ToArray();
            for (int i = 0; i < x.Length; i++)
            {
                // A few roundings of numbers up to 30: 1e-14 is twenty units of the last place.
                Assert.True(Math.Abs(reference(x[i]) - actual[i]) <= 1e-14 * (1 + Math.Abs(actual[i])) * 10, $"{name}({x[i]}) = {actual[i]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Functions_OfOneOperand_HaveTheirDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);

        // Second derivatives are compiled from the same source as first ones; one device is enough for all of them.
        foreach (var (_, operation, _, center, radius) in All)
        {
            Check(device, x => operation(x[0]), kind == "cpu", (Arguments(Shape, center, radius), Shape));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Functions_OfTwoOperands_HaveTheirDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        Shape row = [4];
        Check(device, x => x[0].Power(x[1]), (Arguments(Shape, 2, 1), Shape), (Values(row, 2), row));
        Check(device, x => x[0].Maximum(x[1]) + (2 * x[0].Minimum(x[1])), kind == "cpu", (Values(Shape, 1), Shape), (Values(row, 2), row));
        Check(device, x => x[0].IsGreaterThan(x[1]).Where(x[0] * x[1], x[1]), kind == "cpu", (Values(Shape, 1), Shape), (Values(row, 2), row));
    }

    [Fact]
    public void Functions_InSingle_AreAccurate()
    {
        float[] x = Kernels.KernelDevices.Singles(100, 3);
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> t = tape.Watch(tape.Create<float>(x, [100]));
        Tensor<float> y = (3f * t).Gelu();
        float[] gradient = tape.Gradient(y.Sum(), t).ToArray();
        float[] values = y.ToArray();
        for (int i = 0; i < x.Length; i++)
        {
            double u = 3 * (double)x[i];
            double cumulative = 0.5 * (1 + XMath.Erf(u / Math.Sqrt(2)));
            double density = Math.Exp(-u * u / 2) / Math.Sqrt(2 * Math.PI);
            Assert.Equal(u * cumulative, values[i], 2e-6);
            Assert.Equal(3 * (cumulative + (u * density)), gradient[i], 6e-6);
        }
    }

    [Fact]
    public void Saturation_FarOut_HasNoNaN()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> x = tape.Watch(tape.Create<double>([-1e4, 1e4], [2]));
        Tensor<double> y = x.Sigmoid() + x.Softplus() + x.Silu() + x.Gelu() + x.Tanh();
        Assert.Equal([-1, 3e4 + 2], y.ToArray());
        Assert.Equal([0, 3], tape.Gradient(y.Sum(), x).ToArray());
    }

    /// <summary>At -∞, ∞ and NaN value and gradient are the limits of the definition, and the second derivative of all is 0 there.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Activations_AtInfinityAndNaN_AreTheirLimits(string kind)
    {
        Device device = TestDevice.Get(kind);
        AssertLimits<double>(device);
        AssertLimits<float>(device);
        AssertLimits<Half>(device);
        AssertLimits<BFloat16>(device);
    }

    [Fact]
    public void RaisedRectifier_OfNaN_IsNaN()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = tape.Create<float>([float.NaN, float.NegativeInfinity, -1, 0, 2], [5]);
        Assert.Equal([float.NaN, 0.25f, 0.25f, 0.25f, 3.25f], Elementwise.Apply(new RaisedRectifier<float>(1.5f, 0.25f), x).ToArray());
    }

    private static void AssertLimits<T>(Device device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const double Infinity = double.PositiveInfinity;
        (string Name, Func<Tensor<T>, Tensor<T>> Function, double[] Values, double[] Gradients)[] all =
        [
            ("relu", x => x.Relu(), [0, Infinity], [0, 1]),
            ("leaky relu", x => x.Relu(T.CreateChecked(0.5)), [-Infinity, Infinity], [0.5, 1]),
            ("silu", x => x.Silu(), [0, Infinity], [0, 1]),
            ("gelu", x => x.Gelu(), [0, Infinity], [0, 1]),
            ("gelu by tanh", x => x.GeluTanh(), [0, Infinity], [0, 1]),
            ("softplus", x => x.Softplus(), [0, Infinity], [0, 1]),
            ("sigmoid", x => x.Sigmoid(), [0, 1], [0, 0]),
            ("tanh", x => x.Tanh(), [-1, 1], [0, 0]),
        ];
        foreach ((string name, Func<Tensor<T>, Tensor<T>> function, double[] values, double[] gradients) in all)
        {
            using var tape = new Tape(device);
            T largest = T.BitDecrement(T.PositiveInfinity);
            Tensor<T> x = tape.Watch(tape.Create<T>([T.NegativeInfinity, T.PositiveInfinity, -largest, largest, T.NaN], [5]));
            Tensor<T> y = function(x);
            Tensor<T> gradient = tape.Gradient(y.Slice(0, 0, 4).Sum(), x, isDifferentiable: true);
            Tensor<T> second = tape.Gradient(gradient.Sum(), x);
            T[] actual = y.ToArray();
            Assert.True(T.IsNaN(actual[4]), $"{name} of NaN");
            AssertEqual(values, actual[..2], name);
            AssertEqual(gradients, gradient.ToArray()[..2], $"gradient of {name}");
            AssertEqual(gradients, gradient.ToArray()[2..4], $"gradient of {name} at the largest numbers");
            AssertEqual([0, 0, 0, 0], second.ToArray()[..4], $"second derivative of {name}");
        }

        static void AssertEqual(double[] expected, T[] actual, string what)
            => Assert.True(expected.SequenceEqual(actual.Select(double.CreateChecked)), $"{typeof(T).Name}: {what}: {string.Join(", ", actual)}");
    }

    [Fact]
    public void Comparisons_OfBroadcastOperands_AreZerosAndOnes()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> x = tape.Watch(tape.Create<double>([1, 2, 3, double.NaN], [4]));
        Tensor<double> two = tape.Create<double>([2], []);
        Assert.Equal([1, 0, 0, 0], x.IsLessThan(two).ToArray());
        Assert.Equal([1, 1, 0, 0], x.IsAtMost(two).ToArray());
        Assert.Equal([0, 1, 0, 0], x.IsEqualTo(two).ToArray());
        Assert.Equal([0, 0, 1, 0], x.IsGreaterThan(two).ToArray());
        Assert.Equal([0, 1, 1, 0], x.IsAtLeast(two).ToArray());
        Assert.False(x.IsLessThan(two).RequiresGradient);
    }

    [Fact]
    public void Where_NotChosen_PassesNoGradientEvenOfInfinities()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> x = tape.Watch(tape.Create<double>([0, 4], [2]));
        Tensor<double> y = x.IsGreaterThan(tape.Create<double>([1], [])).Where(x.Log(), x);
        Assert.Equal([0, Math.Log(4)], y.ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);

        // log' is infinite at 0; what is not chosen hands on 0·∞ = NaN, as everywhere, so guards belong before the logarithm.
        Tensor<double> guarded = x.IsGreaterThan(tape.Create<double>([1], [])).Where(x.Clamp(1, 10).Log(), x);
        Assert.Equal([1, 0.25], tape.Gradient(guarded.Sum(), x).ToArray());
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Arguments(Shape shape, double center, double radius) => [.. Values(shape, 7).Select(v => center + (radius * v))];
}
