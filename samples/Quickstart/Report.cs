using System.Diagnostics;
using System.Globalization;
using Panther.Jit.Runtime;
using Quickstart.Checks;

namespace Quickstart;

/// <summary>Prints what was done, so that it can be checked.</summary>
internal sealed class Report(TextWriter output)
{
    public void Matrix(float[,] matrix, string? path) =>
        Line("matrix", $"{matrix.GetLength(0)} x {matrix.GetLength(1)} float, {MemoryUse.Text(4L * matrix.Length)}, {path ?? "generated"}");

    public void Devices(Device chosen)
    {
        Line("device", $"{chosen}");
        foreach (DeviceCandidate candidate in Device.Discovery.Where(c => c.Id != chosen.Id))
        {
            Line("", $"not used: {candidate}");
        }
    }

    public void Decomposition(Compression compression)
    {
        Line("result", $"rank {compression.Svd.Rank}, {compression.Options.Oversampling} more columns drawn, {compression.Options.PowerIterations} power iterations, seed {compression.Svd.Seed}, {compression.Svd.Passes} passes over the data");
        Line("time", $"{compression.Time.TotalMilliseconds:F1} ms, median of {compression.Runs}; {compression.FirstTime.TotalMilliseconds:F0} ms the first time, with compiling the kernels");
    }

    public void Errors(float[,] matrix, Compression compression)
    {
        double error = compression.Approximation.RelativeError(matrix);
        Line("error", $"{error:G5} of the matrix in the Frobenius norm; estimated without looking: {compression.Svd.RelativeErrorEstimate:G5}");
        if (!BestError.IsAffordable(matrix))
        {
            Line("best", "not computed: MathNet's full SVD of a matrix of this size takes over ten seconds");
            return;
        }

        long start = Stopwatch.GetTimestamp();
        double best = BestError.PerRank(matrix)[compression.Svd.Rank];
        string ratio = best > 0 ? $"; ours is {error / best:F4} of it" : "";
        Line("best", $"{best:G5} with the same rank, by MathNet's full SVD in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms{ratio}");
    }

    public void Memory(Compression compression)
    {
        Line("memory", $"before: {compression.Before}");
        Line("", $"after:  {compression.After}");
    }

    public void Picture(string path, float[,] matrix, Compression compression)
    {
        long kept = (long)compression.Svd.Rank * (matrix.GetLength(0) + matrix.GetLength(1) + 1);
        Line("picture", $"{path}, from {kept} numbers instead of {matrix.Length} ({(double)kept / matrix.Length:P0})");
    }

    private void Line(string what, FormattableString text) => output.WriteLine($"{what,-9} {text.ToString(CultureInfo.InvariantCulture)}");

    private void Line(string what, string text) => output.WriteLine($"{what,-9} {text}");
}
