using System.Numerics;

namespace Panther.Kernels.Factor;

/// <summary>A rotation of two vectors: x becomes c x - s y, and y becomes s x + c y; for kernels.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Cosine">c.</param>
/// <param name="Sine">s.</param>
internal readonly record struct PlaneRotation<T>(T Cosine, T Sine)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>c x - s y.</summary>
    public T First(T x, T y) => T.FusedMultiplyAdd(Cosine, x, -(Sine * y));

    /// <summary>s x + c y.</summary>
    public T Second(T x, T y) => T.FusedMultiplyAdd(Sine, x, Cosine * y);

    /// <summary>The smaller of the two rotations that make x and y orthogonal (Golub and Van Loan, Matrix Computations, 8.5.2).</summary>
    /// <param name="upperSquare">xᵀx.</param>
    /// <param name="lowerSquare">yᵀy.</param>
    /// <param name="product">xᵀy, not zero.</param>
    public static PlaneRotation<T> Orthogonalising(T upperSquare, T lowerSquare, T product)
    {
        T half = T.One / (T.One + T.One);
        T zeta = (lowerSquare - upperSquare) / (product + product);
        T size = T.Abs(zeta);

        // The tangent; far from one, where the square would overflow, 1 / (2 zeta) is as good.
        T tangent = size < T.CreateTruncating(1e8) ? T.One / (size + T.Sqrt(T.FusedMultiplyAdd(zeta, zeta, T.One))) : half / size;
        tangent = zeta < T.Zero ? -tangent : tangent;
        T cosine = T.One / T.Sqrt(T.FusedMultiplyAdd(tangent, tangent, T.One));
        T sine = cosine * tangent;

        // One step of Newton brings cosine² + sine² to one within its rounding: otherwise lengths drift in one direction.
        T excess = T.FusedMultiplyAdd(-cosine, cosine, T.One);
        excess = T.FusedMultiplyAdd(-sine, sine, excess) * half;
        return new PlaneRotation<T>(T.FusedMultiplyAdd(cosine, excess, cosine), T.FusedMultiplyAdd(sine, excess, sine));
    }
}
