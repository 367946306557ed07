using System.Numerics;

namespace Panther.Kernels.Optimizers;

/// <summary>What carries a Euclidean norm past the range of its square; an argument of kernels. All numbers are powers of two.</summary>
/// <param name="Shrink">Makes squares of the largest elements small enough for as many as memory holds to be added.</param>
/// <param name="Grow">Makes the square of the least element a normal number that is not rounded.</param>
/// <param name="Least">The least plain sum that is taken: what its elements lost below the type's range is beyond its last digit. A smaller one can be grown without overflow.</param>
internal readonly record struct NormRange<T>(T Shrink, T Grow, T Least)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gets the numbers for the type.</summary>
    public static NormRange<T> OfType => typeof(T) == typeof(float) ? Of(-96, 98, -72) : Of(-768, 600, -200);

    private static NormRange<T> Of(int shrink, int grow, int least) => new(T.ScaleB(T.One, shrink), T.ScaleB(T.One, grow), T.ScaleB(T.One, least));
}
