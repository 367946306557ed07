using Panther.Core;
using Panther.Jit.Runtime;
using Quickstart.Input;
using Quickstart.Output;
using Samples;

namespace Quickstart;

/// <summary>The whole program: reads or makes a matrix, compresses it, and reports.</summary>
internal static class QuickstartCommand
{
    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code: 0, 1 when the work failed, 2 for a wrong command line.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error) => QuickstartOptions.CommandLine.Run(args, output, error, options =>
    {
        Compress(options, output);
        return true;
    });

    private static void Compress(QuickstartOptions options, TextWriter output)
    {
        float[,] matrix = options.Input is null ? GeneratedPicture.Create(480, 640, seed: 1) : MatrixFile.Read<float>(options.Input);
        int largestRank = Math.Min(matrix.GetLength(0), matrix.GetLength(1));
        if (options.Rank > largestRank)
        {
            throw new UsageException($"--rank is {options.Rank}, but a {matrix.GetLength(0)} x {matrix.GetLength(1)} matrix has at most rank {largestRank}.");
        }

        var report = new Report(output);
        report.Matrix(matrix, options.Input);
        Device device = options.Device is null ? Device.Default : Device.Find(options.Device);
        report.Devices(device);

        Compression compression = Compression.Run(matrix, options.Rank, device);
        report.Decomposition(compression);
        report.Errors(matrix, compression);
        report.Memory(compression);
        if (options.Output is not null)
        {
            WritePicture(options.Output, matrix, compression);
            report.Picture(options.Output, matrix, compression);
        }
    }

    /// <summary>Black and white are the least and greatest value of the input, so that the two pictures compare.</summary>
    private static void WritePicture(string path, float[,] matrix, Compression compression)
    {
        using FileStream file = File.Create(path);
        PngWriter.Write(
            file, compression.Approximation.ToArray(), matrix.GetLength(1), matrix.GetLength(0), matrix.Cast<float>().Min(), matrix.Cast<float>().Max());
    }
}
