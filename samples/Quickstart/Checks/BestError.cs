using MathNet.Numerics.LinearAlgebra;

namespace Quickstart.Checks;

/// <summary>The least error that any rank-k matrix can have, by a full singular value decomposition in double precision.</summary>
internal static class BestError
{
    // MathNet took 1.8 s for the values of a 1000x1000 matrix on one slow core, and its work grows with m·n·min(m, n).
    private const double LargestWork = 3e9;

    /// <summary>Whether the full decomposition ends in under ten seconds on an ordinary machine.</summary>
    public static bool IsAffordable(float[,] matrix) =>
        (double)matrix.Length * Math.Min(matrix.GetLength(0), matrix.GetLength(1)) <= LargestWork;

    /// <summary>‖A − A_k‖ / ‖A‖ in the Frobenius norm for ranks 0 to min(m, n): the tail of the singular values (Eckart and Young 1936).</summary>
    public static double[] PerRank(float[,] matrix)
    {
        Matrix<double> full = Matrix<double>.Build.Dense(matrix.GetLength(0), matrix.GetLength(1), (i, j) => matrix[i, j]);
        Vector<double> s = full.Svd(computeVectors: false).S;
        double[] errors = new double[s.Count + 1];
        double tail = 0;
        for (int k = s.Count - 1; k >= 0; k--)
        {
            tail += s[k] * s[k];
            errors[k] = tail;
        }

        return [.. errors.Select(e => errors[0] == 0 ? 0 : Math.Sqrt(e / errors[0]))];
    }
}
