using System.Diagnostics;
using Panther.Core;
using Panther.Jit.Runtime;
using Quickstart.Checks;

namespace Quickstart;

/// <summary>The main job, timed: a truncated singular value decomposition of the matrix.</summary>
internal sealed class Compression
{
    private const int MostRuns = 5;
    private static readonly TimeSpan EnoughTime = TimeSpan.FromSeconds(2);

    private Compression(RandomizedSvdResult<float[,], float[]> svd, RandomizedSvdOptions options)
    {
        Svd = svd;
        Options = options;
        Approximation = new Approximation(svd);
    }

    public RandomizedSvdResult<float[,], float[]> Svd { get; }

    public RandomizedSvdOptions Options { get; }

    public Approximation Approximation { get; }

    /// <summary>The first run, which also compiles the kernels.</summary>
    public TimeSpan FirstTime { get; private init; }

    /// <summary>The median of further runs of the same, each from the matrix on the host to the factors on the host.</summary>
    public TimeSpan Time { get; private init; }

    /// <summary>How many runs the median is of.</summary>
    public int Runs { get; private init; }

    public MemoryUse Before { get; private init; }

    public MemoryUse After { get; private init; }

    public static Compression Run(float[,] matrix, int rank, Device device)
    {
        var options = new RandomizedSvdOptions { Oversampling = 10, PowerIterations = 2, Seed = 1, Device = device };
        MemoryUse before = MemoryUse.Now(device);

        long start = Stopwatch.GetTimestamp();
        RandomizedSvdResult<float[,], float[]> svd = RandomizedSvd.Compute(matrix, rank, options);
        TimeSpan first = Stopwatch.GetElapsedTime(start);

        var times = new List<TimeSpan>();
        start = Stopwatch.GetTimestamp();
        do
        {
            long run = Stopwatch.GetTimestamp();
            svd = RandomizedSvd.Compute(matrix, rank, options);
            times.Add(Stopwatch.GetElapsedTime(run));
        }
        while (times.Count < MostRuns && Stopwatch.GetElapsedTime(start) < EnoughTime);

        times.Sort();
        return new Compression(svd, options)
        {
            FirstTime = first,
            Time = times[times.Count / 2],
            Runs = times.Count,
            Before = before,
            After = MemoryUse.Now(device),
        };
    }

}
