using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>
/// Operations on tensors without a tape leave the caller one tensor to dispose: what they compute between, and copies of operands that do not lie in order, has gone back by then without the garbage collector. Runs alone, since it
/// looks at the memory of the device.
/// </summary>
[Collection(nameof(RunsAlone))]
public sealed class OperationMemoryTests
{
    private static readonly Device Cpu = TestDevice.Get("cpu");

    /// <summary>Operations by name, of views of some memory.</summary>
    private static readonly Dictionary<string, Func<Operands, Tensor>> Operations = new()
    {
        ["Sum"] = x => x.Matrix.Sum([0]),
        ["Sum of one row"] = x => x.Matrix.Slice(0, 0, 1).Sum([0]),
        ["Sum of 16 bits"] = x => x.Narrow.Sum(),
        ["Mean"] = x => x.Matrix.Mean([1]),
        ["Mean of 16 bits"] = x => x.Narrow.Mean(),
        ["Max"] = x => x.Matrix.Max([1]),
        ["Min"] = x => x.Matrix.Min([1]),
        ["LogSumExp"] = x => x.Matrix.LogSumExp([1]),
        ["Variance"] = x => x.Matrix.Variance([0], keepDimensions: true),
        ["Variance of 16 bits"] = x => x.Narrow.Variance(),
        ["Softmax"] = x => x.Matrix.Softmax(),
        ["Softmax down"] = x => x.Matrix.Softmax(0),
        ["LogSoftmax of 16 bits"] = x => x.Narrow.LogSoftmax(),
        ["LayerNorm"] = x => x.Matrix.LayerNorm(x.Row, x.Row),
        ["LayerNorm of 16 bits"] = x => x.Narrow.LayerNorm(x.NarrowRow, x.NarrowRow),
        ["RmsNorm"] = x => x.Matrix.RmsNorm(x.Row),
        ["To"] = x => x.Matrix.To<double>(),
        ["Reshape"] = x => x.Matrix.Reshape(2, 10),
        ["Contiguous"] = x => x.Matrix.Contiguous(),
        ["MatMul"] = x => x.Images.MatMul(x.Every.Unsqueeze(0)),
        ["MatMul of many by one"] = x => x.Images.MatMul(x.Every),
        ["Linear"] = x => x.Matrix.Linear(x.Every, x.Row),
        ["Take"] = x => x.Every.Take(x.Indices),
        ["SumInto"] = x => x.Every.SumInto(x.Indices, 4),
        ["SumInto of 16 bits"] = x => x.Narrow.SumInto(x.Indices, 4),
        ["GatherAlong"] = x => x.Every.GatherAlong(1, x.Indices.Unsqueeze()),
        ["SumAlong of 16 bits"] = x => x.Narrow.Slice(1, 0, 1).SumAlong(1, x.Indices.Unsqueeze(), 4),
        ["CrossEntropy"] = x => x.Every.CrossEntropy(x.Indices),
        ["MeanSquaredError"] = x => x.Matrix.MeanSquaredError(x.Row),
        ["BinaryCrossEntropy"] = x => x.Matrix.BinaryCrossEntropy(x.Row),
        ["RelativeEntropy"] = x => x.Matrix.RelativeEntropy(x.Row),
        ["Huber"] = x => x.Matrix.Huber(x.Row, 1),
        ["Conv2d"] = x => x.Images.Conv2d(x.Images.Slice(0, 0, 1), x.Row.Slice(0, 0, 1)),
        ["ConvTranspose2d"] = x => x.Images.ConvTranspose2d(x.Images.Transpose(0, 1)),
        ["Conv1d"] = x => x.Images.Squeeze(0).Conv1d(x.Images.Squeeze(0)),
        ["MaxPool2d"] = x => x.Images.MaxPool2d(PoolingWindow.Of(2)),
        ["AveragePool2d"] = x => x.Images.AveragePool2d(PoolingWindow.Of(2)),
        ["MaxPool1d"] = x => x.Images.Squeeze(0).MaxPool1d(PoolingWindow.Of(2)),
        ["AdaptiveAveragePool1d"] = x => x.Images.Squeeze(0).AdaptiveAveragePool1d(2),
        ["BatchNorm"] = x => x.Images.BatchNorm(x.Three, x.Three),
        ["BatchNormWith"] = x => x.Images.BatchNormWith(x.Three, x.Three, x.Three, x.Three),
        ["GroupNorm"] = x => x.Images.GroupNorm(3, x.Three, x.Three),
        ["ScaledDotProductAttention"] = x => x.Images.ScaledDotProductAttention(x.Images, x.Images, x.Every),
        ["RandomFeatureAttention"] = x => x.Images.RandomFeatureAttention(x.Images, x.Images, x.Every),
        ["RandomFeatureAttention, causal"] = x => x.Images.RandomFeatureAttention(x.Images, x.Images, x.Every, RandomFeatureKernel.Relu, isCausal: true),
    };

    public static TheoryData<string> Names { get; } = new(Operations.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_WithoutATape_LeavesOneTensorToDispose(string name)
    {
        using Tensor<float> memory = Tensor<float>.Create(Cpu, [.. GradientCheck.Values([48], 5).Select(value => (float)(1 + (value / 2)))], [48]);
        using Tensor<BFloat16> narrow = memory.To<BFloat16>();
        using IndexTensor indices = IndexTensor.Create(Cpu, [3, 0, 1, 0], [4]);
        var operands = new Operands(memory, narrow, indices);
        RunsAlone.Settle(Cpu);
        long before = Cpu.Memory.InUseBytes;
        double[] values;
        using (Tensor result = Operations[name](operands))
        {
            Assert.Null(result.Tape);
            values = Values(result);
        }

        Assert.Equal(before, Cpu.Memory.InUseBytes);
        using var tape = new Tape(Cpu);
        Assert.Equal(Values(Operations[name](new Operands(tape.Use(memory), tape.Use(narrow), indices))), values);
    }

    private static double[] Values(Tensor x) => x switch
    {
        Tensor<BFloat16> narrow => [.. narrow.ToArray().Select(value => (double)value)],
        Tensor<float> single => [.. single.ToArray().Select(value => (double)value)],
        _ => ((Tensor<double>)x).ToArray(),
    };

    /// <summary>Views whose elements do not lie in order, between a half and one and a half.</summary>
    private sealed record Operands(Tensor<float> Memory, Tensor<BFloat16> NarrowMemory, IndexTensor Indices)
    {
        public Tensor<float> Matrix => Memory.Slice(0, 0, 20).Reshape(4, 5).Transpose();

        public Tensor<float> Every => Memory.Slice(0, 20, 16).Reshape(4, 4).Transpose();

        public Tensor<float> Row => Memory.Slice(0, 0, 4, step: 2);

        public Tensor<float> Three => Memory.Slice(0, 9, 3, step: 2);

        public Tensor<float> Images => Memory.Reshape(1, 4, 4, 3).Permute(0, 3, 1, 2);

        public Tensor<BFloat16> Narrow => NarrowMemory.Slice(0, 0, 16).Reshape(4, 4).Transpose();

        public Tensor<BFloat16> NarrowRow => NarrowMemory.Slice(0, 0, 4, step: 2);
    }
}
