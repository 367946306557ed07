using System.Numerics;

namespace Panther.Nn;

/// <summary>Elementary functions, element by element; each is one kernel, and so is its gradient.</summary>
public static class Functions
{
    /// <summary>eˣ.</summary>
    public static Tensor<T> Exp<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(ExponentialFunction<T>), x);

    /// <summary>The natural logarithm.</summary>
    public static Tensor<T> Log<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(LogarithmFunction<T>), x);

    /// <summary>The square root; its gradient at 0 is infinite.</summary>
    public static Tensor<T> Sqrt<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(SquareRootFunction<T>), x);

    /// <summary>The square.</summary>
    public static Tensor<T> Square<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(SquareFunction<T>), x);

    /// <summary>1/x.</summary>
    public static Tensor<T> Reciprocal<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(ReciprocalFunction<T>), x);

    /// <summary>x to a constant power.</summary>
    public static Tensor<T> Power<T>(this Tensor<T> x, T exponent)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(new PowerFunction<T>(exponent), x);

    /// <summary>x to the power of another tensor, for positive x, as e^(y·log x); NaN elsewhere.</summary>
    public static Tensor<T> Power<T>(this Tensor<T> x, Tensor<T> exponent)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(VariablePowerFunction<T>), x, exponent);

    /// <summary>The sine of angles in radians.</summary>
    public static Tensor<T> Sin<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(SineFunction<T>), x);

    /// <summary>The cosine of angles in radians.</summary>
    public static Tensor<T> Cos<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(CosineFunction<T>), x);

    /// <summary>The error function.</summary>
    public static Tensor<T> Erf<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(ErrorFunction<T>), x);

    /// <summary>The magnitude; its gradient at 0 is 0.</summary>
    public static Tensor<T> Abs<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(default(AbsoluteFunction<T>), x);

    /// <summary>x, or the bound that it is beyond, where its gradient is 0; NaN stays.</summary>
    /// <exception cref="ArgumentException">The least is more than the most, or NaN.</exception>
    public static Tensor<T> Clamp<T>(this Tensor<T> x, T least, T most)
        where T : unmanaged, IFloatingPointIeee754<T>
        => least <= most
            ? Elementwise.Apply(new ClampFunction<T>(least, most), x)
            : throw new ArgumentException($"The bounds {least} and {most} are in the wrong order, or NaN.", nameof(least));
}
