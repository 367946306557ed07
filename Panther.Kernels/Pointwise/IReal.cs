using System.Numerics;

namespace Panther.Kernels.Pointwise;

/// <summary>
/// What an <see cref="IPointwise{T}"/> computes with: numbers (<see cref="Real{T}"/>), or numbers that carry a derivative (<see cref="Dual{TReal, T}"/>). A
/// function that is written once over this interface is compiled into its values and into its derivatives of any order.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
/// <typeparam name="T">The element type.</typeparam>
public interface IReal<TSelf, T> :
    IAdditionOperators<TSelf, TSelf, TSelf>,
    ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>,
    IUnaryNegationOperators<TSelf, TSelf>
    where TSelf : unmanaged, IReal<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gets the value, for comparisons: which branch is taken has no derivative.</summary>
    T Primal { get; }

    /// <summary>A constant.</summary>
    /// <param name="value">The value.</param>
    static abstract TSelf Constant(T value);

    /// <summary>A constant in the precision that is computed in, which is that of <see cref="float"/> where the elements have 16 bits.</summary>
    /// <param name="value">The value, which is rounded to that precision.</param>
    static abstract TSelf Number(double value);

    /// <summary>eˣ.</summary>
    /// <param name="x">The exponent.</param>
    static abstract TSelf Exp(TSelf x);

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Log(TSelf x);

    /// <summary>x·log y; the derivative by y is x/y, so that it is 0 for x = 0 even where 1/y overflows.</summary>
    /// <param name="x">The factor.</param>
    /// <param name="y">The argument of the logarithm.</param>
    static abstract TSelf TimesLog(TSelf x, TSelf y);

    /// <summary>The square root.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>The sine.</summary>
    /// <param name="x">The angle, in radians.</param>
    static abstract TSelf Sin(TSelf x);

    /// <summary>The cosine.</summary>
    /// <param name="x">The angle, in radians.</param>
    static abstract TSelf Cos(TSelf x);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Tanh(TSelf x);

    /// <summary>The error function.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Erf(TSelf x);

    /// <summary>1/(1 + e⁻ˣ).</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Sigmoid(TSelf x);

    /// <summary>log(1 + eˣ), without overflow.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Softplus(TSelf x);

    /// <summary>x to a constant power.</summary>
    /// <param name="x">The base.</param>
    /// <param name="exponent">The exponent.</param>
    static abstract TSelf Power(TSelf x, T exponent);
}
