namespace Panther.Kernels.Elementwise;

/// <summary>A conversion between element types; a compile-time argument of <see cref="ElementwiseKernels.Convert"/>.</summary>
/// <typeparam name="TSource">The type that is converted.</typeparam>
/// <typeparam name="TDestination">The type of the result.</typeparam>
internal interface IConversion<TSource, TDestination>
    where TSource : unmanaged
    where TDestination : unmanaged
{
    /// <summary>Converts a value.</summary>
    /// <param name="value">The value.</param>
    static abstract TDestination Convert(TSource value);
}
