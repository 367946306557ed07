using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>Which tensors go on a tape: those without one and those of outer tapes, on its device. All others are mistakes that would give a leaf without a gradient, or memory that is gone.</summary>
public sealed class TapeMembershipTests : IDisposable
{
    private static readonly Device Cpu = TestDevice.Get("cpu");

    private static readonly Dictionary<string, Action<Tape, Tensor<float>>> Uses = new()
    {
        ["Use"] = (tape, x) => tape.Use(x),
        ["Watch"] = (tape, x) => tape.Watch(x),
        ["Add"] = (tape, x) => _ = tape.Zeros<float>([1]) + x,
        ["MatMul"] = (tape, x) => tape.Zeros<float>([1, 1]).MatMul(x.Reshape(1, 1)),
        ["Linear"] = (tape, x) => tape.Zeros<float>([1, 1]).Linear(x.Reshape(1, 1)),
        ["Concat"] = (tape, x) => Joining.Concat(0, tape.Zeros<float>([1]), x),
        ["cotangent"] = (tape, x) => Derive(tape, y => tape.Gradient(y * y, y, cotangent: x)),
        ["source"] = (tape, x) => Derive(tape, y => tape.Gradient(y * y, x, cotangent: y)),
        ["tangent"] = (tape, x) => Derive(tape, y => tape.JacobianVectorProduct(y * y, (y, x))),
        ["custom operation"] = (tape, x) => tape.Zeros<float>([1]).Record(Edge.To(x, g => g)),
    };

    private readonly Tape tape = new(Cpu);
    private readonly Tape foreign = new(Cpu);

    public static TheoryData<string> Ways { get; } = new(Uses.Keys);

    public void Dispose()
    {
        tape.Dispose();
        foreign.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Operation_OnATensorOfAForeignTape_Throws(string way)
    {
        Assert.Throws<InvalidOperationException>(() => Uses[way](tape, Watched(foreign)));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Operation_OnATensorOfADisposedTape_Throws(string way)
    {
        Tensor<float> x = Watched(foreign);
        foreign.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Uses[way](tape, x));
    }

    [Theory]
    [InlineData("Use")]
    [InlineData("Watch")]
    [InlineData("source")]
    public void Operation_OnATensorOfAnInnerTape_ThrowsWhereTheOuterOneWouldOwnIt(string way)
    {
        using var inner = new Tape(tape);
        Tensor<float> x = Watched(inner);
        Assert.Throws<InvalidOperationException>(() => Uses[way](tape, x));
    }

    [Fact]
    public void Operation_OnADisposedTape_Throws()
    {
        Tensor<float> x = Watched(tape);
        IndexTensor indices = tape.CreateIndices([0], [1]);
        using Tensor<float> outside = Tensor<float>.Create(Cpu, [1], [1]);
        tape.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tape.Create<float>([1], [1]));
        Assert.Throws<ObjectDisposedException>(() => tape.CreateIndices([1], [1]));
        Assert.Throws<ObjectDisposedException>(() => tape.Zeros<float>([1]));
        Assert.Throws<ObjectDisposedException>(() => tape.Use(outside));
        Assert.Throws<ObjectDisposedException>(() => tape.Watch(outside));
        Assert.Throws<ObjectDisposedException>(() => tape.Gradient(x, x));
        Assert.Throws<ObjectDisposedException>(() => tape.JacobianVectorProduct(x, (x, x)));
        Assert.Throws<ObjectDisposedException>(() => tape.Checkpoint(t => t, x));
        Assert.Throws<ObjectDisposedException>(() => new Tape(tape));
        Assert.Throws<ObjectDisposedException>(() => x.Exp());
        Assert.Throws<ObjectDisposedException>(() => x.Linear(outside.Reshape(1, 1)));
        Assert.Throws<ObjectDisposedException>(() => x.Take(indices));
        Assert.Throws<ObjectDisposedException>(() => outside.Take(indices));
        Assert.Throws<ObjectDisposedException>(x.ToArray);
    }

    [Fact]
    public void Operation_OnATensorThatIsDisposed_Throws()
    {
        Tensor<float> outside = Tensor<float>.Create(Cpu, [1, 2], [2]);
        Tensor<float> member = tape.Use(outside);
        Tensor<float> view = outside.Slice(0, 1, 1);
        outside.Dispose();
        Assert.Throws<ObjectDisposedException>(() => member.Exp());
        Assert.Throws<ObjectDisposedException>(() => view.Exp());
        Assert.Throws<ObjectDisposedException>(() => outside.Sum());
        Assert.Throws<ObjectDisposedException>(outside.ToArray);
        Assert.Throws<ObjectDisposedException>(() => outside.CopyFrom([1, 2]));
    }

    [Fact]
    public void Operation_OnTensorsOfTwoDevices_Throws()
    {
        Device other = TestDevice.Get("opencl");
        using Tensor<float> there = Tensor<float>.Create(other, [1], [1]);
        using IndexTensor indicesThere = IndexTensor.Create(other, [0], [1]);
        Tensor<float> here = tape.Zeros<float>([1]);
        Assert.Throws<InvalidOperationException>(() => tape.Use(there));
        Assert.Throws<InvalidOperationException>(() => tape.Watch(there));
        Assert.Throws<InvalidOperationException>(() => here + there);
        Assert.Throws<InvalidOperationException>(() => here.Take(indicesThere));
        Assert.Throws<InvalidOperationException>(() => here.Detach().Reshape(1, 1).CrossEntropy(indicesThere));
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(Watched(tape), there));
    }

    [Fact]
    public void Checkpoint_OfAPartThatIgnoresItsArgument_Throws()
    {
        Tensor<float> x = Watched(tape);
        using Tensor<float> outside = Tensor<float>.Create(Cpu, [1], [1]);
        Assert.Throws<ArgumentException>(() => tape.Checkpoint(_ => x * x, x));
        Assert.Throws<ArgumentException>(() => tape.Checkpoint(_ => outside, x));
        Assert.Throws<ArgumentException>(() => tape.Checkpoint<float>(_ => null!, x));
        Assert.Throws<ArgumentException>(() => tape.Checkpoint(t => t, Watched(foreign)));
    }

    [Fact]
    public void Checkpoint_OfAPartThatWatches_HasTheGradientByItsInput()
    {
        Tensor<float> x = Watched(tape);
        Tensor<float> y = tape.Checkpoint(
            t =>
            {
                Tensor<float> watched = t.Tape!.Watch(t.Detach());
                return t * t.Tape.Gradient(watched * watched, watched, t.Tape.Full(1f, [1]));
            },
            x);
        Assert.Equal(6, tape.Gradient(y, x).ToScalar());
    }

    private static Tensor<float> Watched(Tape on) => on.Watch(on.Create<float>([3], [1]));

    private static void Derive(Tape tape, Action<Tensor<float>> ask) => ask(Watched(tape));
}
