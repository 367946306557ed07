using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Pointwise;

/// <summary>A number without a derivative.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Primal">The value.</param>
public readonly record struct Real<T>(T Primal) : IReal<Real<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static Real<T> operator +(Real<T> left, Real<T> right) => new(left.Primal + right.Primal);

    /// <inheritdoc/>
    public static Real<T> operator -(Real<T> left, Real<T> right) => new(left.Primal - right.Primal);

    /// <inheritdoc/>
    public static Real<T> operator *(Real<T> left, Real<T> right) => new(left.Primal * right.Primal);

    /// <inheritdoc/>
    public static Real<T> operator /(Real<T> left, Real<T> right) => new(left.Primal / right.Primal);

    /// <inheritdoc/>
    public static Real<T> operator -(Real<T> value) => new(-value.Primal);

    /// <inheritdoc/>
    public static Real<T> Constant(T value) => new(value);

    /// <inheritdoc/>
    public static Real<T> Number(double value) => new(T.CreateTruncating(value));

    /// <inheritdoc/>
    public static Real<T> Exp(Real<T> x) => new(T.Exp(x.Primal));

    /// <inheritdoc/>
    public static Real<T> Log(Real<T> x) => new(T.Log(x.Primal));

    /// <inheritdoc/>
    public static Real<T> TimesLog(Real<T> x, Real<T> y) => new(x.Primal * T.Log(y.Primal));

    /// <inheritdoc/>
    public static Real<T> Sqrt(Real<T> x) => new(T.Sqrt(x.Primal));

    /// <inheritdoc/>
    public static Real<T> Sin(Real<T> x) => new(T.Sin(x.Primal));

    /// <inheritdoc/>
    public static Real<T> Cos(Real<T> x) => new(T.Cos(x.Primal));

    /// <inheritdoc/>
    public static Real<T> Tanh(Real<T> x) => new(T.Tanh(x.Primal));

    /// <inheritdoc/>
    public static Real<T> Erf(Real<T> x) => new(
        typeof(T) == typeof(double)
            ? T.CreateTruncating(XMath.Erf(double.CreateTruncating(x.Primal)))
            : T.CreateTruncating(XMath.Erf(float.CreateTruncating(x.Primal))));

    /// <inheritdoc/>
    public static Real<T> Sigmoid(Real<T> x) => new(T.One / (T.One + T.Exp(-x.Primal)));

    /// <inheritdoc/>
    public static Real<T> Softplus(Real<T> x) => new(T.Max(x.Primal, T.Zero) + T.LogP1(T.Exp(-T.Abs(x.Primal))));

    /// <inheritdoc/>
    public static Real<T> Power(Real<T> x, T exponent) => new(T.Pow(x.Primal, exponent));
}
