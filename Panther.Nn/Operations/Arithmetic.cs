using System.Numerics;

namespace Panther.Nn;

/// <summary>Sums, products and quotients of tensors, element by element with broadcasting; the operators of <see cref="Tensor{T}"/> are these.</summary>
public static class Arithmetic
{
    /// <summary>first + second.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> Add<T>(this Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> result = Elementwise.Compute(default(SumFunction<T>), first, second);
        return result.Record(
            Edge.To(first, g => g.SumTo(first.Shape), t => t.Expand(result.Shape)),
            Edge.To(second, g => g.SumTo(second.Shape), t => t.Expand(result.Shape)));
    }

    /// <summary>first - second.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> Subtract<T>(this Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> result = Elementwise.Compute(default(DifferenceFunction<T>), first, second);
        return result.Record(
            Edge.To(first, g => g.SumTo(first.Shape), t => t.Expand(result.Shape)),
            Edge.To(second, g => g.SumTo(second.Shape).Negate(), t => t.Negate().Expand(result.Shape)));
    }

    /// <summary>first · second, element by element.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> Multiply<T>(this Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Compute(default(ProductFunction<T>), first, second).Record(
            Edge.To(first, g => g.Multiply(second).SumTo(first.Shape), t => t.Multiply(second)),
            Edge.To(second, g => g.Multiply(first).SumTo(second.Shape), t => t.Multiply(first)));

    /// <summary>first / second, element by element.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> Divide<T>(this Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(QuotientFunction<T>), first, second);

    /// <summary>-x.</summary>
    public static Tensor<T> Negate<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => x.Affine(-T.One, T.Zero);

    /// <summary>factor · x + term.</summary>
    public static Tensor<T> Affine<T>(this Tensor<T> x, T factor, T term)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Compute(new AffineFunction<T>(factor, term), x).Record(
            Edge.To(x, g => g.Affine(factor, T.Zero), t => t.Affine(factor, T.Zero)));
}
