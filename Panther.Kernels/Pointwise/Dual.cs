using System.Numerics;

namespace Panther.Kernels.Pointwise;

/// <summary>
/// A number with a derivative in one direction: arithmetic on it is the chain rule (Clifford, "Preliminary sketch of biquaternions", 1873; Wengert, "A simple
/// automatic derivative evaluation program", 1964). A dual of duals carries second derivatives, and so on.
/// </summary>
/// <typeparam name="TReal">The type of the value and of the derivative.</typeparam>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Tangent">The derivative; zero for a constant.</param>
/// <param name="IsConstant">
/// Whether the number does not depend on the direction. The compiler knows it, so that what a constant would contribute is not computed, nor is an infinity multiplied by zero.
/// </param>
public readonly record struct Dual<TReal, T>(TReal Value, TReal Tangent, bool IsConstant) : IReal<Dual<TReal, T>, T>
    where TReal : unmanaged, IReal<TReal, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Primal => Value.Primal;

    /// <inheritdoc/>
    public static Dual<TReal, T> operator +(Dual<TReal, T> left, Dual<TReal, T> right)
    {
        TReal value = left.Value + right.Value;
        return left.IsConstant ? right with { Value = value }
            : right.IsConstant ? left with { Value = value }
            : Varying(value, left.Tangent + right.Tangent);
    }

    /// <inheritdoc/>
    public static Dual<TReal, T> operator -(Dual<TReal, T> left, Dual<TReal, T> right) => left + -right;

    /// <inheritdoc/>
    public static Dual<TReal, T> operator *(Dual<TReal, T> left, Dual<TReal, T> right)
    {
        TReal value = left.Value * right.Value;
        return left.IsConstant ? right.Chain(value, left.Value)
            : right.IsConstant ? left.Chain(value, right.Value)
            : Varying(value, (left.Tangent * right.Value) + (left.Value * right.Tangent));
    }

    /// <inheritdoc/>
    public static Dual<TReal, T> operator /(Dual<TReal, T> left, Dual<TReal, T> right)
    {
        TReal value = left.Value / right.Value;
        return right.IsConstant ? (left.IsConstant ? Constant(value) : Varying(value, left.Tangent / right.Value))
            : left.IsConstant ? Varying(value, -(value * right.Tangent) / right.Value)
            : Varying(value, (left.Tangent - (value * right.Tangent)) / right.Value);
    }

    /// <inheritdoc/>
    public static Dual<TReal, T> operator -(Dual<TReal, T> value) => value.IsConstant ? Constant(-value.Value) : Varying(-value.Value, -value.Tangent);

    /// <inheritdoc/>
    public static Dual<TReal, T> Constant(T value) => Constant(TReal.Constant(value));

    /// <inheritdoc/>
    public static Dual<TReal, T> Number(double value) => Constant(TReal.Number(value));

    /// <summary>A number that does not depend on the direction.</summary>
    /// <param name="value">The value.</param>
    public static Dual<TReal, T> Constant(TReal value) => new(value, TReal.Constant(T.Zero), true);

    /// <summary>The number in whose direction the derivative is taken.</summary>
    /// <param name="value">The value.</param>
    public static Dual<TReal, T> Variable(TReal value) => Varying(value, TReal.Constant(T.One));

    /// <inheritdoc/>
    public static Dual<TReal, T> Exp(Dual<TReal, T> x)
    {
        TReal value = TReal.Exp(x.Value);
        return x.Chain(value, value);
    }

    /// <inheritdoc/>
    public static Dual<TReal, T> Log(Dual<TReal, T> x) => x.IsConstant ? Constant(TReal.Log(x.Value)) : Varying(TReal.Log(x.Value), x.Tangent / x.Value);

    /// <inheritdoc/>
    public static Dual<TReal, T> TimesLog(Dual<TReal, T> x, Dual<TReal, T> y)
    {
        TReal value = TReal.TimesLog(x.Value, y.Value);
        TReal byX = TReal.TimesLog(x.Tangent, y.Value);
        TReal byY = x.Value * y.Tangent / y.Value;
        return y.IsConstant ? (x.IsConstant ? Constant(value) : Varying(value, byX))
            : x.IsConstant ? Varying(value, byY)
            : Varying(value, byX + byY);
    }

    /// <inheritdoc/>
    public static Dual<TReal, T> Sqrt(Dual<TReal, T> x)
    {
        TReal value = TReal.Sqrt(x.Value);
        return x.IsConstant ? Constant(value) : Varying(value, x.Tangent / (value + value));
    }

    /// <inheritdoc/>
    public static Dual<TReal, T> Sin(Dual<TReal, T> x) => x.Chain(TReal.Sin(x.Value), TReal.Cos(x.Value));

    /// <inheritdoc/>
    public static Dual<TReal, T> Cos(Dual<TReal, T> x) => x.Chain(TReal.Cos(x.Value), -TReal.Sin(x.Value));

    /// <inheritdoc/>
    public static Dual<TReal, T> Tanh(Dual<TReal, T> x)
    {
        TReal value = TReal.Tanh(x.Value);
        return x.Chain(value, TReal.Constant(T.One) - (value * value));
    }

    /// <inheritdoc/>
    public static Dual<TReal, T> Erf(Dual<TReal, T> x)
    {
        // 2/√π
        TReal peak = TReal.Number(1.1283791670955126);
        return x.Chain(TReal.Erf(x.Value), peak * TReal.Exp(-(x.Value * x.Value)));
    }

    /// <inheritdoc/>
    public static Dual<TReal, T> Sigmoid(Dual<TReal, T> x)
    {
        // σ(-x) rather than 1 - σ(x), which cancels for large x.
        TReal value = TReal.Sigmoid(x.Value);
        return x.Chain(value, value * TReal.Sigmoid(-x.Value));
    }

    /// <inheritdoc/>
    public static Dual<TReal, T> Softplus(Dual<TReal, T> x) => x.Chain(TReal.Softplus(x.Value), TReal.Sigmoid(x.Value));

    /// <inheritdoc/>
    public static Dual<TReal, T> Power(Dual<TReal, T> x, T exponent)
    {
        // Without the choice the derivative of x⁰ at 0 would be 0·∞.
        TReal derivative = exponent == T.Zero ? TReal.Constant(T.Zero) : TReal.Constant(exponent) * TReal.Power(x.Value, exponent - T.One);
        return x.Chain(TReal.Power(x.Value, exponent), derivative);
    }

    private static Dual<TReal, T> Varying(TReal value, TReal tangent) => new(value, tangent, false);

    /// <summary>The value of a function of this number, with its derivative at this number.</summary>
    private Dual<TReal, T> Chain(TReal value, TReal derivative) => IsConstant ? Constant(value) : Varying(value, derivative * Tangent);
}
