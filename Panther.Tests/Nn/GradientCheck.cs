using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>
/// Holds derivatives to central differences in double. With steps of h = 1e-5 a difference errs by h²/6·f‴ ≈ 2e-11·f‴ and by ε/h·|f| ≈ 2e-11·|f|, so 1e-6 of the largest
/// derivative leaves four digits to spare.
/// </summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;

    /// <summary>Values in [-1, 1), the same for a seed.</summary>
    public static double[] Values(Shape shape, int seed) => Kernels.KernelDevices.Values((int)shape.Length, seed);

    /// <summary>Checks gradients, the Jacobian-vector product, and, unless told otherwise, the gradients of gradients.</summary>
    public static void Check(Device device, Func<Tensor<double>[], Tensor<double>> function, params (double[] Values, Shape Shape)[] inputs)
        => Check(device, function, true, inputs);

    public static void Check(Device device, Func<Tensor<double>[], Tensor<double>> function, bool isTwice, params (double[] Values, Shape Shape)[] inputs)
    {
        (double[] Values, Shape Shape)[] directions = [.. inputs.Select((input, i) => (Values(input.Shape, 100 + i), input.Shape))];
        double[] weights;
        double[][] gradients;
        double[][]? seconds = null;
        using (var tape = new Tape(device))
        {
            Tensor<double>[] x = Watch(tape, inputs);
            Tensor<double> y = function(x);
            weights = Values(y.Shape, 99);
            Tensor<double>[] g = tape.Gradients(y, x, tape.Create<double>(weights, y.Shape), isTwice);
            gradients = [.. g.Select(t => t.ToArray())];
            for (int i = 0; i < x.Length; i++)
            {
                Assert.Equal(x[i].Shape, g[i].Shape);
            }

            Tensor<double>[] v = [.. directions.Select(d => tape.Create<double>(d.Values, d.Shape))];
            double[] pushed = tape.JacobianVectorProduct(y, [.. x.Zip(v)]).ToArray();
            double expected = gradients.Zip(directions, (a, d) => Dot(a, d.Values)).Sum();
            AssertClose(expected, Dot(weights, pushed), gradients.Zip(directions, (a, d) => a.Zip(d.Values, (p, q) => Math.Abs(p * q)).Sum()).Sum(), "Jv");
            if (isTwice)
            {
                Tensor<double> scalar = tape.Zeros<double>([]);
                for (int i = 0; i < g.Length; i++)
                {
                    scalar += (g[i] * v[i]).Sum();
                }

                seconds = [.. tape.Gradients(scalar, x).Select(t => t.ToArray())];
            }
        }

        AssertDifferences(gradients, inputs, changed => Dot(weights, Evaluate(device, function, changed)), "gradient");
        if (seconds is not null)
        {
            AssertDifferences(seconds, inputs, changed => DirectionalGradient(device, function, changed, weights, directions), "second gradient");
        }
    }

    private static void AssertDifferences(
        double[][] actual, (double[] Values, Shape Shape)[] inputs, Func<(double[] Values, Shape Shape)[], double> function, string what)
    {
        double[][] differences = [.. actual.Select(a => new double[a.Length])];
        for (int i = 0; i < inputs.Length; i++)
        {
            for (int j = 0; j < inputs[i].Values.Length; j++)
            {
                differences[i][j] = (function(Moved(inputs, i, j, Step)) - function(Moved(inputs, i, j, -Step))) / (2 * Step);
            }
        }

        double scale = Math.Max(1e-2, differences.SelectMany(d => d).Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int i = 0; i < inputs.Length; i++)
        {
            for (int j = 0; j < differences[i].Length; j++)
            {
                AssertClose(differences[i][j], actual[i][j], scale, $"{what} by element {j} of input {i}");
            }
        }
    }

    private static double DirectionalGradient(
        Device device,
        Func<Tensor<double>[], Tensor<double>> function,
        (double[] Values, Shape Shape)[] inputs,
        double[] weights,
        (double[] Values, Shape Shape)[] directions)
    {
        using var tape = new Tape(device);
        Tensor<double>[] x = Watch(tape, inputs);
        Tensor<double> y = function(x);
        return tape.Gradients(y, x, tape.Create<double>(weights, y.Shape)).Zip(directions, (g, d) => Dot(g.ToArray(), d.Values)).Sum();
    }

    private static double[] Evaluate(Device device, Func<Tensor<double>[], Tensor<double>> function, (double[] Values, Shape Shape)[] inputs)
    {
        using var tape = new Tape(device);
        return function([.. inputs.Select(i => tape.Create<double>(i.Values, i.Shape))]).ToArray();
    }

    private static Tensor<double>[] Watch(Tape tape, (double[] Values, Shape Shape)[] inputs)
        => [.. inputs.Select(i => tape.Watch(tape.Create<double>(i.Values, i.Shape)))];

    private static (double[] Values, Shape Shape)[] Moved((double[] Values, Shape Shape)[] inputs, int input, int element, double step)
    {
        (double[] Values, Shape Shape)[] moved = [.. inputs];
        moved[input] = ([.. inputs[input].Values], inputs[input].Shape);
        moved[input].Values[element] += step;
        return moved;
    }

    private static double Dot(double[] first, double[] second) => first.Zip(second, (a, b) => a * b).Sum();

    private static void AssertClose(double expected, double actual, double scale, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * scale, $"{what}: {actual:R} instead of {expected:R}");
}
