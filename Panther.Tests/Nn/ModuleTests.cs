using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

public sealed class ModuleTests
{
    [Fact]
    public void Parameters_OfNestedModules_HavePathsAsNames()
    {
        Device device = TestDevice.Get("cpu");
        using var model = new Sequential<double>(
            new Linear<double>(device, 2, 3, new RandomState(1)), new Sequential<double>(new LayerNorm<double>(device, 3), new Dropout<double>(0.5)));
        Assert.Equal(["0.weight", "0.bias", "1.0.weight", "1.0.bias"], model.NamedParameters.Select(p => p.Name));
        Assert.Equal(15, model.ParameterCount);
        Assert.All(model.Parameters, p => Assert.True(p.RequiresGradient));
        model.Train(false);
        Assert.False(((Sequential<double>)model.Layers[1]).Layers[1].IsTraining);
    }

    [Fact]
    public void Linear_OfASequence_IsItsFormulaAndHasItsGradients()
    {
        Device device = TestDevice.Get("cpu");
        using var layer = new Linear<double>(device, 3, 2, new RandomState(1));
        double[] w = layer.Weight.ToArray();
        double[] b = layer.Bias!.ToArray();
        Assert.All(w.Concat(b), v => Assert.InRange(v, -1 / Math.Sqrt(3), 1 / Math.Sqrt(3)));
        double[] x = GradientCheck.Values([2, 4, 3], 2);
        using var tape = new Tape(device);
        Tensor<double> input = tape.Watch(tape.Create<double>(x, [2, 4, 3]));
        Tensor<double> output = layer.Forward(input);
        Assert.Equal([2, 4, 2], output.Shape);
        double[] expected = [.. Enumerable.Range(0, 16).Select(i => b[i % 2] + Enumerable.Range(0, 3).Sum(k => x[(i / 2 * 3) + k] * w[(i % 2 * 3) + k]))];
        Assert.Equal(expected, output.ToArray(), (p, q) => Math.Abs(p - q) < 1e-14);
        Tensor<double>[] gradients = tape.Gradients(output.Sum(), [layer.Weight, layer.Bias, input]);
        Assert.True(gradients[0].IsContiguous);
        Assert.Equal([8, 8], gradients[1].ToArray());
        Assert.Equal(
            [.. Enumerable.Range(0, 6).Select(i => Enumerable.Range(0, 8).Sum(r => x[(r * 3) + (i % 3)]))], gradients[0].ToArray(), (p, q) => Math.Abs(p - q) < 1e-14);
    }

    [Fact]
    public void Embedding_OfRepeatedIndices_SumsTheirGradients()
    {
        Device device = TestDevice.Get("cpu");
        using var table = new Embedding<double>(device, 5, 2, new RandomState(1));
        using var tape = new Tape(device);
        Tensor<double> rows = table.Forward(tape.CreateIndices([3, 1, 3], [3]));
        Assert.Equal([0, 0, 1, 1, 0, 0, 2, 2, 0, 0], tape.Gradient(rows.Sum(), table.Weight).ToArray());
    }

    [Fact]
    public void ToString_OfWhatATrainingHolds_SaysWhatItIs()
    {
        Device device = TestDevice.Get("cpu");
        var random = new RandomState(7);
        using var model = new Sequential<float>(new Linear<float>(device, 4, 3, random), new Activation<float>(x => x.Relu()), new Linear<float>(device, 3, 2, random));
        using var optimizer = new AdamW<float>(model.Parameters);
        using IndexTensor labels = IndexTensor.Create(device, [0, 2], [2]);
        optimizer.Advance();
        Assert.Equal("Sequential<Single> of 23 parameters", model.ToString());
        Assert.Equal("AdamW<Single> of 4 tensors at step 1", optimizer.ToString());
        Assert.Equal("RandomState of seed 7 at position 4", random.ToString());
        Assert.Equal($"IndexTensor [2] below 3 on {device.Id}", labels.ToString());
        Assert.Contains("below 3, the bound", Assert.Throws<ArgumentOutOfRangeException>(() => labels.CopyFrom([0, 3])).Message, StringComparison.Ordinal);
        optimizer.Dispose();
        Assert.Contains("AdamW<Single>", Assert.Throws<ObjectDisposedException>(optimizer.Advance).Message, StringComparison.Ordinal);
        Assert.Equal(1, optimizer.Steps);
    }

    [Fact]
    public void Register_ANameTwice_Throws() => Assert.Throws<ArgumentException>(() => new Twice(TestDevice.Get("cpu")));

    private sealed class Twice : Module<float>
    {
        public Twice(Device device)
        {
            using Tensor<float> tensor = Initialization.Constant(device, [1], 0f);
            Register("a", tensor);
            Register("a", tensor);
        }
    }
}
