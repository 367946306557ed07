namespace Panther.Kernels.Reduce;

/// <summary>What a reduction computes; a compile-time argument of the reduction kernels.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TResult">The type that is accumulated.</typeparam>
internal interface IReduction<T, TResult> : IAssociativeOperation<TResult>
    where T : unmanaged
    where TResult : unmanaged
{
    /// <summary>Gets the result for no element.</summary>
    static abstract TResult Identity { get; }

    /// <summary>What one element contributes.</summary>
    /// <param name="value">The element.</param>
    static abstract TResult Term(T value);
}
