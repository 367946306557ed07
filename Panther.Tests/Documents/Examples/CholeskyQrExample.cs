using Panther.Core;

namespace Panther.Tests.Documents.Examples;

/// <summary>The code that docs/cholesky-qr.md shows.</summary>
internal static class CholeskyQrExample
{
    public static void Run()
    {
        // 5000 samples of 40 quantities, the last ten of which are sums of others.
        double[,] a = new double[5000, 40];
        var random = new Random(1);
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                a[i, j] = j < 30 ? random.NextDouble() - 0.5 : a[i, j - 30] + a[i, j - 20];
            }
        }

        CholeskyQrResult<double[,]> qr = CholeskyQr.Compute(a);
        int rank = qr.Rank;                          // 30
        IReadOnlyList<int> order = qr.Permutation;   // a[:, order[..30]] spans the columns
        double[,] q = qr.Q;                          // 5000×30, orthonormal
        double[,] r = qr.R;                          // 30×40: a[:, order] = q · r
        Console.WriteLine($"rank {rank}, first column {order[0]}, Q {q.GetLength(0)}x{q.GetLength(1)}, R {r.GetLength(0)}x{r.GetLength(1)}");
        Console.WriteLine($"‖QᵀQ - I‖ = {qr.OrthogonalityError:g2}, ‖AP - QR‖/‖A‖ = {qr.ReconstructionError:g2}, condition {qr.ConditionEstimate:g2}");

        // The columns in their order, full rank or not; and a matrix of any shape, to a given rank.
        TallQrResult<double[,]> plain = TallQr.Compute(a);
        PivotedQrResult<double[,]> leading = PivotedQr.Compute(a, new PivotedQrOptions { MaximumRank = 10 });
        Console.WriteLine($"{plain.Method}, {leading.Rank} columns leave {leading.ReconstructionError:p0} of the norm");
    }
}
