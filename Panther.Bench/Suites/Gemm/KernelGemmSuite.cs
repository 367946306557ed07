using System.Numerics;
using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;

namespace Panther.Bench.Suites.Gemm;

/// <summary>Square products of matrices that the device keeps, by the kernel in the dialect.</summary>
internal sealed class KernelGemmSuite(Device device, IGemmReferences references) : ISuite
{
    public void Run(ReportSession session)
    {
        session.Say($"device: {device}");
        foreach (int n in SinglePrecisionSizes(session.Quick))
        {
            session.Step($"gemm-kernel {n} float", () => Compare<float>(session, n));
        }

        foreach (int n in DoublePrecisionSizes(session.Quick))
        {
            session.Step($"gemm-kernel {n} double", () => Compare<double>(session, n));
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

    private void Compare<T>(ReportSession session, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(1);
        T[] x = BenchData.Uniform<T>(random, (long)n * n), y = BenchData.Uniform<T>(random, (long)n * n);
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<T> a = device.Allocate<T>(x), b = device.Allocate<T>(y), c = device.Allocate<T>((long)n * n);
        session.Compare(
            new ReportCase("gemm-kernel", $"{n}x{n}x{n}", BenchData.TypeName<T>(), ReportUnit.GigaflopsPerSecond, 2.0 * n * n * n),
            StreamClock.Contender(stream, () => DeviceProduct.Enqueue(
                stream, T.One, MatrixOperand<T>.Dense(a.View, n, n), MatrixOperand<T>.Dense(b.View, n, n), T.Zero, MatrixOperand<T>.Dense(c.View, n, n))),
            references.Gemm(n, x, y),
            () => BenchData.RequireProduct(x, y, c.ToArray(), n));
        references.Release();
    }
}
