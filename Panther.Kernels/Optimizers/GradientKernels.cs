using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Optimizers;

/// <summary>The norm of many gradients together, and their scaling by it. In X lie the groups that walk one gradient together, in Y the gradients.</summary>
internal static class GradientKernels
{
    /// <summary>
    /// The sum of squares of the elements that a group takes, and that of the elements times a small number, for norms whose square is beyond the type's range (Blue, "A portable Fortran program to find the Euclidean norm of a
    /// vector", 1978, with one accumulator less: what a small scale loses does not count where the plain sum overflows).
    /// </summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="partials">Receives two sums for each group.</param>
    /// <param name="shrink">The small number, a power of two.</param>
    /// <param name="threads">The threads of a group, a power of two.</param>
    public static void SumSquares<T>(ViewList<T> gradients, ArrayView<T> partials, T shrink, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(threads);
        ArrayView<T> gradient = gradients.Get(Grid.IdxY);
        var sums = new T[ViewLists.GroupPlaces / threads.Value];
        var shrunks = new T[ViewLists.GroupPlaces / threads.Value];
        for (int place = 0; place < sums.Length; place++)
        {
            Unroll.Full();
            T own = T.Zero;
            T ownShrunk = T.Zero;
            for (long i = ((long)Grid.IdxX * ViewLists.GroupPlaces) + Group.IdxX + (place * threads); i < gradient.Length; i += (long)Grid.DimX * ViewLists.GroupPlaces)
            {
                T value = gradient[i];
                T small = value * shrink;
                own += value * value;
                ownShrunk += small * small;
            }

            sums[place] = own;
            shrunks[place] = ownShrunk;
        }

        T sum = GroupTree.First<T, Addition<T>>(sums, threads, shared);
        Group.Barrier();
        T shrunk = GroupTree.First<T, Addition<T>>(shrunks, threads, shared);
        if (Group.IdxX == 0)
        {
            int group = (Grid.IdxY * Grid.DimX) + Grid.IdxX;
            partials[2 * group] = sum;
            partials[(2 * group) + 1] = shrunk;
        }
    }

    /// <summary>norm[0] = the root of the sum of partial sums; one group.</summary>
    /// <param name="partials">What <see cref="SumSquares"/> wrote.</param>
    /// <param name="norm">Receives one number.</param>
    /// <param name="shrink">The small number.</param>
    /// <param name="threads">The threads of the group, a power of two.</param>
    public static void Norm<T>(ArrayView<T> partials, ArrayView<T> norm, T shrink, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(threads);
        var sums = new T[ViewLists.GroupPlaces / threads.Value];
        var shrunks = new T[ViewLists.GroupPlaces / threads.Value];
        for (int place = 0; place < sums.Length; place++)
        {
            Unroll.Full();
            T own = T.Zero;
            T ownShrunk = T.Zero;
            for (int i = Group.IdxX + (place * threads); i < partials.IntLength / 2; i += ViewLists.GroupPlaces)
            {
                own += partials[2 * i];
                ownShrunk += partials[(2 * i) + 1];
            }

            sums[place] = own;
            shrunks[place] = ownShrunk;
        }

        T sum = GroupTree.First<T, Addition<T>>(sums, threads, shared);
        Group.Barrier();
        T shrunk = GroupTree.First<T, Addition<T>>(shrunks, threads, shared);
        if (Group.IdxX == 0)
        {
            norm[0] = T.IsFinite(sum) ? T.Sqrt(sum) : T.Sqrt(shrunk) / shrink;
        }
    }

    /// <summary>results = gradients·min(1, maximum/norm); a norm that is infinite or NaN makes all of them NaN.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="results">Receives as many elements of each.</param>
    /// <param name="norm">Their norm.</param>
    /// <param name="maximum">The largest norm.</param>
    /// <param name="threads">The threads of a group.</param>
    public static void Scale<T>(ViewList<T> gradients, ViewList<T> results, ArrayView<T> norm, T maximum, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> gradient = gradients.Get(Grid.IdxY);
        ArrayView<T> result = results.Get(Grid.IdxY);
        T factor = norm[0] <= maximum ? T.One : T.IsFinite(norm[0]) ? maximum / norm[0] : T.NaN;
        for (long i = ((long)Grid.IdxX * threads) + Group.IdxX; i < gradient.Length; i += (long)Grid.DimX * threads)
        {
            result[i] = gradient[i] * factor;
        }
    }

    /// <summary>results = each element of the gradients, or ±maximum where its magnitude is larger; NaN stays NaN.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="results">Receives as many elements of each.</param>
    /// <param name="maximum">The largest magnitude.</param>
    /// <param name="threads">The threads of a group.</param>
    public static void Clamp<T>(ViewList<T> gradients, ViewList<T> results, T maximum, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> gradient = gradients.Get(Grid.IdxY);
        ArrayView<T> result = results.Get(Grid.IdxY);
        for (long i = ((long)Grid.IdxX * threads) + Group.IdxX; i < gradient.Length; i += (long)Grid.DimX * threads)
        {
            T value = gradient[i];
            result[i] = value > maximum ? maximum : value < -maximum ? -maximum : value;
        }
    }
}
