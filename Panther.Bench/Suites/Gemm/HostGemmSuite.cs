using System.Numerics;
using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Kernels.Gemm.Host;

namespace Panther.Bench.Suites.Gemm;

/// <summary>Square products on the CPU by the packed host routine.</summary>
internal sealed unsafe class HostGemmSuite(CpuGemmReferences references) : ISuite
{
    public void Run(ReportSession session)
    {
        if (references.Blas is not null)
        {
            session.Say($"OpenBLAS: {references.Blas.Description}");
        }

        foreach (int n in session.Quick ? new[] { 512, 1024 } : [1024, 1920, 4096])
        {
            session.Step($"gemm-host {n} float", () => Compare<float>(session, n));
        }

        foreach (int n in session.Quick ? new[] { 512 } : [1024, 1920])
        {
            session.Step($"gemm-host {n} double", () => Compare<double>(session, n));
        }
    }

    private void Compare<T>(ReportSession session, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(1);
        T[] a = BenchData.Uniform<T>(random, (long)n * n), b = BenchData.Uniform<T>(random, (long)n * n), c = new T[(long)n * n];
        session.Compare(
            new ReportCase("gemm-host", $"{n}x{n}x{n}", BenchData.TypeName<T>(), ReportUnit.GigaflopsPerSecond, 2.0 * n * n * n),
            Contender.Host(() => Multiply(n, a, b, c)),
            references.Gemm(GemmShape.Square(n), a, b),
            () => BenchData.RequireProduct(GemmShape.Square(n), a, b, c));
        references.Release();
    }

    private static void Multiply<T>(int n, T[] a, T[] b, T[] c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pa = a, pb = b, pc = c)
        {
            HostGemm.Multiply(
                T.One, HostMatrix<T>.RowMajor(pa, n, n, n), HostMatrix<T>.RowMajor(pb, n, n, n), T.Zero, HostMatrix<T>.RowMajor(pc, n, n, n));
        }
    }
}
