using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

public sealed class CaptureTests
{
    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Step_CapturedAsAGraph_HasTheBitsOfTheEagerOne(string kind)
    {
        Device device = TestDevice.Get(kind);
        float[][] eager = Train(device, isCaptured: false);
        float[][] captured = Train(device, isCaptured: true);
        Assert.Equal(eager, captured);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Step_CapturedWithDropout_DrawsWhatTheEagerOneDraws(string kind)
    {
        Device device = TestDevice.Get(kind);
        (float[] eager, uint position) = Losses(device, isCaptured: false, start: 7);
        (float[] captured, uint capturedPosition) = Losses(device, isCaptured: true, start: 7);
        Assert.Equal(eager, captured);
        Assert.Equal(eager.Length, eager.Distinct().Count());
        Assert.Equal(position, capturedPosition);
        Assert.Equal(7u + (3 * 4), position);
    }

    [Fact]
    public void Take_OfACapturedState_Throws()
    {
        Device device = TestDevice.Get("cpu");
        using var draws = new CapturedRandomState(device.DefaultStream, new RandomState(1));
        using var tape = new Tape(device.DefaultStream, draws);
        Assert.Throws<InvalidOperationException>(() => new Linear<float>(device, 1, 1, tape.Random));
    }

    [Fact]
    public void IndexTensor_CopyFrom_HoldsToItsBound()
    {
        using IndexTensor indices = IndexTensor.Create(TestDevice.Get("cpu"), [0, 1], [2], bound: 4);
        Assert.Equal(4, indices.Bound);
        indices.CopyFrom([3, 0]);
        Assert.Equal([3, 0], indices.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => indices.CopyFrom([4, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => indices.CopyFrom([-1, 0]));
        Assert.Throws<ArgumentException>(() => indices.CopyFrom([1]));
        Assert.Equal([3, 0], indices.ToArray());
    }

    /// <summary>Losses of steps on the same batch at a learning rate of 0, in which nothing differs but what is dropped; a part of the step is computed twice, with the same draws.</summary>
    private static (float[] Losses, uint Position) Losses(Device device, bool isCaptured, uint start)
    {
        using var first = new Linear<float>(device, 5, 64, new RandomState(1));
        using var second = new Linear<float>(device, 64, 3, new RandomState(2));
        Tensor<float>[] parameters = [.. first.Parameters, .. second.Parameters];
        using Tensor<float> inputs = Tensor<float>.Create(device, Kernels.KernelDevices.Singles(20, 1), [4, 5]);
        using IndexTensor labels = IndexTensor.Create(device, [0, 2, 1, 2], [4]);
        using Tensor<float> result = Tensor<float>.Allocate(device, [4]);
        var random = new RandomState(11, start);
        using var draws = new CapturedRandomState(device.DefaultStream, random);
        void Step(Tape tape)
        {
            Tensor<float> hidden = tape.Checkpoint(x => first.Forward(x.Dropout(0.2)).Dropout(0.5), tape.Use(inputs));
            Tensor<float> loss = second.Forward(hidden.Dropout(0.3)).Dropout(0.1).CrossEntropy(labels);
            Tensor<float>[] gradients = tape.Gradients(loss, parameters);
            tape.Stream.Copy(Joining.Concat(0, [loss.Reshape(1), .. gradients.Take(3).Select(g => g.Square().Sum().Reshape(1))]).Elements, result.Elements);
        }

        using LaunchGraph? graph = isCaptured
            ? device.DefaultStream.Capture(stream =>
            {
                using var tape = new Tape(stream, draws);
                Step(tape);
            })
            : null;
        var seen = new List<float>();
        for (int step = 0; step < 3; step++)
        {
            if (graph is null)
            {
                using var tape = new Tape(device, random);
                Step(tape);
            }
            else
            {
                draws.Advance();
                graph.Launch(device.DefaultStream);
            }

            seen.AddRange(result.ToArray());
        }

        return ([.. seen], random.Position);
    }

    private static float[][] Train(Device device, bool isCaptured)
    {
        var random = new RandomState(1);
        using var model = new Sequential<float>(
            new Linear<float>(device, 5, 7, random), new Activation<float>(x => x.Silu()), new LayerNorm<float>(device, 7), new Linear<float>(device, 7, 3, random));
        using var optimizer = new Adam<float>(model.Parameters, new AdamOptions { LearningRate = 0.1 });
        using Tensor<float> inputs = Tensor<float>.Allocate(device, [4, 5]);
        using IndexTensor labels = IndexTensor.Create(device, [0, 2, 1, 2], [4]);
        void Step(DeviceStream stream)
        {
            using var tape = new Tape(stream);
            Tensor<float> loss = model.Forward(tape.Use(inputs)).CrossEntropy(labels);
            optimizer.Apply(tape.Gradients(loss, model.Parameters));
        }

        // What changes from step to step, the inputs and the step's number, is sent outside the graph.
        using LaunchGraph? graph = isCaptured ? device.DefaultStream.Capture(Step) : null;
        for (int step = 0; step < 3; step++)
        {
            inputs.CopyFrom(Kernels.KernelDevices.Singles(20, step));
            optimizer.Advance();
            if (graph is null)
            {
                Step(device.DefaultStream);
            }
            else
            {
                graph.Launch(device.DefaultStream);
            }
        }

        return [.. model.Parameters.Select(p => p.ToArray())];
    }
}
