namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// The vector operations that a register tile needs, so that one tile is written for every element type and vector width.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
internal unsafe interface IVectorUnit<T, TVector>
    where T : unmanaged
    where TVector : struct
{
    /// <summary>The number of elements in a vector.</summary>
    static abstract int Width { get; }

    /// <summary>A vector of zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary>A vector whose elements all equal <paramref name="value"/>.</summary>
    /// <param name="value">The value.</param>
    static abstract TVector Broadcast(T value);

    /// <summary>Reads a vector; any alignment.</summary>
    /// <param name="source">The address.</param>
    static abstract TVector Load(T* source);

    /// <summary>Writes a vector; any alignment.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="destination">The address.</param>
    static abstract void Store(TVector value, T* destination);

    /// <summary>The elementwise product, rounded.</summary>
    /// <param name="x">A factor.</param>
    /// <param name="y">A factor.</param>
    static abstract TVector Multiply(TVector x, TVector y);

    /// <summary><c>x * y + z</c>, rounded once.</summary>
    /// <param name="x">A factor.</param>
    /// <param name="y">A factor.</param>
    /// <param name="z">The addend.</param>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    /// <summary>The elementwise sum, rounded.</summary>
    /// <param name="x">A term.</param>
    /// <param name="y">A term.</param>
    static abstract TVector Add(TVector x, TVector y);

    /// <summary>The elementwise quotient, rounded.</summary>
    /// <param name="x">The dividend.</param>
    /// <param name="y">The divisor.</param>
    static abstract TVector Divide(TVector x, TVector y);

    /// <summary><c>z - x * y</c>, rounded once.</summary>
    /// <param name="x">A factor.</param>
    /// <param name="y">A factor.</param>
    /// <param name="z">The minuend.</param>
    static abstract TVector MultiplySubtract(TVector x, TVector y, TVector z);

    /// <summary>The sum of the elements.</summary>
    /// <param name="value">The vector.</param>
    static abstract T Sum(TVector value);
}
