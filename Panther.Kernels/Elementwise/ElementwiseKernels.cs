using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Elementwise;

/// <summary>Kernels with one thread for each element of vectors of one length.</summary>
internal static class ElementwiseKernels
{
    /// <summary>destination = source, converted.</summary>
    public static void Convert<TSource, TDestination, TConversion>(
        LongIndex1D index, ArrayView<TSource> source, ArrayView<TDestination> destination)
        where TSource : unmanaged
        where TDestination : unmanaged
        where TConversion : struct, IConversion<TSource, TDestination>
        => destination[index] = TConversion.Convert(source[index]);

    /// <summary>destination = value.</summary>
    public static void Fill<T>(LongIndex1D index, T value, ArrayView<T> destination)
        where T : unmanaged
        => destination[index] = value;

    /// <summary>destination = 0, 1, 2, ...</summary>
    public static void Count<T>(LongIndex1D index, ArrayView<T> destination)
        where T : unmanaged, INumberBase<T>
        => destination[index] = T.CreateTruncating(index.X);

    /// <summary>destination = factor · source.</summary>
    public static void Scale<T>(LongIndex1D index, T factor, ArrayView<T> source, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => destination[index] = factor * source[index];

    /// <summary>destination = first + second.</summary>
    public static void Add<T>(LongIndex1D index, ArrayView<T> first, ArrayView<T> second, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => destination[index] = first[index] + second[index];

    /// <summary>destination = first - second.</summary>
    public static void Subtract<T>(LongIndex1D index, ArrayView<T> first, ArrayView<T> second, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => destination[index] = first[index] - second[index];

    /// <summary>destination = first · second, element by element.</summary>
    public static void Multiply<T>(LongIndex1D index, ArrayView<T> first, ArrayView<T> second, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => destination[index] = first[index] * second[index];

    /// <summary>destination = the smaller of source and limit.</summary>
    public static void Minimum<T>(LongIndex1D index, ArrayView<T> source, T limit, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => destination[index] = source[index] > limit ? limit : source[index];

    /// <summary>destination = factor · scaled + added, fused: axpy when destination is added, STREAM's triad otherwise.</summary>
    public static void Triad<T>(
        LongIndex1D index, T factor, ArrayView<T> scaled, ArrayView<T> added, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => destination[index] = T.FusedMultiplyAdd(factor, scaled[index], added[index]);

    /// <summary>destination = source from its end to its beginning.</summary>
    public static void Reverse<T>(LongIndex1D index, ArrayView<T> source, ArrayView<T> destination)
        where T : unmanaged
        => destination[index] = source[source.Length - 1 - index.X];
}
