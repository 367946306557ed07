namespace Panther.Kernels.Reduce;

/// <summary>What a reduction computes; a compile-time argument of the reduction kernels.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TResult">The type that is accumulated.</typeparam>
internal interface IReduction<T, TResult>
    where T : unmanaged
    where TResult : unmanaged
{
    /// <summary>Gets the result for no element.</summary>
    static abstract TResult Identity { get; }

    /// <summary>What one element contributes.</summary>
    /// <param name="value">The element.</param>
    static abstract TResult Term(T value);

    /// <summary>Joins two results; associative up to rounding.</summary>
    /// <param name="first">The result of earlier elements.</param>
    /// <param name="second">The result of later elements.</param>
    static abstract TResult Combine(TResult first, TResult second);
}
