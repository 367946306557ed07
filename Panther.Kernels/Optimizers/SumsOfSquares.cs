using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Optimizers;

/// <summary>
/// Sums of squares of the same elements: of themselves, of them times a small and times a large number, of which the norm takes the one within the type's range (Blue, "A portable Fortran program to find the Euclidean norm of
/// a vector", 1978, where each element goes into one of the three).
/// </summary>
internal readonly record struct SumsOfSquares<T>(T Plain, T Shrunk, T Grown) : IAssociativeOperation<SumsOfSquares<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The numbers that are stored of one.</summary>
    public const int Length = 3;

    public static SumsOfSquares<T> operator +(SumsOfSquares<T> left, SumsOfSquares<T> right)
        => new(left.Plain + right.Plain, left.Shrunk + right.Shrunk, left.Grown + right.Grown);

    /// <summary>The squares of one element.</summary>
    public static SumsOfSquares<T> Of(T value, NormRange<T> range)
    {
        T small = value * range.Shrink;
        T large = value * range.Grow;
        return new(value * value, small * small, large * large);
    }

    /// <summary>The sums at a place among those that were stored.</summary>
    public static SumsOfSquares<T> Load(ArrayView<T> stored, int index) => new(stored[Length * index], stored[(Length * index) + 1], stored[(Length * index) + 2]);

    /// <summary>Stores the sums at a place.</summary>
    public void Store(ArrayView<T> stored, int index)
    {
        stored[Length * index] = Plain;
        stored[(Length * index) + 1] = Shrunk;
        stored[(Length * index) + 2] = Grown;
    }

    /// <inheritdoc/>
    public static SumsOfSquares<T> Combine(SumsOfSquares<T> first, SumsOfSquares<T> second) => first + second;

    /// <summary>The sums of all places of a group, for its first thread.</summary>
    /// <param name="places">Those of the calling thread's places, as <see cref="GroupTree"/> takes them.</param>
    /// <param name="threads">The threads of the group, a compile-time constant.</param>
    /// <param name="shared">Shared memory of as many elements.</param>
    public static SumsOfSquares<T> OverGroup(SumsOfSquares<T>[] places, int threads, ArrayView<T> shared)
    {
        GroupTree.JoinOwn<SumsOfSquares<T>, SumsOfSquares<T>>(places);
        T plain = GroupTree.First<T, Addition<T>>(places[0].Plain, threads, shared);
        Group.Barrier();
        T shrunk = GroupTree.First<T, Addition<T>>(places[0].Shrunk, threads, shared);
        Group.Barrier();
        return new(plain, shrunk, GroupTree.First<T, Addition<T>>(places[0].Grown, threads, shared));
    }

    /// <summary>The root of the sum of squares; infinite or NaN where an element is.</summary>
    public T Norm(NormRange<T> range)
        => !T.IsFinite(Plain) ? T.Sqrt(Shrunk) / range.Shrink
            : Plain < range.Least ? T.Sqrt(Grown) / range.Grow
            : T.Sqrt(Plain);
}
