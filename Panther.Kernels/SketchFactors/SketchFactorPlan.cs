using System.Runtime.CompilerServices;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;

namespace Panther.Kernels.SketchFactors;

/// <summary>The tiles of <see cref="SketchFactorKernels"/>.</summary>
internal enum SketchFactorTile : byte
{
    /// <summary><see cref="ThinTile"/>, for products with a factor of low rank, and where there is no room for another.</summary>
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
/// <remarks>The limits are where times measured on an H200 cross.</remarks>
internal readonly record struct SketchFactorPlan(SketchFactorTile Tile, int Splits, int SplitDepth)
{
    // Ranks up to which thin tiles waste less than square ones do, and rows.
    private const long MostThinRanks = 32;
    private const long MostThinRows = 64;

    // Parts of fewer places are not worth their sums.
    private const long LeastSplitDepth = 64;
    private const int MostSquareSplits = 8;
    private const long ThinGroupsPerMultiprocessor = 4;

    /// <summary>The plan for a rows×2R product.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <exception cref="NotSupportedException">No tile fits a group.</exception>
    public static SketchFactorPlan ForProduct<T>(long rows, long places, long rank, int multiprocessors, GroupLimits limits)
        where T : unmanaged
    {
        if (rank <= MostThinRanks || rows <= MostThinRows || !Fits<T, SquareTile>(limits))
        {
            ThrowUnlessThinFits<T>(limits);
            long tiles = Pieces(rows, 64) * Pieces(rank, 16);
            bool maySplit = limits.Threads >= SignMatrixKernels.SumLanes * SignMatrixKernels.SumTeam;
            return Split(SketchFactorTile.Thin, places, 16, maySplit ? Math.Max(1, ThinGroupsPerMultiprocessor * multiprocessors / tiles) : 1);
        }

        // What the multiprocessor with the most tiles has to do, in tiles of the whole depth, and a little for each sum.
        long squares = Pieces(rows, 128) * Pieces(rank, 64);
        int best = 1;
        double least = double.PositiveInfinity;
        for (int splits = 1; splits <= MostSquareSplits; splits++)
        {
            double cost = (Pieces(squares * splits, multiprocessors) / (double)splits) + (0.02 * splits);
            (best, least) = cost < least ? (splits, cost) : (best, least);
        }

        return Split(SketchFactorTile.Square, places, 8, best);
    }

    /// <summary>The plan for a rows×D product with a transposed factor.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <exception cref="NotSupportedException">No tile fits a group.</exception>
    public static SketchFactorPlan ForTransposed<T>(long rows, long places, int multiprocessors, GroupLimits limits)
        where T : unmanaged
    {
        if (Pieces(rows, 128) * Pieces(places, 128) >= multiprocessors && Fits<T, SquareTile>(limits))
        {
            return new(SketchFactorTile.Square, 1, 0);
        }

        if (Fits<T, SmallTile>(limits))
        {
            return new(SketchFactorTile.Small, 1, 0);
        }

        ThrowUnlessThinFits<T>(limits);
        return new(SketchFactorTile.Thin, 1, 0);
    }

    /// <summary>Whether a group has room for panels, and for the signs that it draws.</summary>
    private static bool Fits<T, TTile>(GroupLimits limits)
        where T : unmanaged
        where TTile : struct, IGemmTile
        => limits.Allow(
            GemmKernel.Threads<TTile>(), GemmKernel.SharedBytes<T, TTile>() + (SignBits.Words * sizeof(uint) * GemmKernel.Threads<TTile>()));

    private static void ThrowUnlessThinFits<T>(GroupLimits limits)
        where T : unmanaged
    {
        if (!Fits<T, ThinTile>(limits))
        {
            throw limits.Refusal($"A product with a sketched factor of elements of {Unsafe.SizeOf<T>()} bytes");
        }
    }

    private static SketchFactorPlan Split(SketchFactorTile tile, long places, long depth, long splits)
    {
        long each = Math.Max(LeastSplitDepth, Pieces(Pieces(places, splits), depth) * depth);
        return new SketchFactorPlan(tile, checked((int)Pieces(places, each)), checked((int)each));
    }

    private static long Pieces(long extent, long each) => (extent + each - 1) / each;
}
