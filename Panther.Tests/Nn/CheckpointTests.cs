using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class CheckpointTests
{
    private static readonly Shape Shape = [3, 4];

    [Fact]
    public void Checkpoint_OfAPart_HasTheDerivativesOfThePart()
    {
        (double[], Shape)[] inputs = [(Values(Shape, 1), Shape), (Values([4], 2), [4])];
        Check(
            TestDevice.Get("cpu"),
            x =>
            {
                Tensor<double> squared = x[0] * x[0];
                Tensor<double> part = squared.Tape is null ? Part(squared) : squared.Tape.Checkpoint(Part, squared);
                return part * x[1];
                Tensor<double> Part(Tensor<double> t) => (t * x[1]).Tanh() * t * x[0];
            },
            inputs);
    }

    [Fact]
    public void Checkpoint_WithDropout_DrawsTheSameAgain()
    {
        double[][] gradients = [.. new[] { false, true }.Select(isCheckpointed =>
        {
            using var tape = new Tape(TestDevice.Get("cpu"), new RandomState(3));
            Tensor<double> x = tape.Watch(tape.Create<double>(Values(Shape, 1), Shape));
            Tensor<double> y = isCheckpointed ? tape.Checkpoint(Part, x) : Part(x);
            return tape.Gradient((y.Dropout(0.5) * y).Sum(), x).ToArray();
            static Tensor<double> Part(Tensor<double> t) => t.Dropout(0.5).Square();
        })];
        Assert.Equal(gradients[0], gradients[1]);
    }

    [Fact]
    public void Checkpoint_OfADeepPart_HoldsLessMemory()
    {
        Device device = TestDevice.Get("cpu");
        using var tape = new Tape(device);
        Tensor<double> x = tape.Watch(tape.Create<double>(Values(Shape, 1), Shape));
        int before = tape.OwnedStorages;
        Tensor<double> y = tape.Checkpoint(t => t.Exp().Sin().Tanh().Square(), x);
        Assert.Equal(before + 1, tape.OwnedStorages);
        tape.Gradient(y.Sum(), x);
        Assert.InRange(tape.OwnedStorages, before, before + 4);
    }
}
