using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Optimizers;

/// <summary>The norm of many gradients together, and their scaling by it. In X lie the groups that walk one gradient together, in Y the gradients.</summary>
internal static class GradientKernels
{
    /// <summary>The sums of squares of the elements that a group takes.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="partials">Receives the sums of each group.</param>
    /// <param name="range">What carries the norm past the range of its square.</param>
    /// <param name="threads">The threads of a group, a power of two.</param>
    public static void SumSquares<T>(ViewList<T> gradients, ArrayView<T> partials, NormRange<T> range, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(threads);
        ArrayView<T> gradient = gradients.Get(Grid.IdxY);
        var sums = new SumsOfSquares<T>[ViewLists.GroupPlaces / threads.Value];
        for (int place = 0; place < sums.Length; place++)
        {
            Unroll.Full();
            var own = default(SumsOfSquares<T>);
            for (long i = ((long)Grid.IdxX * ViewLists.GroupPlaces) + Group.IdxX + (place * threads); i < gradient.Length; i += (long)Grid.DimX * ViewLists.GroupPlaces)
            {
                own += SumsOfSquares<T>.Of(gradient[i], range);
            }

            sums[place] = own;
        }

        SumsOfSquares<T> total = SumsOfSquares<T>.OverGroup(sums, threads, shared);
        if (Group.IdxX == 0)
        {
            total.Store(partials, (Grid.IdxY * Grid.DimX) + Grid.IdxX);
        }
    }

    /// <summary>norm[0] = the root of the sum of partial sums; one group.</summary>
    /// <param name="partials">What <see cref="SumSquares"/> wrote.</param>
    /// <param name="norm">Receives one number.</param>
    /// <param name="range">What carries the norm past the range of its square.</param>
    /// <param name="threads">The threads of the group, a power of two.</param>
    public static void Norm<T>(ArrayView<T> partials, ArrayView<T> norm, NormRange<T> range, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(threads);
        var sums = new SumsOfSquares<T>[ViewLists.GroupPlaces / threads.Value];
        for (int place = 0; place < sums.Length; place++)
        {
            Unroll.Full();
            var own = default(SumsOfSquares<T>);
            for (int i = Group.IdxX + (place * threads); i < partials.IntLength / SumsOfSquares<T>.Length; i += ViewLists.GroupPlaces)
            {
                own += SumsOfSquares<T>.Load(partials, i);
            }

            sums[place] = own;
        }

        SumsOfSquares<T> total = SumsOfSquares<T>.OverGroup(sums, threads, shared);
        if (Group.IdxX == 0)
        {
            norm[0] = total.Norm(range);
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

        // A factor below the normal numbers has lost digits. The maximum is below 4 then, so that what a subnormal quotient by the norm loses is a few units of the least subnormal number.
        bool isBelowNormal = !T.IsNormal(factor) && !T.IsNaN(factor);
        for (long i = ((long)Grid.IdxX * threads) + Group.IdxX; i < gradient.Length; i += (long)Grid.DimX * threads)
        {
            result[i] = isBelowNormal ? gradient[i] / norm[0] * maximum : gradient[i] * factor;
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
