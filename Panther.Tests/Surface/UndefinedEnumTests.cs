using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Surface;

/// <summary>A number that is no value of an enumeration is refused wherever one is taken, in Panther.Nn and in Panther.Core.</summary>
public sealed class UndefinedEnumTests
{
    private static readonly Device Cpu = TestDevice.Get("cpu");
    private static readonly double[] Square = [2, 1, 1, 3];

    private static readonly Dictionary<string, Action> Calls = new()
    {
        ["RandomFeatureAttention"] = () =>
        {
            using var tape = new Tape(Cpu);
            Tensor<float> x = tape.Zeros<float>([1, 1, 2, 2]);
            x.RandomFeatureAttention(x, x, tape.Zeros<float>([2, 2]), (RandomFeatureKernel)2);
        },
        ["RandomFeatureAttention layer"] = () => _ = new RandomFeatureAttention<float>(Cpu, 4, 2, 3, new RandomState(1), (RandomFeatureKernel)(-1)),
        ["SketchedLinear"] = () => _ = new SketchedLinear<float>(Cpu, 64, 64, 1, 2, new RandomState(1), (SketchedForm)2),
        ["SketchedLinear.FromLinear"] = () =>
        {
            using var layer = new Linear<float>(Cpu, 64, 64, new RandomState(1));
            SketchedLinear<float>.FromLinear(layer, 1, 2, (SketchedForm)2, new RandomState(1));
        },
        ["SketchedConv2d"] = () => _ = new SketchedConv2d<float>(Cpu, 8, 8, (3, 3), 1, 2, new RandomState(1), form: (SketchedForm)(-1)),
        ["SketchedConv2d.FromConv2d"] = () =>
        {
            using var layer = new Conv2d<float>(Cpu, 8, 8, (3, 3), new RandomState(1));
            SketchedConv2d<float>.FromConv2d(layer, 1, 2, (SketchedForm)2, new RandomState(1));
        },
        ["DeviceMatrix.Allocate"] = () => DeviceMatrix<double>.Allocate(Cpu, 2, 2, (MatrixLayout)2),
        ["DeviceMatrix.Create"] = () => DeviceMatrix<double>.Create(Cpu, Square, 2, 2, (MatrixLayout)2),
        ["NpyFile"] = () => NpyFile.Write<double>(new MemoryStream(), Square, 2, 2, (MatrixLayout)(-1)),
        ["SketchOperator.Window"] = () => new GaussianSketch(2, 2).Sample(1).Window<double>(Cpu, 0, 0, 2, 2, (MatrixLayout)2),
        ["RandomizedSvd"] = () => RandomizedSvd.Compute<double>(Square, 2, 2, (MatrixLayout)2, 1, new RandomizedSvdOptions { Device = Cpu }),
        ["CholeskyQr"] = () => CholeskyQr.Compute<double>(Square, 2, 2, (MatrixLayout)2, new CholeskyQrOptions { Device = Cpu }),
        ["PivotedCholesky"] = () => PivotedCholesky.Compute(new double[,] { { 2, 1 }, { 1, 3 } }, 1, new PivotedCholeskyOptions { Device = Cpu, Selection = (PivotSelection)9 }),
        ["InterpolativeDecomposition"] = () => InterpolativeDecomposition.Compute(new double[,] { { 2, 1 }, { 1, 3 } }, 1, new InterpolationOptions { Device = Cpu, Axis = (InterpolationAxis)9 }),
        ["TraceEstimator"] = () =>
        {
            using DeviceMatrix<double> a = DeviceMatrix<double>.Create(Cpu, new double[8, 8]);
            TraceEstimator.Compute(a, 6, new TraceEstimatorOptions { Method = (TraceMethod)9 });
        },
    };

    public static TheoryData<string> Names { get; } = new(Calls.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_WithAnUndefinedValue_Throws(string name) => Assert.Throws<ArgumentOutOfRangeException>(Calls[name]);
}
