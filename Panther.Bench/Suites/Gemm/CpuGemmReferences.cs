using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Panther.Bench.Harness;
using Panther.Bench.Native;
using Panther.Bench.Report;

namespace Panther.Bench.Suites.Gemm;

/// <summary>OpenBLAS and MathNet's managed provider.</summary>
internal sealed class CpuGemmReferences : IGemmReferences
{
    // MathNet needs more than ten seconds a run above this, on two cores.
    private const int LargestForMathNet = 2048;

    private readonly string _reason;

    public CpuGemmReferences() => Blas = OpenBlas.TryOpen(out _reason);

    /// <summary>The library, where it is installed.</summary>
    public OpenBlas? Blas { get; }

    public Reference[] Gemm<T>(GemmShape shape, T[] a, T[] b)
        where T : unmanaged, IFloatingPointIeee754<T>
        => shape == GemmShape.Square(shape.Rows)
            ? [OpenBlasReference(shape.Rows, a, b), MathNetReference(shape.Rows, a, b)]
            : [Reference.Absent("openblas", "only square products are compared on processors")];

    public void Release()
    {
    }

    private Reference OpenBlasReference<T>(int n, T[] a, T[] b)
    {
        const string Name = "openblas";
        T[] c = new T[a.Length];
        return (Blas, a, b, c) switch
        {
            (null, _, _, _) => Reference.Absent(Name, _reason),
            (_, float[] x, float[] y, float[] z) => Reference.Present(Name, Contender.Host(() => Blas.Gemm(n, n, n, x, y, z))),
            (_, double[] x, double[] y, double[] z) => Reference.Present(Name, Contender.Host(() => Blas.Gemm(n, n, n, x, y, z))),
            _ => Reference.Absent(Name, $"it has no product of {typeof(T).Name}"),
        };
    }

    private static Reference MathNetReference<T>(int n, T[] a, T[] b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string Name = "mathnet";
        if (n > LargestForMathNet)
        {
            return Reference.Absent(Name, $"a run at {n} takes longer than ten seconds");
        }

        // MathNet is column-major, so it sees the transposes and is given the factors the other way round; the work is the same.
        Matrix<T> left = Matrix<T>.Build.Dense(n, n, b), right = Matrix<T>.Build.Dense(n, n, a), product = Matrix<T>.Build.Dense(n, n);
        return Reference.Present(Name, Contender.Host(() => left.Multiply(right, product)));
    }
}
