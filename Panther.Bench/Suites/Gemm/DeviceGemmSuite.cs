using System.Numerics;
using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;

namespace Panther.Bench.Suites.Gemm;

/// <summary>Square products of matrices that the device keeps, by the library's own choice of variant.</summary>
internal sealed class DeviceGemmSuite(Device device, IGemmReferences references) : ISuite
{
    public void Run(ReportSession session)
    {
        session.Say($"device: {device}");
        foreach (int n in session.Quick ? new[] { 1024, 2048 } : [1024, 1920, 4096, 8192])
        {
            session.Step($"gemm {n} float", () => Compare<float>(session, n));
        }

        foreach (int n in session.Quick ? new[] { 1024 } : [1024, 1920, 4096])
        {
            session.Step($"gemm {n} double", () => Compare<double>(session, n));
        }
    }

    private void Compare<T>(ReportSession session, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(1);
        T[] x = BenchData.Uniform<T>(random, (long)n * n), y = BenchData.Uniform<T>(random, (long)n * n);
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<T> a = device.Allocate<T>(x), b = device.Allocate<T>(y), c = device.Allocate<T>((long)n * n);
        session.Compare(
            new ReportCase("gemm", $"{n}x{n}x{n}", BenchData.TypeName<T>(), ReportUnit.GigaflopsPerSecond, 2.0 * n * n * n),
            StreamClock.Contender(stream, () => MatrixProduct.Enqueue(
                stream, T.One, MatrixOperand<T>.Dense(a.View, n, n), MatrixOperand<T>.Dense(b.View, n, n), T.Zero, MatrixOperand<T>.Dense(c.View, n, n))),
            references.Gemm(n, x, y),
            () => BenchData.RequireProduct(x, y, c.ToArray(), n));
        references.Release();
    }
}
