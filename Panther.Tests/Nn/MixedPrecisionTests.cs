using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Nn;
using Panther.Tests.Samples;

namespace Panther.Tests.Nn;

public sealed class MixedPrecisionTests
{
    private const int Rows = 64;
    private const int Features = 12;

    private static readonly float[] Inputs = Kernels.KernelDevices.Singles(Rows * Features, 1);

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void TryGradients_OfASmallLoss_AreLostWithoutAScale(string kind)
    {
        // Gradients are 2⁻³⁰ of those of the plain loss, below the smallest Half, 2⁻²⁴; times 2¹⁶ they are normal.
        Device device = TestDevice.Get(kind);
        float[] expected = [.. Gradients(1, 256).Select(v => v * MathF.ScaleB(1, -30))];
        float[] scaled = Gradients(MathF.ScaleB(1, -30));
        Assert.All(Unscaled(), v => Assert.Equal(0, v));
        double largest = expected.Max(MathF.Abs);

        // Three roundings on the way of a gradient, and a half of a smallest number each: 2⁻²⁵⁻¹⁶.
        Assert.Equal(expected.Select(v => (double)v), scaled.Select(v => (double)v), (a, b) => Math.Abs(a - b) <= (4 * Math.ScaleB(1, -11) * largest) + (Features * Math.ScaleB(1, -41)));

        float[] Gradients(float factor, float scale = 65536)
        {
            using Sequential<Half> model = Model<Half>(device);
            using var weights = new MasterWeights<Half>(model, new LossScalerOptions { InitialScale = scale });
            using var tape = new Tape(device);
            Tensor<float> loss = model.Forward(tape.Create<float>(Inputs, [Rows, Features]).To<Half>()).To<float>().Sum() * factor;
            Assert.True(weights.TryGradients(loss, out Tensor<float>[] gradients));
            return [.. gradients.SelectMany(g => g.ToArray())];
        }

        float[] Unscaled() => Gradients(MathF.ScaleB(1, -30), 1);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Training_InSixteenBits_ReachesTheLossOfFloat(string kind)
    {
        Device device = TestDevice.Get(kind);
        float[] wide = TrainWide(device);
        (float[] half, float scale) = Train<Half>(device);
        (float[] brain, _) = Train<BFloat16>(device);
        Assert.InRange(wide[^1], 0, 0.25 * wide[0]);

        // Losses differ by the weights' rounding, 2⁻¹¹ and 2⁻⁸, times what the loss changes by them; the first step is the plain effect of that, the last that of forty updates along it.
        Assert.Equal(wide[0], half[0], 0.005 * wide[0]);
        Assert.Equal(wide[^1], half[^1], 0.02 * wide[0]);
        Assert.Equal(wide[0], brain[0], 0.04 * wide[0]);
        Assert.Equal(wide[^1], brain[^1], 0.1 * wide[0]);
        Assert.Equal(65536 * 32, scale);
    }

    /// <summary>A float counts to 2²⁴. The state is the scale, and the number of good steps by 2¹⁶ with its remainder.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void TryUnscale_ManyGoodSteps_CountsThemAll(string kind)
    {
        Device device = TestDevice.Get(kind);
        using var scaler = new LossScaler(device, new LossScalerOptions { InitialScale = 8, GrowthInterval = (1 << 25) + 2 });
        Tensor<float> state = Assert.Single(scaler.NamedStates).Tensor;
        state.CopyFrom([8, 65535, 511]);
        using var tape = new Tape(device);
        Tensor<float>[] gradients = [tape.Full(1f, [3])];
        Assert.Equal((1 << 25) - 1, scaler.GoodSteps);
        Assert.True(scaler.TryUnscale(gradients, out _) && scaler.TryUnscale(gradients, out _));
        Assert.Equal((8, (1 << 25) + 1), (scaler.Scale, scaler.GoodSteps));
        Assert.True(scaler.TryUnscale(gradients, out _));
        Assert.Equal((16, 0), (scaler.Scale, scaler.GoodSteps));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void TryUnscale_InfiniteOrNaNGradient_HalvesTheScale(string kind)
    {
        Device device = TestDevice.Get(kind);
        using var scaler = new LossScaler(device, new LossScalerOptions { InitialScale = 8, GrowthInterval = 3 });
        Assert.True(Try<float>([1, 2], 0));
        Assert.True(Try<Half>([(Half)4], (Half)0));
        Assert.Equal((8, 2), (scaler.Scale, scaler.GoodSteps));
        Assert.False(Try<float>([0, float.PositiveInfinity], 0));
        Assert.Equal((4, 0), (scaler.Scale, scaler.GoodSteps));
        Assert.False(Try<Half>([(Half)0], Half.NaN));
        Assert.Equal((2, 0), (scaler.Scale, scaler.GoodSteps));
        Assert.True(Try<float>([1], 0) && Try<float>([1], 0) && Try<float>([1], 0));
        Assert.Equal((4, 0), (scaler.Scale, scaler.GoodSteps));
        Assert.False(Try<float>([0], float.NaN));
        Assert.Equal(2, scaler.Scale);

        // Twenty gradients, more than one launch takes; the last one's last element is the bad one.
        bool Try<T>(ReadOnlySpan<T> first, T last)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var tape = new Tape(device);
            float scale = scaler.Scale;
            T[] odd = new T[1025];
            odd[^1] = last;
            Tensor<T>[] gradients =
            [
                tape.Create(first, [first.Length]).Expand([2, first.Length]), .. Enumerable.Range(0, 18).Select(i => tape.Zeros<T>([i % 3])), tape.Create<T>(odd, [1025]),
            ];
            bool isGood = scaler.TryUnscale(gradients, out Tensor<float>[] unscaled);
            Assert.Equal(gradients.Select(g => g.Shape), unscaled.Select(g => g.Shape));
            for (int i = 0; i < 2 * first.Length; i++)
            {
                Assert.Equal(float.CreateTruncating(first[i % first.Length]) / scale, unscaled[0].ToArray()[i]);
            }

            return isGood;
        }
    }

    [Fact]
    public void TryGradients_AfterOverflow_LeavesTheStepOut()
    {
        Device device = TestDevice.Get("cpu");
        using Sequential<Half> model = Model<Half>(device);
        using var weights = new MasterWeights<Half>(model, new LossScalerOptions { InitialScale = 65536 });
        bool[] steps = new bool[4];
        for (int i = 0; i < steps.Length; i++)
        {
            using var tape = new Tape(device);

            // The gradient by the last bias is the sum of 0.1·scale over 64 rows, below 65504 from a scale of 2¹³ on.
            Tensor<float> loss = model.Forward(tape.Create<float>(Inputs, [Rows, Features]).To<Half>()).To<float>().Sum() * 0.1f;
            steps[i] = weights.TryGradients(loss, out _);
        }

        Assert.Equal([false, false, false, true], steps);
        Assert.Equal(8192, weights.Scaler.Scale);
    }

    [Fact]
    public void MasterWeights_OfAModel_HaveItsNamesAndAreRoundedToIt()
    {
        Device device = TestDevice.Get("cpu");
        using Sequential<Half> model = Model<Half>(device);
        using var weights = new MasterWeights<Half>(model);
        Assert.Equal(model.NamedParameters.Select(p => p.Name), weights.NamedParameters.Select(p => p.Name));
        foreach ((Tensor<Half> narrow, Tensor<float> wide) in model.Parameters.Zip(weights.Parameters))
        {
            Assert.True(wide.RequiresGradient);
            Assert.Equal(narrow.ToArray().Select(v => (float)v), wide.ToArray());
            float[] changed = [.. Enumerable.Range(0, (int)wide.Length).Select(i => 1f / (i + 3))];
            wide.CopyFrom(changed);
        }

        weights.Round();
        Assert.All(model.Parameters, p => Assert.Equal(Enumerable.Range(0, (int)p.Length).Select(i => (Half)(1f / (i + 3))), p.ToArray()));
        using var withStates = new BatchNorm2d<Half>(device, 2);
        Assert.Throws<ArgumentException>(() => new MasterWeights<Half>(withStates));
        Assert.Throws<ArgumentException>(() => new MasterWeights<Half>(new Dropout<Half>(0.1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScaler(device, new LossScalerOptions { InitialScale = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScaler(device, new LossScalerOptions { GrowthInterval = 0 }));
    }

    [Fact]
    public void Checkpoint_OfMasterWeights_ResumesExactly()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        (float[] unbroken, _) = Train<Half>(device);
        float[] resumed;
        using (Sequential<Half> model = Model<Half>(device))
        using (var weights = new MasterWeights<Half>(model, Options))
        using (var optimizer = new AdamW<float>(weights.Parameters, new AdamOptions { LearningRate = 0.02 }))
        {
            resumed = Train(device, model, weights, optimizer, 17);
            Checkpoint.Save(temporary.Path, weights, optimizer, new RandomState(1));
        }

        using (Sequential<Half> model = Model<Half>(device))
        using (var weights = new MasterWeights<Half>(model, Options))
        using (var optimizer = new AdamW<float>(weights.Parameters, new AdamOptions { LearningRate = 0.02 }))
        {
            Checkpoint.Load(temporary.Path, weights, optimizer);
            weights.Round();
            Assert.Equal(65536 * 4, weights.Scaler.Scale);
            Assert.Equal(1, weights.Scaler.GoodSteps);
            resumed = [.. resumed, .. Train(device, model, weights, optimizer, 40)];
        }

        Assert.Equal(unbroken, resumed);
    }

    private static LossScalerOptions Options => new() { GrowthInterval = 8 };

    private static Sequential<T> Model<T>(Device device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new RandomState(3);
        return new(new Linear<T>(device, Features, 24, random), new Activation<T>(x => x.Gelu()), new Linear<T>(device, 24, 3, random));
    }

    private static Tensor<float> Loss(Tape tape, Tensor<float> logits)
        => logits.CrossEntropy(tape.CreateIndices([.. Enumerable.Range(0, Rows).Select(i => Inputs[i * Features] > 0.3f ? 0 : Inputs[(i * Features) + 1] > 0 ? 1 : 2)], [Rows]));

    private static (float[] Losses, float Scale) Train<T>(Device device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Sequential<T> model = Model<T>(device);
        using var weights = new MasterWeights<T>(model, Options);
        using var optimizer = new AdamW<float>(weights.Parameters, new AdamOptions { LearningRate = 0.02 });
        return (Train(device, model, weights, optimizer, 40), weights.Scaler.Scale);
    }

    private static float[] Train<T>(Device device, Sequential<T> model, MasterWeights<T> weights, AdamW<float> optimizer, int until)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var losses = new List<float>();
        while (optimizer.Steps < until)
        {
            using var tape = new Tape(device);
            Tensor<float> loss = Loss(tape, model.Forward(tape.Create<float>(Inputs, [Rows, Features]).To<T>()).To<float>());
            losses.Add(loss.ToScalar());
            if (weights.TryGradients(loss, out Tensor<float>[] gradients))
            {
                optimizer.Step(gradients);
                weights.Round();
            }
        }

        return [.. losses];
    }

    private static float[] TrainWide(Device device)
    {
        using Sequential<float> model = Model<float>(device);
        using var optimizer = new AdamW<float>(model.Parameters, new AdamOptions { LearningRate = 0.02 });
        var losses = new List<float>();
        while (optimizer.Steps < 40)
        {
            using var tape = new Tape(device);
            Tensor<float> loss = Loss(tape, model.Forward(tape.Create<float>(Inputs, [Rows, Features])));
            losses.Add(loss.ToScalar());
            optimizer.Step(tape.Gradients(loss, model.Parameters));
        }

        return [.. losses];
    }
}
