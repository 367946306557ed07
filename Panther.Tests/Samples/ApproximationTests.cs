using Panther.Core;
using Quickstart.Checks;

namespace Panther.Tests.Samples;

public sealed class ApproximationTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(33, 31, 3)]
    [InlineData(5, 443, 5)]
    public void ToArray_RandomFactors_IsTheirProduct(int rows, int columns, int rank)
    {
        RandomizedSvdResult<float[,], float[]> svd = Factors(rows, columns, rank);

        float[] values = new Approximation(svd).ToArray();

        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int r = 0; r < rank; r++)
                {
                    sum += (double)svd.U[i, r] * svd.S[r] * svd.V[j, r];
                }

                // Entries below 1: at most rank + 1 roundings of sums below rank.
                Assert.Equal(sum, values[i * columns + j], (rank + 1) * rank * 1.2e-7);
            }
        }
    }

    [Fact]
    public void RelativeError_OfScaledMatrix_IsTheScale()
    {
        var approximation = new Approximation(Factors(20, 30, 4));
        float[] values = approximation.ToArray();

        Assert.Equal(0, approximation.RelativeError(Matrix(20, 30, (i, j) => values[(i * 30) + j])));

        // A = 2·B against B leaves half of A; doubling is exact.
        Assert.Equal(0.5, approximation.RelativeError(Matrix(20, 30, (i, j) => 2 * values[(i * 30) + j])), 1e-12);
    }

    [Fact]
    public void BestError_DiagonalMatrix_IsTheTailOfItsDiagonal()
    {
        double[] best = BestError.PerRank(new float[,] { { 3, 0, 0, 0 }, { 0, 2, 0, 0 }, { 0, 0, 1, 0 } });

        // Eckart and Young on 3, 2, 1: the squares of what is left over 14.
        Assert.Equal([1, Math.Sqrt(5 / 14.0), Math.Sqrt(1 / 14.0), 0], best, (a, b) => Math.Abs(a - b) < 1e-14);
    }

    private static RandomizedSvdResult<float[,], float[]> Factors(int rows, int columns, int rank)
    {
        var random = new Random(3);
        return new RandomizedSvdResult<float[,], float[]>
        {
            U = Uniform(rows, rank, random),
            S = [.. Enumerable.Range(0, rank).Select(_ => random.NextSingle())],
            V = Uniform(columns, rank, random),
            Rank = rank,
            Seed = 0,
            Passes = 0,
            ErrorEstimate = 0,
            ErrorProbes = 0,
            FrobeniusNorm = 1,
            Orthonormalization = Orthonormalization.CholeskyQr,
        };
    }

    private static float[,] Uniform(int rows, int columns, Random random) => Matrix(rows, columns, (_, _) => random.NextSingle());

    private static float[,] Matrix(int rows, int columns, Func<int, int, float> element)
    {
        float[,] values = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[i, j] = element(i, j);
            }
        }

        return values;
    }
}
