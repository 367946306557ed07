using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Pointwise;

/// <summary>A number without a derivative that is computed in float and rounded to the element type, of 16 bits, at the end alone.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Value">The value.</param>
internal readonly record struct WideReal<T>(float Value) : IReal<WideReal<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Primal => T.CreateTruncating(Value);

    /// <inheritdoc/>
    public static WideReal<T> operator +(WideReal<T> left, WideReal<T> right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    public static WideReal<T> operator -(WideReal<T> left, WideReal<T> right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    public static WideReal<T> operator *(WideReal<T> left, WideReal<T> right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    public static WideReal<T> operator /(WideReal<T> left, WideReal<T> right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    public static WideReal<T> operator -(WideReal<T> value) => new(-value.Value);

    /// <summary>A value as it is stored.</summary>
    public static WideReal<T> Of(T value) => new(float.CreateTruncating(value));

    /// <inheritdoc/>
    public static WideReal<T> Constant(T value) => Of(value);

    /// <inheritdoc/>
    public static WideReal<T> Number(double value) => new((float)value);

    /// <inheritdoc/>
    public static WideReal<T> Exp(WideReal<T> x) => new(float.Exp(x.Value));

    /// <inheritdoc/>
    public static WideReal<T> Log(WideReal<T> x) => new(float.Log(x.Value));

    /// <inheritdoc/>
    public static WideReal<T> TimesLog(WideReal<T> x, WideReal<T> y) => new(x.Value * float.Log(y.Value));

    /// <inheritdoc/>
    public static WideReal<T> Sqrt(WideReal<T> x) => new(float.Sqrt(x.Value));

    /// <inheritdoc/>
    public static WideReal<T> Sin(WideReal<T> x) => new(float.Sin(x.Value));

    /// <inheritdoc/>
    public static WideReal<T> Cos(WideReal<T> x) => new(float.Cos(x.Value));

    /// <inheritdoc/>
    public static WideReal<T> Tanh(WideReal<T> x) => new(float.Tanh(x.Value));

    /// <inheritdoc/>
    public static WideReal<T> Erf(WideReal<T> x) => new(XMath.Erf(x.Value));

    /// <inheritdoc/>
    public static WideReal<T> Sigmoid(WideReal<T> x) => new(1f / (1f + float.Exp(-x.Value)));

    /// <inheritdoc/>
    public static WideReal<T> Softplus(WideReal<T> x) => new(float.Max(x.Value, 0f) + float.LogP1(float.Exp(-float.Abs(x.Value))));

    /// <inheritdoc/>
    public static WideReal<T> Power(WideReal<T> x, T exponent) => new(float.Pow(x.Value, float.CreateTruncating(exponent)));
}
