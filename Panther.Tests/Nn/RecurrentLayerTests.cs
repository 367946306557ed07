using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class RecurrentLayerTests
{
    private const int Batch = 2;
    private const int Steps = 3;
    private const int Inputs = 3;
    private const int Hidden = 4;

    private static readonly Shape InputShape = [Batch, Steps, Inputs];
    private static readonly Shape StateShape = [Batch, Hidden];

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Gru_OfSequences_IsItsLoop(string kind)
    {
        Device device = TestDevice.Get(kind);
        using var layer = new Gru<double>(device, Inputs, Hidden, new RandomState(1));
        (double[] x, double[] h) = (Values(InputShape, 1), Values(StateShape, 2));
        using var tape = new Tape(device);
        (Tensor<double> outputs, Tensor<double> state) = layer.Forward(tape.Create<double>(x, InputShape), tape.Create<double>(h, StateShape));
        double[] expected = new double[Batch * Steps * Hidden];
        for (int t = 0; t < Steps; t++)
        {
            double[] a = Map(layer.FromInput, At(x, t, Inputs));
            double[] b = Map(layer.FromState, h);
            h = [.. h.Select((old, i) =>
            {
                int row = i / Hidden * 3 * Hidden;
                int j = row + (i % Hidden);
                double r = Sigmoid(a[j] + b[j]);
                double z = Sigmoid(a[j + Hidden] + b[j + Hidden]);
                return ((1 - z) * Math.Tanh(a[j + (2 * Hidden)] + (r * b[j + (2 * Hidden)]))) + (z * old);
            })];
            Put(h, t, expected);
        }

        LayerCheck.AssertClose(expected, outputs.ToArray());
        LayerCheck.AssertClose(h, state.ToArray());
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    public void Lstm_OfSequences_IsItsLoop(string kind)
    {
        Device device = TestDevice.Get(kind);
        using var layer = new Lstm<double>(device, Inputs, Hidden, new RandomState(1));
        (double[] x, double[] h, double[] c) = (Values(InputShape, 1), Values(StateShape, 2), Values(StateShape, 3));
        using var tape = new Tape(device);
        (Tensor<double> outputs, Tensor<double> state, Tensor<double> cell) = layer.Forward(
            tape.Create<double>(x, InputShape), tape.Create<double>(h, StateShape), tape.Create<double>(c, StateShape));
        double[] expected = new double[Batch * Steps * Hidden];
        for (int t = 0; t < Steps; t++)
        {
            double[] gates = [.. Map(layer.FromInput, At(x, t, Inputs)).Zip(Map(layer.FromState, h), (a, b) => a + b)];
            c = [.. c.Select((old, i) => (Sigmoid(Gate(i, 1)) * old) + (Sigmoid(Gate(i, 0)) * Math.Tanh(Gate(i, 2))))];
            h = [.. c.Select((value, i) => Sigmoid(Gate(i, 3)) * Math.Tanh(value))];
            Put(h, t, expected);

            double Gate(int i, int part) => gates[(i / Hidden * 4 * Hidden) + (part * Hidden) + (i % Hidden)];
        }

        LayerCheck.AssertClose(expected, outputs.ToArray());
        LayerCheck.AssertClose(h, state.ToArray());
        LayerCheck.AssertClose(c, cell.ToArray());
    }

    [Fact]
    public void Gru_HasItsDerivatives()
    {
        Device device = TestDevice.Get("cpu");
        using var layer = new Gru<double>(device, Inputs, Hidden, new RandomState(1));
        Check(device, x => layer.Forward(x[0], x[1]).Outputs, false, (Values(InputShape, 1), InputShape), (Values(StateShape, 2), StateShape));
        LayerCheck.AssertIs(device, layer, InputShape, (x, p) =>
        {
            Tensor<double> h = x.Tape!.Zeros<double>(StateShape);
            var outputs = new Tensor<double>[Steps];
            for (int t = 0; t < Steps; t++)
            {
                Tensor<double> a = x.Slice(1, t, 1).Squeeze(1).MatMul(p[0].Transpose()) + p[1];
                Tensor<double> b = h.MatMul(p[2].Transpose()) + p[3];
                Tensor<double> r = (Part(a, 0) + Part(b, 0)).Sigmoid();
                Tensor<double> z = (Part(a, 1) + Part(b, 1)).Sigmoid();
                h = ((1 - z) * (Part(a, 2) + (r * Part(b, 2))).Tanh()) + (z * h);
                outputs[t] = h;
            }

            return Joining.Stack(1, outputs);
        });
    }

    [Fact]
    public void Lstm_HasItsDerivatives()
    {
        Device device = TestDevice.Get("cpu");
        using var layer = new Lstm<double>(device, Inputs, Hidden, new RandomState(1));
        Check(
            device,
            x => layer.Forward(x[0], x[1], x[2]).Outputs,
            false,
            (Values(InputShape, 1), InputShape),
            (Values(StateShape, 2), StateShape),
            (Values(StateShape, 3), StateShape));
        LayerCheck.AssertIs(device, layer, InputShape, (x, p) =>
        {
            Tensor<double> h = x.Tape!.Zeros<double>(StateShape);
            Tensor<double> c = h;
            var outputs = new Tensor<double>[Steps];
            for (int t = 0; t < Steps; t++)
            {
                Tensor<double> gates = x.Slice(1, t, 1).Squeeze(1).MatMul(p[0].Transpose()) + p[1] + h.MatMul(p[2].Transpose());
                c = (Part(gates, 1).Sigmoid() * c) + (Part(gates, 0).Sigmoid() * Part(gates, 2).Tanh());
                h = Part(gates, 3).Sigmoid() * c.Tanh();
                outputs[t] = h;
            }

            return Joining.Stack(1, outputs);
        });
    }

    [Fact]
    public void RecurrentLayers_ShapesThatDoNotFit_Throw()
    {
        Device device = TestDevice.Get("cpu");
        using var gru = new Gru<float>(device, Inputs, Hidden, new RandomState(1));
        using var lstm = new Lstm<float>(device, Inputs, Hidden, new RandomState(1));
        using var tape = new Tape(device);
        Assert.Throws<ArgumentException>(() => gru.Forward(tape.Zeros<float>([Batch, Inputs])));
        Assert.Throws<ArgumentException>(() => gru.Forward(tape.Zeros<float>([Batch, 0, Inputs])));
        Assert.Throws<ArgumentException>(() => gru.Forward(tape.Zeros<float>(InputShape), tape.Zeros<float>([1, Hidden])));
        Assert.Throws<ArgumentException>(() => lstm.Forward(tape.Zeros<float>(InputShape), null, tape.Zeros<float>([Batch, Inputs])));
        using Tensor<float> outside = Tensor<float>.Create(device, new float[Batch * Steps * Inputs], InputShape);
        Assert.Throws<ArgumentException>(() => lstm.Forward(outside));
    }

    private static Tensor<double> Part(Tensor<double> x, int index) => x.Slice(1, index * Hidden, Hidden);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>The rows of a step.</summary>
    private static double[] At(double[] x, int step, int features)
        => [.. Enumerable.Range(0, Batch).SelectMany(n => x.Skip(((n * Steps) + step) * features).Take(features))];

    private static void Put(double[] h, int step, double[] outputs)
    {
        for (int n = 0; n < Batch; n++)
        {
            h.AsSpan(n * Hidden, Hidden).CopyTo(outputs.AsSpan(((n * Steps) + step) * Hidden));
        }
    }

    private static double[] Map(Linear<double> layer, double[] x)
    {
        double[] w = layer.Weight.ToArray();
        double[] bias = layer.Bias?.ToArray() ?? new double[layer.Weight.Shape[0]];
        int features = x.Length / Batch;
        return [.. Enumerable.Range(0, Batch).SelectMany(n => bias.Select((b, o) => b + Enumerable.Range(0, features).Sum(k => x[(n * features) + k] * w[(o * features) + k])))];
    }
}
