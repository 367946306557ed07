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
