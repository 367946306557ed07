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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Checkpoint_WithDropout_DrawsTheSameAgain(bool isDifferentiable)
    {
        double[][] gradients = [.. new[] { false, true }.Select(isCheckpointed =>
        {
            using var tape = new Tape(TestDevice.Get("cpu"), new RandomState(3));
            Tensor<double> x = tape.Watch(tape.Create<double>(Values(Shape, 1), Shape));
            Tensor<double> y = isCheckpointed ? tape.Checkpoint(Part, x) : Part(x);
            return tape.Gradient((y.Dropout(0.5) * y).Sum(), x, isDifferentiable: isDifferentiable).ToArray();
            static Tensor<double> Part(Tensor<double> t) => t.Dropout(0.5).Square().Dropout(0.5);
        })];
        Assert.Equal(gradients[0], gradients[1]);
    }

    /// <summary>The part is computed again in each sweep, whether its gradients are differentiated or not, and within another part.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Checkpoint_WithBatchNorm_MovesRunningAveragesOnce(bool isDifferentiable, bool isNested)
    {
        Shape images = [2, 3, 2, 2];
        double[][] states = [.. new[] { false, true }.Select(isCheckpointed =>
        {
            using var layer = new BatchNorm2d<double>(TestDevice.Get("cpu"), 3);
            using var tape = new Tape(TestDevice.Get("cpu"));
            Tensor<double> x = tape.Watch(tape.Create<double>(Values(images, 1), images));
            Tensor<double> y = !isCheckpointed ? Part(x) : tape.Checkpoint(t => isNested ? t.Tape!.Checkpoint(Part, t) : Part(t), x);
            double[] gradient = tape.Gradient(y.Square().Sum(), x, isDifferentiable: isDifferentiable).ToArray();
            tape.Gradient(y.Sum(), x);
            return (double[])[.. layer.RunningMean.ToArray(), .. layer.RunningVariance.ToArray(), .. gradient];
            Tensor<double> Part(Tensor<double> t) => layer.Forward(t.Sin());
        })];
        Assert.Equal(states[0], states[1]);
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
