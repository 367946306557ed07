using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Pointwise;
using Panther.Nn;

namespace Panther.Tests.Documents;

/// <summary>The code that docs/nn.md shows.</summary>
public sealed class NnDocumentTests
{
    [Fact]
    public void TrainingLoop_OnTwoBatches_Runs()
    {
        (float[] Images, int[] Labels)[] batches = [(new float[128], [1, 2]), (new float[64], [3])];
        Device device = Device.Default;
        var random = new RandomState(seed: 1);
        using var model = new Sequential<float>(
            new Linear<float>(device, 64, 128, random),
            new Activation<float>(x => x.Gelu()),
            new Dropout<float>(0.1),
            new Linear<float>(device, 128, 10, random));
        using var optimizer = new AdamW<float>(model.Parameters);

        foreach ((float[] images, int[] labels) in batches)
        {
            using var tape = new Tape(device, random);
            Tensor<float> x = tape.Create<float>(images, [labels.Length, 64]);
            Tensor<float> loss = model.Forward(x).CrossEntropy(tape.CreateIndices(labels, [labels.Length]));
            optimizer.Step(tape.Gradients(loss, model.Parameters));
        }

        Assert.Equal(2, optimizer.Steps);
        Assert.Equal(2u, random.Position - 4);

        const int count = 1;
        float[] pictures = new float[64];
        model.Train(false);
        using (var tape = new Tape(device))
        using (tape.NoGrad())
        {
            Tensor<float> logits = model.Forward(tape.Create<float>(pictures, [count, 64]));
            float[] scores = logits.ToArray();                                  // 10 for each picture, row by row
        }

        Assert.False(model.IsTraining);
    }

    [Fact]
    public void CapturedStep_OnTwoBatches_Runs()
    {
        (float[] Values, int[] Classes)[] batches = [([1, 2, 3, 4], [1, 0]), ([5, 6, 7, 8], [0, 2])];
        DeviceStream stream = Device.Default.DefaultStream;
        var random = new RandomState(seed: 1);
        using var model = new Sequential<float>(new Dropout<float>(0.5), new Linear<float>(stream.Device, 2, 3, random));
        using var optimizer = new AdamW<float>(model.Parameters);
        using Tensor<float> inputs = Tensor<float>.Allocate(stream.Device, [2, 2]);
        using IndexTensor labels = IndexTensor.Create(stream.Device, [0, 0], [2], bound: 3);

        using var draws = new CapturedRandomState(stream, random);
        using LaunchGraph graph = stream.Capture(s =>
        {
            using var tape = new Tape(s, draws);
            Tensor<float> loss = model.Forward(tape.Use(inputs)).CrossEntropy(labels);
            optimizer.Apply(tape.Gradients(loss, model.Parameters));
        });

        foreach ((float[] values, int[] classes) in batches)
        {
            inputs.CopyFrom(values);
            labels.CopyFrom(classes);
            draws.Advance();
            optimizer.Advance();
            graph.Launch(stream);
        }

        Assert.Equal(2, optimizer.Steps);
        Assert.Equal(2u, random.Position - 2);
    }

    [Fact]
    public void Distributions_OfParameters_Draw()
    {
        using var tape = new Tape(Device.Default);
        Tensor<float> mean = tape.Watch(tape.Create<float>([1, 2], [2]));
        Tensor<float> deviation = tape.Create<float>([0, 0], [2]);
        Tensor<float> logits = tape.Watch(tape.Create<float>([0, 100], [1, 2]));
        Tensor<float> reward = tape.Create<float>([3], [1]);
        var latent = new NormalDistribution<float>(mean, deviation);
        Tensor<float> z = latent.Sample();                                  // gradients go to mean and deviation
        var policy = new CategoricalDistribution<float>(logits);
        IndexTensor actions = policy.Sample();
        Tensor<float> score = policy.LogProbability(actions) * reward;      // gradients go to the logits
        Assert.Equal([1, 2], z.ToArray());
        Assert.Equal([1, 1], tape.Gradient(z.Sum(), mean).ToArray());
        Assert.Equal([1], actions.ToArray());
        Assert.Equal(0, score.ToScalar());
    }

    [Fact]
    public void GradientPenalty_OfACube_IsItsFormula()
    {
        using var tape = new Tape(Device.Default);
        Tensor<double> x = tape.Watch(tape.Create<double>([2], [1]));
        Tensor<double> loss = (x * x * x).Sum();
        Tensor<double> gradient = tape.Gradient(loss, x, isDifferentiable: true);
        Tensor<double> penalty = (gradient.Square().Sum() - 1).Square();
        Tensor<double> second = tape.Gradient(penalty, x);

        // (9x⁴ - 1)² has the derivative 2(9x⁴ - 1)·36x³.
        Assert.Equal(2 * 143 * 36 * 8, second.ToScalar());
    }

    [Fact]
    public void CustomFunctionAndOperation_OnAVector_HaveTheirGradients()
    {
        using var tape = new Tape(Device.Default);
        Tensor<float> x = tape.Watch(tape.Create<float>([1, 2, 3], [3]));
        Tensor<float> y = Elementwise.Apply(new Swish(1.5f), x);
        float s = 1 / (1 + MathF.Exp(-1.5f));
        Assert.Equal(s + (1.5f * s * (1 - s)), tape.Gradient(y.Slice(0, 0, 1), x).ToArray()[0], 1e-6f);
        Tensor<float> reversed = Reversed(x);
        Assert.Equal([3, 2, 1], reversed.ToArray());
        Assert.Equal([3, 2, 1], tape.Gradient(reversed, x, tape.Create<float>([1, 2, 3], [3])).ToArray());
    }

    private static Tensor<float> Reversed(Tensor<float> x)              // of a vector
    {
        Tensor<float> source = x.Contiguous();
        Tensor<float> result = Tensor<float>.ForResult(source.Shape, source);
        result.Device.LoadKernel<Index1D, ArrayView<float>, ArrayView<float>>(ReverseKernel)
            .Launch(result.Stream, (int)source.Length, source.Elements, result.Elements);
        return result.Record(Edge.To(source, g => Reversed(g), t => Reversed(t)));
    }

    private static void ReverseKernel(Index1D i, ArrayView<float> source, ArrayView<float> destination) => destination[i] = source[destination.Length - 1 - i];

    private readonly struct Swish(float sharpness) : IPointwise<float>
    {
        private readonly float sharpness = sharpness;

        public static int Arity => 1;

        public TReal Evaluate<TReal>(Operands<TReal> x)
            where TReal : unmanaged, IReal<TReal, float>
            => x.First * TReal.Sigmoid(TReal.Constant(sharpness) * x.First);
    }
}
