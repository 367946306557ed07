namespace PrincipalComponents;

/// <summary>Makes a table when no file is given: variables that a few hidden factors explain, but for some noise.</summary>
internal static class GeneratedTable
{
    public static double[,] Create(int observations, int variables, int factors, int seed)
    {
        var random = new Random(seed);
        double[,] scores = Uniform(observations, factors, random), loadings = Uniform(factors, variables, random);
        double[,] table = Uniform(observations, variables, random);
        for (int i = 0; i < observations; i++)
        {
            for (int j = 0; j < variables; j++)
            {
                table[i, j] *= 0.1;
                for (int k = 0; k < factors; k++)
                {
                    table[i, j] += scores[i, k] * loadings[k, j] / (k + 1);
                }
            }
        }

        return table;
    }

    private static double[,] Uniform(int rows, int columns, Random random)
    {
        var values = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[i, j] = random.NextDouble() - 0.5;
            }
        }

        return values;
    }
}
