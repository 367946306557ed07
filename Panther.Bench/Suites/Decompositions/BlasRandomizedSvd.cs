using Panther.Bench.Native;

namespace Panther.Bench.Suites.Decompositions;

/// <summary>
/// Randomized subspace iteration (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1) from OpenBLAS's products and LAPACK's QR and SVD:
/// what a program gets that puts the native libraries together, as scikit-learn does.
/// </summary>
internal sealed class BlasRandomizedSvd(OpenBlas blas, int m, int n, int rank, int oversampling, int iterations)
{
    private readonly int _k = Math.Min(rank + oversampling, Math.Min(m, n));

    /// <summary>The singular values of the last run, falling.</summary>
    public float[] S { get; private set; } = [];

    /// <summary>U of the last run, m×(rank + oversampling), column-major.</summary>
    public float[] U { get; private set; } = [];

    /// <summary>Decomposes the column-major matrix; all but it is allocated here, as a caller's first call would.</summary>
    public void Run(float[] a, int seed)
    {
        float[] omega = Gaussian(n * _k, seed);
        float[] y = new float[m * _k], z = new float[n * _k];
        blas.GemmColumnMajor(false, false, m, _k, n, a, omega, y);
        for (int i = 0; i < iterations; i++)
        {
            blas.Lapack.Orthonormalize(m, _k, y);
            blas.GemmColumnMajor(true, false, n, _k, m, a, y, z);
            blas.Lapack.Orthonormalize(n, _k, z);
            blas.GemmColumnMajor(false, false, m, _k, n, a, z, y);
        }

        blas.Lapack.Orthonormalize(m, _k, y);
        float[] b = new float[_k * n];
        blas.GemmColumnMajor(true, false, _k, n, m, y, a, b);

        float[] s = new float[_k], small = new float[_k * _k], vt = new float[_k * n];
        blas.Lapack.Svd(_k, n, b, s, small, vt);
        float[] u = new float[m * _k];
        blas.GemmColumnMajor(false, false, m, _k, _k, y, small, u);
        S = s;
        U = u;
    }

    private static float[] Gaussian(int count, int seed)
    {
        // Box and Muller, both of each pair.
        var random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i += 2)
        {
            float radius = MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle()));
            (float sin, float cos) = MathF.SinCos(2 * MathF.PI * random.NextSingle());
            values[i] = radius * cos;
            if (i + 1 < count)
            {
                values[i + 1] = radius * sin;
            }
        }

        return values;
    }
}
