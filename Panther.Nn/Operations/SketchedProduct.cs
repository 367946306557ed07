using System.Numerics;
using Panther.Kernels.SketchFactors;

namespace Panther.Nn;

/// <summary>
/// The product with a matrix that is given by two factors, half of each trained and half fixed signs. The maps by a factor and by its transpose are each other's pullbacks, so gradients have gradients of any order; only those by the
/// trained halves are formed.
/// </summary>
internal static class SketchedProduct
{
    /// <summary>x·[S1 | U2]·[U1; S2] + b = (x·S1)·U1 + (x·U2)·S2 + b.</summary>
    /// <param name="x">n×in.</param>
    /// <param name="s1">S1, in×r.</param>
    /// <param name="s2">S2, r×out.</param>
    /// <param name="bias">b, of out elements, or <see langword="null"/>.</param>
    /// <param name="signs">U1 and U2.</param>
    public static Tensor<T> Of<T>(Tensor<T> x, Tensor<T> s1, Tensor<T> s2, Tensor<T>? bias, SketchSigns<T> signs)
        where T : unmanaged, IFloatingPointIeee754<T>
        => MultiplyTransposed(Multiply(x, signs.Beside(s1)), signs.Above(s2), bias?.Contiguous());

    /// <summary>x·F, n×2r.</summary>
    private static Tensor<T> Multiply<T>(Tensor<T> x, HalfTrainedFactor<T> f)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> source = x.Contiguous();
        Tensor<T> result = Tensor<T>.ForResult([source.Shape[0], 2 * f.Rank], source, f.Trained);
        SketchFactorProduct.Multiply(result.Stream, source.Elements, source.Shape[0], f.Operand, result.Elements);
        return result.Record(
            Edge.To(source, g => MultiplyTransposed(g, f, null), t => Multiply(t, f)),
            Edge.To(f.Trained, g => f.Gradient(source, f.TrainedPart(g)), t => f.FromTrainedPart(source.MatMul(f.IsTransposed ? t.Transpose() : t))));
    }

    /// <summary>h·Fᵀ + b, n×D.</summary>
    private static Tensor<T> MultiplyTransposed<T>(Tensor<T> h, HalfTrainedFactor<T> f, Tensor<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> source = h.Contiguous();
        Shape shape = [source.Shape[0], f.Places];
        Tensor<T> result = bias is null ? Tensor<T>.ForResult(shape, source, f.Trained) : Tensor<T>.ForResult(shape, source, f.Trained, bias);
        SketchFactorProduct.MultiplyTransposed(
            result.Stream, source.Elements, source.Shape[0], f.Operand, bias?.Elements.SubView(0, bias.Length) ?? default, result.Elements);
        Edge byLeft = Edge.To(source, g => Multiply(g, f), t => MultiplyTransposed(t, f, null));
        Edge byTrained = Edge.To(
            f.Trained, g => f.Gradient(g, f.TrainedPart(source)), t => f.TrainedPart(source).MatMul(f.IsTransposed ? t : t.Transpose()));
        return bias is null ? result.Record(byLeft, byTrained) : result.Record(byLeft, byTrained, Edge.To(bias, g => g.Sum([0]), t => t.Expand(shape)));
    }
}
