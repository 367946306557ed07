using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>Products with the matrix P of an <see cref="ISparsePattern{T}"/>, majors × minors, and with its transpose.</summary>
internal static class SparseKernels
{
    /// <summary>The threads of a group of <see cref="Gather"/>, where it may have as many.</summary>
    public const int MostGatherThreads = 256;

    /// <summary>The neighbours in memory that neighbouring threads of <see cref="Gather"/> write.</summary>
    public const int GatherRun = 32;

    /// <summary>
    /// destination (rows of P) = P[firstMajor.., firstMinor..] · source + beta · destination. The group's threads draw the non-zeros of a few majors at a time
    /// into shared memory; then each adds up one element, in the order of the parts.
    /// </summary>
    public static void Gather<T, TPattern>(
        TPattern pattern,
        StridedMatrix<T> source,
        StridedMatrix<T> destination,
        long firstMajor,
        long firstMinor,
        T beta,
        SpecializedValue<bool> isByColumns,
        SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TPattern : struct, ISparsePattern<T>
    {
        ArrayView<long> places = SharedMemory.Allocate<long>(threads);
        ArrayView<T> values = SharedMemory.Allocate<T>(threads);
        int thread = Group.IdxX;
        int majors = isByColumns ? GatherRun : threads / GatherRun;
        int width = threads / majors;
        int chunk = threads / majors;
        int tiles = (int)((destination.Columns + width - 1) / width);
        long tile = Grid.IdxX / tiles;
        long first = tile * majors;
        int ownMajor = isByColumns ? thread % GatherRun : thread / GatherRun;
        int ownColumn = isByColumns ? thread / GatherRun : thread % GatherRun;
        long major = first + ownMajor;
        long column = ((Grid.IdxX - (tile * tiles)) * width) + ownColumn;
        bool isInside = major < destination.Rows && column < destination.Columns;
        T sum = T.Zero;
        for (int part = 0; part < pattern.Parts; part += chunk)
        {
            int drawnPart = part + (thread % chunk);
            long drawnMajor = first + (thread / chunk);
            if (drawnPart < pattern.Parts && drawnMajor < destination.Rows)
            {
                SparseTerm<T> term = pattern.At(firstMajor + drawnMajor, drawnPart);
                places[thread] = term.Place - firstMinor;
                values[thread] = term.Value;
            }

            Group.Barrier();
            if (isInside)
            {
                int count = Math.Min(chunk, pattern.Parts - part);
                for (int i = 0; i < count; i++)
                {
                    long place = places[(ownMajor * chunk) + i];
                    if (place >= 0 && place < source.Rows)
                    {
                        sum = T.FusedMultiplyAdd(values[(ownMajor * chunk) + i], source[place, column], sum);
                    }
                }
            }

            Group.Barrier();
        }

        if (isInside)
        {
            ref T result = ref destination[major, column];
            result = beta == T.Zero ? sum : T.FusedMultiplyAdd(beta, result, sum);
        }
    }

    /// <summary>
    /// destination (columns of P) += P[firstMajor.., firstMinor..]ᵀ · source. A thread has a part of the destination's rows in one column for itself and walks over
    /// the majors in rising order, so that no two threads meet and the order of the sums is fixed.
    /// </summary>
    public static void Scatter<T, TPattern>(TPattern pattern, StridedMatrix<T> source, StridedMatrix<T> destination, long firstMajor, long firstMinor)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TPattern : struct, ISparsePattern<T>
    {
        long thread = Grid.GlobalLinearIndex;
        int part = (int)(thread / destination.Columns);
        long column = thread - (part * destination.Columns);
        if (part >= pattern.Parts)
        {
            return;
        }

        for (long major = 0; major < source.Rows; major++)
        {
            SparseTerm<T> term = pattern.At(firstMajor + major, part);
            long place = term.Place - firstMinor;
            if (place >= 0 && place < destination.Rows)
            {
                ref T sum = ref destination[place, column];
                sum = T.FusedMultiplyAdd(term.Value, source[major, column], sum);
            }
        }
    }
}
