using Panther.Kernels.Gemm;

namespace Panther.Kernels.SketchFactors;

/// <summary>The tiles of <see cref="SketchFactorKernels"/>.</summary>
internal enum SketchFactorTile : byte
{
    /// <summary><see cref="ThinTile"/>, for products with a factor of low rank.</summary>
    Thin,

    /// <summary><see cref="SmallTile"/>, for products with a transposed factor that are small.</summary>
    Small,

    /// <summary><see cref="SquareTile"/>.</summary>
    Square,
}

/// <summary>How a product with a <see cref="SketchFactor{T}"/> is cut up.</summary>
/// <param name="Tile">The tile.</param>
/// <param name="Splits">Into how many parts the places are split that are summed over.</param>
/// <param name="SplitDepth">The places of a part.</param>
internal readonly record struct SketchFactorPlan(SketchFactorTile Tile, int Splits, int SplitDepth)
{
    private const int MostSplits = 256;
    private const int FinestSplits = 16;
    private const double SecondsPerLaunch = 2e-6;
    private const double BytesPerSecond = 3e12;

    // As in GemmPlan: fused multiply-adds a second of one multiprocessor, and the groups that it holds.
    private static readonly Candidate Thin = new(SketchFactorTile.Thin, 64, 32, 16, 8, 110e9);
    private static readonly Candidate Small = new(SketchFactorTile.Small, 64, 64, 16, 5, 140e9);
    private static readonly Candidate Square = new(SketchFactorTile.Square, 128, 128, 8, 2, 150e9);

    /// <summary>The plan of the least estimated time for a rows×2R product.</summary>
    public static SketchFactorPlan ForProduct(long rows, long places, long rank, int elementBytes, int multiprocessors)
    {
        SketchFactorPlan best = default;
        double leastTime = double.PositiveInfinity;
        foreach (Candidate candidate in (ReadOnlySpan<Candidate>)[Thin, Square])
        {
            long tiles = Tiles(rows, candidate.Rows) * Tiles(rank, candidate.Columns / 2);
            long steps = Tiles(places, candidate.Depth);
            for (int splits = 1; splits <= MostSplits && splits <= steps; splits += Math.Max(1, splits / FinestSplits))
            {
                long stepsEach = Tiles(steps, splits);
                int needed = (int)Tiles(steps, stepsEach);
                double sum = needed == 1 ? 0 : SecondsPerLaunch + (((2.0 * needed) + 1) * rows * 2 * rank * elementBytes / BytesPerSecond);
                double time = candidate.Time(tiles * needed, stepsEach, multiprocessors) + sum;
                if (time < leastTime)
                {
                    leastTime = time;
                    best = new SketchFactorPlan(candidate.Tile, needed, checked((int)(stepsEach * candidate.Depth)));
                }
            }
        }

        return best;
    }

    /// <summary>The plan of the least estimated time for a rows×D product with a transposed factor.</summary>
    public static SketchFactorPlan ForTransposed(long rows, long places, long rank, int multiprocessors)
    {
        double small = Time(Small);
        return new SketchFactorPlan(small < Time(Square) ? SketchFactorTile.Small : SketchFactorTile.Square, 1, 0);

        double Time(Candidate c) => c.Time(Tiles(rows, c.Rows) * Tiles(places, c.Columns), 2 * Tiles(rank, c.Depth), multiprocessors);
    }

    private static long Tiles(long extent, long each) => (extent + each - 1) / each;

    private sealed record Candidate(SketchFactorTile Tile, int Rows, int Columns, int Depth, int GroupsPerMultiprocessor, double Rate)
    {
        public double Time(long groups, long steps, int multiprocessors)
        {
            double waves = Math.Ceiling(groups / ((double)multiprocessors * GroupsPerMultiprocessor));
            return waves * GroupsPerMultiprocessor * Rows * Columns * Depth * steps / Rate;
        }
    }
}
