using System.Runtime.CompilerServices;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Gemm;

/// <summary>The tiles of <see cref="GemmKernel"/> to choose from.</summary>
internal enum GemmTileChoice : byte
{
    Large,
    Square,
    Narrow,
    Slim,
    Small,
    Shallow,
    Sliced,
    Sliver,

    /// <summary>For processors; never chosen on a GPU.</summary>
    Vector,
}

/// <summary>How a product is cut up on a GPU: the tile, and into how many parts the depth is split where tiles alone do not fill the device.</summary>
/// <param name="Tile">The tile.</param>
/// <param name="Splits">The parts of the depth; each gives a plane of partial sums, and these are added in order.</param>
/// <param name="SplitDepth">The depth of a part; where there are several, a multiple of the tile's.</param>
internal readonly record struct GemmPlan(GemmTileChoice Tile, int Splits, int SplitDepth)
{
    private const int MostSplits = 256;

    // Many splits need not be told apart by one.
    private const int FinestSplits = 16;
    private const double SecondsPerLaunch = 4e-6;
    private const double BytesPerSecond = 3e12;

    /// <summary>
    /// The tiles with their rate, in fused multiply-adds a second of one multiprocessor, and the groups that it holds at a time. The rates are those of
    /// large products measured on an H200; only their ratios matter much.
    /// </summary>
    private static readonly Candidate[] SingleCandidates =
    [
        Of<LargeTile>(GemmTileChoice.Large, 1, 175e9),
        Of<SquareTile>(GemmTileChoice.Square, 2, 166e9),
        Of<NarrowTile>(GemmTileChoice.Narrow, 2, 184e9),

        // A left factor that cannot be read by pairs takes the narrow tile in its place.
        Of<SlimTile>(GemmTileChoice.Slim, 4, 167e9, idle: 0.2) with { Threads = GemmKernel.Threads<NarrowTile>() },
        Of<SmallTile>(GemmTileChoice.Small, 5, 155e9, idle: 0.25),
        Of<SlicedTile>(GemmTileChoice.Sliced, 1, 96e9),
        Of<SliverTile>(GemmTileChoice.Sliver, 1, 75e9),
    ];

    /// <summary>The same for doubles, whose sums take twice the registers.</summary>
    private static readonly Candidate[] DoubleCandidates =
    [
        Of<SquareTile>(GemmTileChoice.Square, 1, 80e9),
        Of<ShallowTile>(GemmTileChoice.Shallow, 4, 70e9),
        Of<SlicedTile>(GemmTileChoice.Sliced, 1, 48e9),
    ];

    /// <summary>Picks the plan with the least estimated time: waves of groups, plus what the partial sums cost.</summary>
    /// <param name="rows">The rows of the destination, at least 1.</param>
    /// <param name="columns">The columns of the destination, at least 1.</param>
    /// <param name="depth">The columns of the left factor; may be zero.</param>
    /// <param name="elementBytes">4 or 8.</param>
    /// <param name="multiprocessors">The multiprocessors of the device.</param>
    /// <param name="limits">What a group may have.</param>
    /// <param name="isSymmetric">Whether tiles wholly below the diagonal are left out.</param>
    /// <param name="count">How many such products there are at a time.</param>
    /// <exception cref="NotSupportedException">No tile fits a group.</exception>
    public static GemmPlan For(
        long rows, long columns, long depth, int elementBytes, int multiprocessors, GroupLimits limits, bool isSymmetric = false, long count = 1)
    {
        GemmPlan best = default;
        double leastTime = double.PositiveInfinity;
        Candidate[] candidates = elementBytes == sizeof(float) ? SingleCandidates : DoubleCandidates;
        foreach (Candidate candidate in candidates)
        {
            if (candidate.Fits(limits, elementBytes))
            {
                Consider(candidate, 1, 0);
            }
        }

        // Every launch asks for a plan: splits are only looked at while what their partial sums cost leaves a chance to be faster.
        foreach (Candidate candidate in candidates)
        {
            double work = candidate.LeastTime(rows, columns, depth, count, multiprocessors, isSymmetric);
            long most = Math.Min(MostSplits, candidate.Steps(depth));
            for (int splits = 2; splits <= most && candidate.Fits(limits, elementBytes); splits += Math.Max(1, splits / FinestSplits))
            {
                double sums = PartialSumTime(count * rows, columns, splits, elementBytes);
                if (work + sums >= leastTime)
                {
                    break;
                }

                Consider(candidate, splits, sums);
            }
        }

        return leastTime < double.PositiveInfinity ? best : throw limits.Refusal($"A product of elements of {elementBytes} bytes");

        void Consider(Candidate candidate, int splits, double sums)
        {
            long steps = candidate.Steps(depth);
            long stepsEach = (steps + splits - 1) / splits;
            if (splits > 1 && (stepsEach * (splits - 1)) >= steps)
            {
                return;
            }

            double time = candidate.Time(rows, columns, stepsEach, count * splits, multiprocessors, isSymmetric) + sums;
            if (time < leastTime)
            {
                leastTime = time;
                best = new GemmPlan(candidate.Tile, splits, checked((int)(stepsEach * candidate.Depth)));
            }
        }
    }

    /// <summary>Returns the plan for a device: as above, or, for processors, whose cores take groups one after another, whole tiles of vectors.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="device">The device.</param>
    /// <param name="rows">The rows of the destination, at least 1.</param>
    /// <param name="columns">The columns of the destination, at least 1.</param>
    /// <param name="depth">The columns of the left factor; may be zero.</param>
    /// <param name="isSymmetric">Whether tiles wholly below the diagonal are left out.</param>
    /// <param name="count">How many such products there are at a time.</param>
    /// <exception cref="NotSupportedException">No tile fits a group.</exception>
    /// <exception cref="OverflowException">The depth is more than <see cref="KernelExtent.Most"/>.</exception>
    public static GemmPlan For<T>(Device device, long rows, long columns, long depth, bool isSymmetric = false, long count = 1)
        where T : unmanaged
    {
        int terms = KernelExtent.Of(depth, "The terms of a product's sums");
        GroupLimits limits = GroupLimits.Of(device);
        return device.IsProcessor && limits.Allow(GemmKernel.Threads<VectorTile>(), GemmKernel.SharedBytes<T, VectorTile>())
            ? new(GemmTileChoice.Vector, 1, Math.Max(1, terms))
            : For(rows, columns, depth, Unsafe.SizeOf<T>(), device.MultiprocessorCount, limits, isSymmetric, count);
    }

    /// <summary>Every plane is written once and read once.</summary>
    private static double PartialSumTime(long rows, long columns, int splits, int elementBytes) =>
        SecondsPerLaunch + (((2.0 * splits) + 1) * rows * columns * elementBytes / BytesPerSecond);

    private static Candidate Of<TTile>(GemmTileChoice tile, int groupsPerMultiprocessor, double rate, double idle = 1)
        where TTile : struct, IGemmTile
        => new(tile, TTile.Rows, TTile.Columns, TTile.Depth, GemmKernel.Threads<TTile>(), GemmKernel.SharedBytes<byte, TTile>(), groupsPerMultiprocessor, rate, idle);

    /// <param name="Tile">The tile.</param>
    /// <param name="Rows">Its rows.</param>
    /// <param name="Columns">Its columns.</param>
    /// <param name="Depth">Its depth.</param>
    /// <param name="Threads">The threads of its group.</param>
    /// <param name="SharedElements">The elements of its panels.</param>
    /// <param name="GroupsPerMultiprocessor">The groups that a multiprocessor holds.</param>
    /// <param name="Rate">Fused multiply-adds a second of a multiprocessor that is full.</param>
    /// <param name="Idle">What part of the time that missing groups would take passes all the same, because the others wait for their memory: 1 for all.</param>
    private sealed record Candidate(
        GemmTileChoice Tile, int Rows, int Columns, int Depth, int Threads, int SharedElements, int GroupsPerMultiprocessor, double Rate, double Idle)
    {
        /// <summary>Whether its group fits.</summary>
        public bool Fits(GroupLimits limits, int elementBytes) => limits.Allow(Threads, (long)SharedElements * elementBytes);

        /// <summary>The panels of a product.</summary>
        public long Steps(long depth) => Math.Max(1, (depth + Depth - 1) / Depth);

        /// <summary>The time if all multiprocessors were full from beginning to end.</summary>
        public double LeastTime(long rows, long columns, long depth, long layers, int multiprocessors, bool isSymmetric)
            => Groups(rows, columns, layers, isSymmetric) * StepTime * Steps(depth) / multiprocessors;

        /// <summary>Full waves of groups, and one that may not be full.</summary>
        public double Time(long rows, long columns, long steps, long layers, int multiprocessors, bool isSymmetric)
        {
            double groups = Groups(rows, columns, layers, isSymmetric);
            double wave = (double)multiprocessors * GroupsPerMultiprocessor;
            double full = Math.Floor(groups / wave);
            double rest = groups - (full * wave);
            double share = Math.Ceiling(rest / multiprocessors) / GroupsPerMultiprocessor;
            double last = rest > 0 ? share + (Idle * (1 - share)) : 0;
            return (full + last) * GroupsPerMultiprocessor * StepTime * steps;
        }

        private double StepTime => (double)Rows * Columns * Depth / Rate;

        private double Groups(long rows, long columns, long layers, bool isSymmetric)
            => (double)Tiles((rows + Rows - 1) / Rows, (columns + Columns - 1) / Columns, isSymmetric) * layers;

        private long Tiles(long down, long across, bool isSymmetric)
        {
            if (!isSymmetric)
            {
                return down * across;
            }

            // The tiles of a column of tiles that begin above its end.
            long tiles = 0;
            for (long column = 1; column <= across; column++)
            {
                tiles += Math.Min(down, ((column * Columns) + Rows - 1) / Rows);
            }

            return tiles;
        }
    }
}
