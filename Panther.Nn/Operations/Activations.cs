using System.Numerics;

namespace Panther.Nn;

/// <summary>Activation functions, element by element; each is one kernel, and so is its gradient. At ±∞ value and gradient are the limits; NaN gives NaN.</summary>
public static class Activations
{
    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor<T> Tanh<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(HyperbolicTangentFunction<T>), x);

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static Tensor<T> Sigmoid<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(SigmoidFunction<T>), x);

    /// <summary>log(1 + eˣ), without overflow.</summary>
    public static Tensor<T> Softplus<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(SoftplusFunction<T>), x);

    /// <summary>x where it is positive, slope·x elsewhere, which without a slope is 0 at -∞ too; at 0 the gradient is the slope.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="slope">The slope left of 0; without one this is the rectifier, with one the leaky rectifier.</param>
    public static Tensor<T> Relu<T>(this Tensor<T> x, T slope = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        => slope == T.Zero ? Elementwise.Apply(default(RectifierFunction<T>), x) : Elementwise.Apply(new LeakyRectifierFunction<T>(slope), x);

    /// <summary>x·Φ(x), Φ the distribution function of the normal distribution (Hendrycks and Gimpel, "Gaussian error linear units", 2016).</summary>
    public static Tensor<T> Gelu<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(GeluFunction<T>), x);

    /// <summary>The approximation of <see cref="Gelu"/> by tanh, from the same paper.</summary>
    public static Tensor<T> GeluTanh<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(GeluTanhFunction<T>), x);

    /// <summary>x·σ(x) (Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units", 2018).</summary>
    public static Tensor<T> Silu<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(SiluFunction<T>), x);
}
