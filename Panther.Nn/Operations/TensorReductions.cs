using System.Numerics;
using Panther.Kernels.Reduce;

namespace Panther.Nn;

/// <summary>The sum of elements of 16 bits, accumulated in float.</summary>
internal readonly struct WideTotalReduction<T> : IReduction<T, float>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static float Identity => 0f;

    public static float Term(T value) => float.CreateTruncating(value);

    public static float Combine(float first, float second) => first + second;
}

/// <summary>The largest element; NaN if any is.</summary>
internal readonly struct LargestReduction<T> : IReduction<T, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Identity => T.NegativeInfinity;

    public static T Term(T value) => value;

    public static T Combine(T first, T second) => T.Max(first, second);
}
