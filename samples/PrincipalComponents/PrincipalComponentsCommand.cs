using System.Globalization;
using Panther.Core;
using Samples;

namespace PrincipalComponents;

/// <summary>Principal components of a table: the singular vectors of its centred columns.</summary>
internal static class PrincipalComponentsCommand
{
    private static readonly CommandLine<Options> CommandLine = new("PrincipalComponents")
    {
        { "FILE", "a table of numbers, a row an observation: .csv, .npy, ...; made when left out", (o, v) => o with { File = v.Text } },
        { "COMPONENTS", "how many components to keep (20)", (o, v) => o with { Components = v.Count } },
        { "OUT.csv", "receives the coordinates of each observation in the components", (o, v) => o with { Output = v.File(".csv") } },
    };

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code: 0, 1 when the work failed, 2 for a wrong command line.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error) => CommandLine.Run(args, output, error, options =>
    {
        double[,] table = options.File is null ? GeneratedTable.Create(observations: 2000, variables: 60, factors: 8, seed: 1) : MatrixFile.Read<double>(options.File);
        Reduce(table, options.Components, options.Output, output);
        return true;
    });

    private static void Reduce(double[,] table, int components, string? path, TextWriter output)
    {
        double variance = Center(table);
        var svd = RandomizedSvd.Compute(table, components, new RandomizedSvdOptions { Seed = 1 });

        output.WriteLine(Text($"table       {table.GetLength(0)} observations of {table.GetLength(1)} variables"));
        double explained = 0;
        for (int i = 0; i < components; i++)
        {
            double share = svd.S[i] * svd.S[i] / variance;
            explained += share;
            output.WriteLine(Text($"component   {i + 1,3}  explains {share,8:P3} of the variance, {explained,8:P3} with those before"));
        }

        // What the components leave is what the decomposition reports as its error: nothing was computed twice.
        output.WriteLine(Text($"left over   {1 - explained:P3}; estimated by the decomposition itself: {svd.RelativeErrorEstimate * svd.RelativeErrorEstimate:P3}"));
        if (path is not null)
        {
            CsvFile.Write(path, Coordinates(svd.U, svd.S), [.. Enumerable.Range(1, components).Select(i => $"component {i}")]);
            output.WriteLine($"written     {path}");
        }
    }

    /// <summary>Takes the mean off each column.</summary>
    /// <returns>The sum of squares that is left.</returns>
    private static double Center(double[,] table)
    {
        double squares = 0;
        for (int j = 0; j < table.GetLength(1); j++)
        {
            double mean = 0;
            for (int i = 0; i < table.GetLength(0); i++)
            {
                mean += table[i, j] / table.GetLength(0);
            }

            for (int i = 0; i < table.GetLength(0); i++)
            {
                table[i, j] -= mean;
                squares += table[i, j] * table[i, j];
            }
        }

        return squares;
    }

    private static double[,] Coordinates(double[,] u, double[] s)
    {
        for (int i = 0; i < u.GetLength(0); i++)
        {
            for (int j = 0; j < s.Length; j++)
            {
                u[i, j] *= s[j];
            }
        }

        return u;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Options
    {
        public string? File { get; init; }

        public int Components { get; init; } = 20;

        public string? Output { get; init; }
    }
}
