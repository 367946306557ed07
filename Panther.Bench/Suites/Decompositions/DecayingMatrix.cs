using Panther.Kernels.Gemm.Host;

namespace Panther.Bench.Suites.Decompositions;

/// <summary>
/// Matrices with known singular values, 1/(1+i) for i below twice the rank that will be asked for: the product of two orthonormal
/// bases, the rows of cosine transforms with random signs.
/// </summary>
internal static class DecayingMatrix
{
    /// <summary>A column-major m×n matrix, both sides at least twice the rank.</summary>
    public static unsafe float[] Create(SvdShape shape, int seed)
    {
        int terms = 2 * shape.Rank;
        float[] left = CosineBasis(shape.Rows, terms, new Random(seed)), right = CosineBasis(shape.Columns, terms, new Random(seed + 1));
        for (int i = 0; i < left.Length; i++)
        {
            left[i] /= 1 + i % terms;
        }

        float[] values = new float[(long)shape.Rows * shape.Columns];
        fixed (float* l = left, r = right, v = values)
        {
            HostGemm.Multiply(
                1f,
                HostMatrix<float>.RowMajor(l, shape.Rows, terms, terms),
                HostMatrix<float>.RowMajor(r, shape.Columns, terms, terms).Transposed,
                0f,
                HostMatrix<float>.ColumnMajor(v, shape.Rows, shape.Columns, shape.Rows));
        }

        return values;
    }

    /// <summary>‖A − A_k‖ / ‖A‖ in the Frobenius norm for k the rank asked for, but for the rounding of the entries.</summary>
    public static double BestRelativeError(int rank)
    {
        double tail = 0, all = 0;
        for (int i = 2 * rank - 1; i >= 0; i--)
        {
            all += 1.0 / ((1.0 + i) * (1.0 + i));
            tail = i >= rank ? all : tail;
        }

        return Math.Sqrt(tail / all);
    }

    /// <summary>The first columns of the orthonormal cosine transform (DCT-II) of a length, row-major length×count, each row with a random sign.</summary>
    private static float[] CosineBasis(int length, int count, Random random)
    {
        float[] basis = new float[(long)length * count];
        float[] signs = [.. Enumerable.Range(0, length).Select(_ => random.Next(2) == 0 ? 1f : -1f)];
        Parallel.For(0, length, i =>
        {
            for (int t = 0; t < count; t++)
            {
                double norm = Math.Sqrt((t == 0 ? 1.0 : 2.0) / length);
                basis[(long)i * count + t] = (float)(signs[i] * norm * Math.Cos(Math.PI * (i + 0.5) * t / length));
            }
        });
        return basis;
    }
}
