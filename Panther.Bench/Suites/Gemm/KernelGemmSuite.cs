using System.Numerics;
using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;

namespace Panther.Bench.Suites.Gemm;

/// <summary>Square products of matrices that the device keeps, and those of layers, by the kernel in the dialect.</summary>
internal sealed class KernelGemmSuite(Device device, IGemmReferences references) : ISuite
{
    /// <summary>Linear layers forward, and their gradients by the weights and by the input: of a perceptron on a batch of 128, and of a transformer of width 384 on 16384 characters.</summary>
    private static readonly GemmShape[] Layers =
    [
        new(128, 512, 784, IsRightTransposed: true),
        new(128, 512, 512, IsRightTransposed: true),
        new(128, 10, 512, IsRightTransposed: true),
        new(512, 784, 128, IsLeftTransposed: true),
        new(512, 512, 128, IsLeftTransposed: true),
        new(128, 512, 512),
        new(128, 512, 10),
        new(10, 512, 128, IsLeftTransposed: true),
        new(16384, 384, 384, IsRightTransposed: true),
        new(16384, 1152, 384, IsRightTransposed: true),
        new(16384, 1536, 384, IsRightTransposed: true),
        new(16384, 384, 1536, IsRightTransposed: true),
        new(16384, 384, 384),
        new(16384, 384, 1536),
        new(384, 384, 16384, IsLeftTransposed: true),
        new(384, 1536, 16384, IsLeftTransposed: true),
    ];

    public void Run(ReportSession session)
    {
        session.Say($"device: {device}");
        foreach (int n in SinglePrecisionSizes(session.Quick))
        {
            session.Step($"gemm-kernel {n} float", () => Compare<float>(session, "gemm-kernel", GemmShape.Square(n)));
        }

        foreach (int n in DoublePrecisionSizes(session.Quick))
        {
            session.Step($"gemm-kernel {n} double", () => Compare<double>(session, "gemm-kernel", GemmShape.Square(n)));
        }

        if (!device.IsProcessor)
        {
            foreach (GemmShape shape in Layers)
            {
                session.Step($"gemm-layer {shape}", () => Compare<float>(session, "gemm-layer", shape));
            }
        }
    }

    private int[] SinglePrecisionSizes(bool quick) => (device.IsProcessor, quick) switch
    {
        (true, true) => [512],
        (true, false) => [1024],
        (_, true) => [1024, 4096],
        (_, false) => [1024, 1920, 4096, 8192],
    };

    private int[] DoublePrecisionSizes(bool quick) => (device.IsProcessor, quick) switch
    {
        (true, _) => [512],
        (_, true) => [1024],
        (_, false) => [1024, 1920, 4096],
    };

    private void Compare<T>(ReportSession session, string name, GemmShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(1);
        T[] x = BenchData.Uniform<T>(random, shape.LeftLength), y = BenchData.Uniform<T>(random, shape.RightLength);
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<T> a = device.Allocate<T>(x), b = device.Allocate<T>(y), c = device.Allocate<T>(shape.Length);
        MatrixOperand<T> left = Operand(a, shape.Rows, shape.Depth, shape.IsLeftTransposed);
        MatrixOperand<T> right = Operand(b, shape.Depth, shape.Columns, shape.IsRightTransposed);
        MatrixOperand<T> product = MatrixOperand<T>.Dense(c.View, shape.Rows, shape.Columns);
        session.Compare(
            new ReportCase(name, shape.ToString(), BenchData.TypeName<T>(), ReportUnit.GigaflopsPerSecond, shape.Operations),
            StreamClock.Contender(stream, () => DeviceProduct.Enqueue(stream, T.One, left, right, T.Zero, product)),
            references.Gemm(shape, x, y),
            () => BenchData.RequireProduct(shape, x, y, c.ToArray()));
        references.Release();
    }

    private static MatrixOperand<T> Operand<T>(DeviceBuffer<T> buffer, long rows, long columns, bool isTransposed)
        where T : unmanaged
        => isTransposed ? MatrixOperand<T>.Dense(buffer.View, columns, rows).Transposed : MatrixOperand<T>.Dense(buffer.View, rows, columns);
}
