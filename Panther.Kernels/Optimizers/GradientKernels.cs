using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Optimizers;

/// <summary>The norm of many gradients together, and their scaling by it. In X lie the groups that walk one gradient together, in Y the gradients.</summary>
internal static class GradientKernels
{
    /// <summary>The threads of a group.</summary>
    public const int GroupSize = ViewLists.GroupSize;

    /// <summary>
    /// The sum of squares of the elements that a group takes, and that of the elements times a small number, for norms whose square is beyond the type's range (Blue, "A portable Fortran program to find the Euclidean norm of a
    /// vector", 1978, with one accumulator less: what a small scale loses does not count where the plain sum overflows).
    /// </summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="partials">Receives two sums for each group.</param>
    /// <param name="shrink">The small number, a power of two.</param>
    public static void SumSquares<T>(ViewList<T> gradients, ArrayView<T> partials, T shrink)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(GroupSize);
        ArrayView<T> gradient = gradients.Get(Grid.IdxY);
        T sum = T.Zero;
        T shrunk = T.Zero;
        for (long i = ((long)Grid.IdxX * GroupSize) + Group.IdxX; i < gradient.Length; i += (long)Grid.DimX * GroupSize)
        {
            T value = gradient[i];
            T small = value * shrink;
            sum += value * value;
            shrunk += small * small;
        }

        sum = GroupTree.First<T, Addition<T>>(sum, GroupSize, shared);
        Group.Barrier();
        shrunk = GroupTree.First<T, Addition<T>>(shrunk, GroupSize, shared);
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
    public static void Norm<T>(ArrayView<T> partials, ArrayView<T> norm, T shrink)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(GroupSize);
        T sum = T.Zero;
        T shrunk = T.Zero;
        for (int i = Group.IdxX; i < partials.IntLength / 2; i += GroupSize)
        {
            sum += partials[2 * i];
            shrunk += partials[(2 * i) + 1];
        }

        sum = GroupTree.First<T, Addition<T>>(sum, GroupSize, shared);
        Group.Barrier();
        shrunk = GroupTree.First<T, Addition<T>>(shrunk, GroupSize, shared);
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
    public static void Scale<T>(ViewList<T> gradients, ViewList<T> results, ArrayView<T> norm, T maximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> gradient = gradients.Get(Grid.IdxY);
        ArrayView<T> result = results.Get(Grid.IdxY);
        T factor = norm[0] <= maximum ? T.One : T.IsFinite(norm[0]) ? maximum / norm[0] : T.NaN;
        for (long i = ((long)Grid.IdxX * GroupSize) + Group.IdxX; i < gradient.Length; i += (long)Grid.DimX * GroupSize)
        {
            result[i] = gradient[i] * factor;
        }
    }

    /// <summary>results = each element of the gradients, or ±maximum where its magnitude is larger; NaN stays NaN.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="results">Receives as many elements of each.</param>
    /// <param name="maximum">The largest magnitude.</param>
    public static void Clamp<T>(ViewList<T> gradients, ViewList<T> results, T maximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> gradient = gradients.Get(Grid.IdxY);
        ArrayView<T> result = results.Get(Grid.IdxY);
        for (long i = ((long)Grid.IdxX * GroupSize) + Group.IdxX; i < gradient.Length; i += (long)Grid.DimX * GroupSize)
        {
            T value = gradient[i];
            result[i] = value > maximum ? maximum : value < -maximum ? -maximum : value;
        }
    }
}
