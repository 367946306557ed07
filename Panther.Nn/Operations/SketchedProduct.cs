using System.Numerics;

namespace Panther.Nn;

/// <summary>The product with a matrix that is given by two factors, half of each trained and half fixed signs.</summary>
internal static class SketchedProduct
{
    /// <summary>
    /// x·[S1 | U2]·[U1; S2] = (x·S1)·U1 + (x·U2)·S2, by two products. Of their gradients only the trained halves are formed.
    /// </summary>
    /// <param name="x">n×in, on a tape.</param>
    /// <param name="s1">S1, in×r, on a tape.</param>
    /// <param name="s2">S2, r×out, on a tape.</param>
    /// <param name="signs">U1 and U2.</param>
    public static Tensor<T> Of<T>(Tensor<T> x, Tensor<T> s1, Tensor<T> s2, SketchSigns signs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long rank = s1.Shape[1];
        Tensor<T> first = signs.Beside(s1);
        Tensor<T> second = signs.Above(s2);
        Tensor<T> inner = Unrecorded(x, first).Record(
            Edge.To(x, g => g.MatMul(first.Transpose()), t => t.MatMul(first)),
            Edge.To(s1, g => x.Transpose().MatMul(g.Slice(1, 0, rank)), t => x.MatMul(t).Embed(1, 2 * rank, 0)));
        return Unrecorded(inner, second).Record(
            Edge.To(inner, g => g.MatMul(second.Transpose()), t => t.MatMul(second)),
            Edge.To(s2, g => inner.Slice(1, rank, rank).Transpose().MatMul(g), t => inner.Slice(1, rank, rank).MatMul(t)));
    }

    private static Tensor<T> Unrecorded<T>(Tensor<T> left, Tensor<T> right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using RecordingScope scope = left.Tape!.NoGrad();
        return left.MatMul(right);
    }
}
