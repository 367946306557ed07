using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

/// <summary>Holds a layer to a formula of its input and its parameters: the output, and the gradients by all of them.</summary>
internal static class LayerCheck
{
    /// <summary>Outputs and gradients here are sums of some hundred terms of magnitude 1 at most, in another order: errors stay below 1e-13 of the larger of 1 and the result.</summary>
    private const double Tolerance = 1e-12;

    public static void AssertIs(
        Device device, Layer<double> layer, Shape shape, Func<Tensor<double>, Tensor<double>[], Tensor<double>> formula)
    {
        using var tape = new Tape(device);
        Tensor<double> x = tape.Watch(tape.Create<double>(Values(shape, 1), shape));
        IReadOnlyList<Tensor<double>> parameters = layer.Parameters;
        Tensor<double>[] copies = [.. parameters.Select(p => tape.Watch(tape.Create<double>(p.ToArray(), p.Shape)))];
        Tensor<double> actual = layer.Forward(x);
        Tensor<double> expected = formula(x, copies);
        AssertClose(expected, actual);
        Tensor<double> seed = tape.Create<double>(Values(actual.Shape, 2), actual.Shape);
        Tensor<double>[] expectedGradients = tape.Gradients(expected, [x, .. copies], seed);
        foreach ((Tensor<double> first, Tensor<double> second) in expectedGradients.Zip(tape.Gradients(actual, [x, .. parameters], seed)))
        {
            AssertClose(first, second);
        }
    }

    public static void AssertClose(Tensor<double> expected, Tensor<double> actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        AssertClose(expected.ToArray(), actual.ToArray());
    }

    public static void AssertClose(double[] expected, double[] actual)
        => Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= Tolerance * Math.Max(1, Math.Abs(a)));
}
