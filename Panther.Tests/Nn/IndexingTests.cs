using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class IndexingTests
{
    private static readonly Shape Table = [5, 3];

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Indexing_WithRepetitions_HasItsDerivatives(string kind)
    {
        Device device = TestDevice.Get(kind);
        using IndexTensor rows = IndexTensor.Create(device, [4, 0, 4, 1], [2, 2]);
        using IndexTensor along = IndexTensor.Create(device, [2, 2, 1, 0, 0, 0, 4, 3, 3, 4, 4, 4], [4, 3]);
        (double[], Shape) x = (Values(Table, 1), Table);
        Check(device, x => x[0].Take(rows).Square(), x);
        Check(device, x => x[0].GatherAlong(0, along).Square(), x);
        Check(device, x => x[0].SumInto(rows, 6).Square(), (Values([2, 2, 3], 1), [2, 2, 3]));
        Check(device, x => x[0].SumAlong(0, along, 5).Square(), (Values([4, 3], 1), [4, 3]));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void SumInto_ManyRows_IsTheLoopInOrder(string kind)
    {
        Device device = TestDevice.Get(kind);
        const int Count = 1025;
        var random = new Random(5);
        int[] indices = [.. Enumerable.Range(0, Count).Select(_ => random.Next(17))];
        float[] values = Kernels.KernelDevices.Singles(Count * 3, 1);
        float[] expected = new float[17 * 3];
        for (int i = 0; i < Count * 3; i++)
        {
            expected[(indices[i / 3] * 3) + (i % 3)] += values[i];
        }

        using var tape = new Tape(device);
        Assert.Equal(expected, tape.Create<float>(values, [Count, 3]).SumInto(tape.CreateIndices(indices, [Count]), 17).ToArray());
    }

    [Fact]
    public void Indices_OutsideTheTensor_Throw()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> x = tape.Zeros<double>(Table);
        Assert.Throws<ArgumentOutOfRangeException>(() => tape.CreateIndices([-1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Take(tape.CreateIndices([5], [1])));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.GatherAlong(1, tape.CreateIndices([0, 1, 2, 3, 0], [5, 1])));
        Assert.Throws<ArgumentException>(() => x.GatherAlong(1, tape.CreateIndices([0], [1, 1])));
        Assert.Throws<ArgumentException>(() => x.SumInto(tape.CreateIndices([0], [1]), 2));
    }
}
