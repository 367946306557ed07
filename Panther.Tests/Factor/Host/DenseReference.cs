namespace Panther.Tests.Factor.Host;

/// <summary>Measures of dense matrices, by plain loops in double.</summary>
internal static class DenseReference
{
    /// <summary>The largest norm of a column of <c>QᵀQ - I</c>.</summary>
    public static double OrthogonalityDefect(double[,] q)
    {
        int m = q.GetLength(0), n = q.GetLength(1);
        double largest = 0;
        for (int j = 0; j < n; j++)
        {
            double squares = 0;
            for (int k = 0; k < n; k++)
            {
                double dot = j == k ? -1 : 0;
                for (int i = 0; i < m; i++)
                {
                    dot += q[i, j] * q[i, k];
                }

                squares += dot * dot;
            }

            largest = Math.Max(largest, Math.Sqrt(squares));
        }

        return largest;
    }
}
