using System.Globalization;
using Panther.Core;
using Samples;

namespace FitLeastSquares;

/// <summary>Fits the last column of a table by a linear function of the others.</summary>
internal static class FitLeastSquaresCommand
{
    private static readonly CommandLine<Options> CommandLine = new("FitLeastSquares")
    {
        { "FILE", "a table of numbers, a row an observation, what is to be explained in the last column: .csv, .npy, ...; made when left out", (o, v) => o with { File = v.Text } },
    };

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code: 0, 1 when the work failed, 2 for a wrong command line.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error) => CommandLine.Run(args, output, error, options =>
    {
        Fit(options.File is null ? Tide(observations: 5000, waves: 12) : MatrixFile.Read<double>(options.File), output);
        return true;
    });

    private static void Fit(double[,] table, TextWriter output)
    {
        (double[,] a, double[] b) = Split(table);
        LeastSquaresResult<double[]> fit = LeastSquares.Solve(a, b, new LeastSquaresOptions { Seed = 1 });

        double mean = b.Average();
        double unexplained = fit.ResidualNorms[0] * fit.ResidualNorms[0] / b.Sum(value => (value - mean) * (value - mean));
        output.WriteLine(Text($"problem     {a.GetLength(0)} observations, {a.GetLength(1)} coefficients (one is the constant term)"));
        output.WriteLine(Text($"fit         explains {1 - unexplained:P3} of the variance, residual {fit.ResidualNorms[0]:G5}"));
        output.WriteLine(Text($"numerics    rank {fit.Rank}, condition about {fit.ConditionEstimate:G2}, backward error {fit.BackwardErrors[0]:G2}, {fit.Iterations} iterations"));
        output.WriteLine(Text($"largest     {string.Join(", ", Largest(fit.Solution, 5))}"));
    }

    /// <summary>The columns before the last one and a column of ones; the last column.</summary>
    private static (double[,] A, double[] B) Split(double[,] table)
    {
        (int rows, int columns) = (table.GetLength(0), table.GetLength(1));
        double[,] a = new double[rows, columns];
        double[] b = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns - 1; j++)
            {
                a[i, j] = table[i, j];
            }

            a[i, columns - 1] = 1;
            b[i] = table[i, columns - 1];
        }

        return (a, b);
    }

    private static IEnumerable<string> Largest(double[] coefficients, int count) =>
        coefficients.Select((value, i) => (Value: value, Name: i + 1 < coefficients.Length ? $"column {i + 1}" : "constant"))
            .OrderByDescending(coefficient => Math.Abs(coefficient.Value))
            .Take(count)
            .Select(coefficient => Text($"{coefficient.Name}: {coefficient.Value:G4}"));

    /// <summary>Heights of a tide at random times, with the waves it may consist of; some waves are nearly alike, so that the problem is badly conditioned.</summary>
    private static double[,] Tide(int observations, int waves)
    {
        var random = new Random(1);
        double[,] table = new double[observations, waves + 1];
        for (int i = 0; i < observations; i++)
        {
            double hour = 24 * random.NextDouble();
            for (int j = 0; j < waves; j++)
            {
                table[i, j] = Math.Sin(((0.5 + (0.01 * (j / 2))) * hour) + (j % 2 * Math.PI / 2));
                table[i, waves] += table[i, j] / (1 + j);
            }

            table[i, waves] += 0.1 * (random.NextDouble() - 0.5);
        }

        return table;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Options
    {
        public string? File { get; init; }
    }
}
