using System.Globalization;
using Panther.Core;
using Samples;

namespace CompressPicture;

/// <summary>Compresses a grey picture to a product of thin matrices: singular vectors, or some of its own columns.</summary>
internal static class CompressPictureCommand
{
    private static readonly CommandLine<Options> CommandLine = new("CompressPicture")
    {
        { "FILE", "the picture: .pgm, .npy, ...; made when left out", (o, v) => o with { File = v.Text } },
        { "RANK", "how many singular triples to keep (30)", (o, v) => o with { Rank = v.Count } },
        { "OUT.pgm", "receives the compressed picture", (o, v) => o with { Output = v.File(".pgm") } },
    };

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code: 0, 1 when the work failed, 2 for a wrong command line.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error) => CommandLine.Run(args, output, error, options =>
    {
        float[,] picture = options.File is null ? Rings(300, 400) : MatrixFile.Read<float>(options.File);
        Compress(picture, options.Rank, options.Output, output);
        return true;
    });

    private static void Compress(float[,] picture, int rank, string? path, TextWriter output)
    {
        (int rows, int columns) = (picture.GetLength(0), picture.GetLength(1));
        output.WriteLine(Text($"picture     {rows} x {columns}"));

        var svd = RandomizedSvd.Compute(picture, rank, new RandomizedSvdOptions { Seed = 1 });
        float[,] compressed = Product(svd.U, svd.S, svd.V);
        double kept = rank * (rows + columns + 1.0) / picture.Length;
        output.WriteLine(Text($"SVD         rank {rank} keeps {kept:P1} of the numbers, relative error {RelativeError(picture, compressed):F5}, estimated {svd.RelativeErrorEstimate:F5}"));

        // The same with columns of the picture itself: what is kept can be looked at.
        var columnsKept = InterpolativeDecomposition.Compute(picture, rank, new InterpolationOptions { Seed = 1 });
        float[,] interpolated = Product(columnsKept.Skeleton, [.. Enumerable.Repeat(1f, columnsKept.Rank)], Transposed(columnsKept.Coefficients));
        output.WriteLine(Text($"columns     {columnsKept.Rank} of them, such as {string.Join(", ", columnsKept.Indices.Take(5))}, relative error {RelativeError(picture, interpolated):F5}, estimated {columnsKept.RelativeErrorEstimate:F5}"));

        if (path is not null)
        {
            PgmFile.Write(path, compressed);
            output.WriteLine($"written     {path}");
        }
    }

    /// <summary>U diag(s) Vᵀ.</summary>
    private static float[,] Product(float[,] u, float[] s, float[,] v)
    {
        var product = new float[u.GetLength(0), v.GetLength(0)];
        Parallel.For(0, u.GetLength(0), i =>
        {
            for (int j = 0; j < v.GetLength(0); j++)
            {
                for (int k = 0; k < s.Length; k++)
                {
                    product[i, j] += u[i, k] * s[k] * v[j, k];
                }
            }
        });
        return product;
    }

    private static float[,] Transposed(float[,] matrix)
    {
        var transposed = new float[matrix.GetLength(1), matrix.GetLength(0)];
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int j = 0; j < matrix.GetLength(1); j++)
            {
                transposed[j, i] = matrix[i, j];
            }
        }

        return transposed;
    }

    private static double RelativeError(float[,] exact, float[,] approximate)
    {
        double difference = 0, norm = 0;
        for (int i = 0; i < exact.GetLength(0); i++)
        {
            for (int j = 0; j < exact.GetLength(1); j++)
            {
                difference += Math.Pow(exact[i, j] - approximate[i, j], 2);
                norm += Math.Pow(exact[i, j], 2);
            }
        }

        return norm > 0 ? Math.Sqrt(difference / norm) : 0;
    }

    private static float[,] Rings(int rows, int columns)
    {
        var picture = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double x = (j - (0.4 * columns)) / rows, y = (i - (0.6 * rows)) / rows;
                picture[i, j] = (float)(0.5 + (0.5 * Math.Cos(40 * Math.Sqrt((x * x) + (y * y)))));
            }
        }

        return picture;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Options
    {
        public string? File { get; init; }

        public int Rank { get; init; } = 30;

        public string? Output { get; init; }
    }
}
