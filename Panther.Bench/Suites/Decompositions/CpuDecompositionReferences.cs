using MathNet.Numerics.LinearAlgebra;
using Panther.Bench.Harness;
using Panther.Bench.Native;
using Panther.Bench.Report;

namespace Panther.Bench.Suites.Decompositions;

/// <summary>The same algorithm from OpenBLAS and LAPACK, and MathNet's full decomposition.</summary>
internal sealed class CpuDecompositionReferences : IDecompositionReferences
{
    // MathNet took 7 s for a 1000x1000 decomposition with vectors on two cores; its work grows with m·n·min(m, n).
    private const double LargestForMathNet = 1e9;

    public Reference[] RandomizedSvd(float[] values, SvdShape shape, int oversampling, int powerIterations) =>
        [OpenBlasReference(values, shape, oversampling, powerIterations), MathNetReference(values, shape)];

    public void Release()
    {
    }

    private static Reference OpenBlasReference(float[] values, SvdShape shape, int oversampling, int powerIterations)
    {
        const string Name = "openblas";
        OpenBlas? blas = OpenBlas.TryOpen(out string reason);
        if (blas is null)
        {
            return Reference.Absent(Name, reason);
        }

        if (!blas.Lapack.IsComplete)
        {
            return Reference.Absent(Name, "this build of OpenBLAS holds no LAPACK");
        }

        var svd = new BlasRandomizedSvd(blas, shape.Rows, shape.Columns, shape.Rank, oversampling, powerIterations);
        return Reference.Present(Name, Contender.Host(() => svd.Run(values, seed: 1)));
    }

    private static Reference MathNetReference(float[] values, SvdShape shape)
    {
        const string Name = "mathnet";
        if ((double)shape.Rows * shape.Columns * Math.Min(shape.Rows, shape.Columns) > LargestForMathNet)
        {
            return Reference.Absent(Name, $"the full decomposition of {shape.Rows}x{shape.Columns} takes longer than half a minute");
        }

        Matrix<float> matrix = Matrix<float>.Build.Dense(shape.Rows, shape.Columns, values);
        return Reference.Present(Name, Contender.Host(() => matrix.Svd(computeVectors: true)));
    }
}
