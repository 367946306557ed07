using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Panther.Bench.Harness;
using Panther.Bench.Native;
using Panther.Bench.Report;
using Panther.Kernels.Gemm.Host;

namespace Panther.Bench.Suites.Gemm;

/// <summary>Square products on the CPU: the packed host routine beside OpenBLAS and MathNet's managed provider.</summary>
internal sealed unsafe class HostGemmSuite : ISuite
{
    // MathNet needs more than ten seconds a run above this, on two cores.
    private const int LargestForMathNet = 2048;

    public void Run(ReportSession session)
    {
        OpenBlas? openBlas = OpenBlas.TryOpen(out string reason);
        if (openBlas is not null)
        {
            session.Say($"OpenBLAS: {openBlas.Description}");
        }

        foreach (int n in session.Quick ? new[] { 512, 1024 } : [1024, 1920, 4096])
        {
            Compare<float>(session, n, openBlas is null ? null : openBlas.Gemm, reason);
        }

        foreach (int n in session.Quick ? new[] { 512 } : [1024, 1920])
        {
            Compare<double>(session, n, openBlas is null ? null : openBlas.Gemm, reason);
        }
    }

    private static void Compare<T>(ReportSession session, int n, Action<int, int, int, T[], T[], T[]>? openBlas, string reason)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(1);
        T[] a = BenchData.Uniform<T>(random, (long)n * n), b = BenchData.Uniform<T>(random, (long)n * n);
        T[] ours = new T[a.Length], theirs = new T[a.Length];

        Reference blas = openBlas is null
            ? Reference.Absent("openblas", reason)
            : Reference.Present("openblas", Contender.Host(() => openBlas(n, n, n, a, b, theirs)));

        session.Compare(
            new ReportCase("gemm-host", $"{n}x{n}x{n}", BenchData.TypeName<T>(), ReportUnit.GigaflopsPerSecond, 2.0 * n * n * n),
            Contender.Host(() => Multiply(n, a, b, ours)),
            [blas, MathNetReference(n, a, b)],
            () => BenchData.RequireClose(ours, theirs, n, openBlas is not null, "gemm-host and OpenBLAS"));
    }

    private static Reference MathNetReference<T>(int n, T[] a, T[] b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (n > LargestForMathNet)
        {
            return Reference.Absent("mathnet", $"a run at {n} takes longer than ten seconds");
        }

        // MathNet is column-major, so it sees the transposes and is given the factors the other way round; the work is the same.
        Matrix<T> left = Matrix<T>.Build.Dense(n, n, b), right = Matrix<T>.Build.Dense(n, n, a), product = Matrix<T>.Build.Dense(n, n);
        return Reference.Present("mathnet", Contender.Host(() => left.Multiply(right, product)));
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
