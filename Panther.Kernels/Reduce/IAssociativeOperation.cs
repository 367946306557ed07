namespace Panther.Kernels.Reduce;

/// <summary>An operation that joins two values; associative up to rounding, and commutative bit for bit.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal interface IAssociativeOperation<T>
    where T : unmanaged
{
    /// <summary>Joins two values.</summary>
    /// <param name="first">The value of earlier elements.</param>
    /// <param name="second">The value of later elements.</param>
    static abstract T Combine(T first, T second);
}
