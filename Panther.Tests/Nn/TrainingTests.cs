using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>Runs alone, since it looks at the memory of the device.</summary>
[Collection(nameof(RunsAlone))]
public sealed class TrainingTests
{
    private const int Side = 8;
    private const int Classes = 4;

    public static TheoryData<string> Devices => NnDevices.All;

    /// <summary>Noisy bars in four directions: a perceptron tells them apart, chance would be a quarter.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Mlp_OnDrawnBars_LearnsThem(string kind)
    {
        Device device = RunsAlone.Settled(kind);
        (float[] trainingInputs, int[] trainingLabels) = Bars(256, seed: 1);
        (float[] testInputs, int[] testLabels) = Bars(100, seed: 2);
        var random = new RandomState(7);
        using var model = new Sequential<float>(
            new Linear<float>(device, Side * Side, 32, random),
            new Activation<float>(x => x.Gelu()),
            new Dropout<float>(0.1),
            new LayerNorm<float>(device, 32),
            new Linear<float>(device, 32, Classes, random));
        using var optimizer = new AdamW<float>(model.Parameters, new AdamOptions { LearningRate = 0.01, WeightDecay = 0.01 });
        Assert.Equal(6, model.Parameters.Count);
        long inUse = device.Memory.InUseBytes;
        long pooled = 0;
        float firstLoss = 0;
        float lastLoss = 0;
        for (int step = 0; step < 60; step++)
        {
            using var tape = new Tape(device, random);
            int from = step % 4 * 64;
            Tensor<float> x = tape.Create<float>(trainingInputs.AsSpan(from * Side * Side, 64 * Side * Side), [64, Side * Side]);
            Tensor<float> loss = model.Forward(x).CrossEntropy(tape.CreateIndices(trainingLabels.AsSpan(from, 64), [64]));
            optimizer.Step(tape.Gradients(loss, model.Parameters));
            firstLoss = step == 0 ? loss.ToScalar() : firstLoss;
            lastLoss = step == 59 ? loss.ToScalar() : lastLoss;
            pooled = step == 10 ? device.Memory.PooledBytes + device.Memory.InUseBytes : pooled;
        }

        device.DefaultStream.Synchronize();
        Assert.Equal(inUse, device.Memory.InUseBytes);
        Assert.Equal(pooled, device.Memory.PooledBytes + device.Memory.InUseBytes);
        Assert.InRange(lastLoss, 0, 0.3f * firstLoss);
        model.Train(false);
        using var evaluation = new Tape(device);
        float[] logits = model.Forward(evaluation.Create<float>(testInputs, [100, Side * Side])).ToArray();
        int right = Enumerable.Range(0, 100).Count(i => Largest(logits.AsSpan(i * Classes, Classes)) == testLabels[i]);
        Assert.InRange(right, 90, 100);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Optimizers_AFewSteps_AreTheirFormulas(string kind)
    {
        Device device = TestDevice.Get(kind);
        double[] start = GradientCheck.Values([1025], 1);
        double[][] gradients = [.. Enumerable.Range(0, 3).Select(i => GradientCheck.Values([1025], 10 + i))];
        const double Rate = 0.1;
        const double Decay = 0.2;
        double[] Loop(Func<double, double, double[], int, double> rule) =>
            [.. start.Select((x, i) => gradients.Select((g, t) => (g, t)).Aggregate((x, new double[2]), (s, g) => (rule(s.x, g.g[i], s.Item2, g.t + 1), s.Item2)).x)];
        AssertSteps(p => new Sgd<double>(p, new SgdOptions { LearningRate = Rate, WeightDecay = Decay }), Loop((x, g, _, _) => x - (Rate * (g + (Decay * x)))));
        foreach (bool isNesterov in (bool[])[false, true])
        {
            AssertSteps(
                p => new Sgd<double>(p, new SgdOptions { LearningRate = Rate, Momentum = 0.9, IsNesterov = isNesterov }),
                Loop((x, g, s, _) => x - (Rate * (isNesterov ? g + (0.9 * (s[0] = (0.9 * s[0]) + g)) : s[0] = (0.9 * s[0]) + g))));
        }

        AssertSteps(p => new Adam<double>(p, new AdamOptions { LearningRate = Rate, WeightDecay = Decay }), Loop((x, g, s, t) => Adam(x, g + (Decay * x), s, t)));
        AssertSteps(
            p => new AdamW<double>(p, new AdamOptions { LearningRate = Rate, WeightDecay = Decay }), Loop((x, g, s, t) => Adam(x, g, s, t) - (Rate * Decay * x)));

        static double Adam(double x, double g, double[] s, int t)
        {
            s[0] = (0.9 * s[0]) + (0.1 * g);
            s[1] = (0.999 * s[1]) + (0.001 * g * g);
            return x - (Rate * s[0] / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(s[1] / (1 - Math.Pow(0.999, t))) + 1e-8));
        }

        void AssertSteps(Func<Tensor<double>[], Optimizer<double>> create, double[] expected)
        {
            // Twenty parameters, more than one launch takes: pieces of the same numbers, of odd lengths.
            int[] cuts = [.. Enumerable.Range(0, 20).Select(i => i * i), 1025];
            Tensor<double>[] parameters = [.. cuts.SkipLast(1).Select((c, i) => Tensor<double>.Create(device, start.AsSpan(c, cuts[i + 1] - c), [cuts[i + 1] - c]))];
            using Optimizer<double> optimizer = create(parameters);
            foreach (double[] gradient in gradients)
            {
                using var tape = new Tape(device);
                optimizer.Step([.. cuts.SkipLast(1).Select((c, i) => tape.Create<double>(gradient.AsSpan(c, cuts[i + 1] - c), [cuts[i + 1] - c]))]);
            }

            double[] actual = [.. parameters.SelectMany(p => p.ToArray())];
            Array.ForEach(parameters, p => p.Dispose());
            Assert.Equal(3, optimizer.Steps);
            Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    private static int Largest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            largest = values[i] > values[largest] ? i : largest;
        }

        return largest;
    }

    private static (float[] Inputs, int[] Labels) Bars(int count, int seed)
    {
        var random = new Random(seed);
        float[] inputs = new float[count * Side * Side];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(Classes);
            int at = random.Next(2, Side - 2);
            for (int j = 0; j < Side * Side; j++)
            {
                (int row, int column) = (j / Side, j % Side);
                bool isOn = labels[i] switch { 0 => row == at, 1 => column == at, 2 => row == column, _ => row == Side - 1 - column };
                inputs[(i * Side * Side) + j] = (isOn ? 1 : 0) + (0.3f * ((2 * (float)random.NextDouble()) - 1));
            }
        }

        return (inputs, labels);
    }
}
