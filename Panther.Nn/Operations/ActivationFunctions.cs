using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>tanh x.</summary>
internal readonly struct HyperbolicTangentFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Tanh(x.First);
}

/// <summary>1/(1 + e⁻ˣ).</summary>
internal readonly struct SigmoidFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Sigmoid(x.First);
}

/// <summary>log(1 + eˣ).</summary>
internal readonly struct SoftplusFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Softplus(x.First);
}

/// <summary>x where it is positive, 0 where it is not; NaN stays.</summary>
internal readonly struct RectifierFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First.Primal <= T.Zero ? TReal.Constant(T.Zero) : x.First;
}

/// <summary>x where it is positive, slope·x elsewhere; a slope of 0 is <see cref="RectifierFunction{T}"/>'s, since 0·∞ is none.</summary>
internal readonly struct LeakyRectifierFunction<T>(T slope) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T slope = slope;

    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First.Primal > T.Zero ? x.First : TReal.Constant(slope) * x.First;
}

/// <summary>x·Φ(x), Φ the distribution function of the normal distribution.</summary>
internal readonly struct GeluFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
    {
        TReal root = TReal.Number(0.70710678118654752);
        TReal half = TReal.Number(0.5);
        return RectifierTails.Join<TReal, T>(x.First, half * x.First * (TReal.Constant(T.One) + TReal.Erf(root * x.First)));
    }
}

/// <summary>The approximation of x·Φ(x) by tanh.</summary>
internal readonly struct GeluTanhFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
    {
        // √(2/π)
        TReal scale = TReal.Number(0.79788456080286536);
        TReal cubic = TReal.Number(0.044715);
        TReal half = TReal.Number(0.5);
        TReal inner = scale * (x.First + (cubic * x.First * x.First * x.First));
        return RectifierTails.Join<TReal, T>(x.First, half * x.First * (TReal.Constant(T.One) + TReal.Tanh(inner)));
    }
}

/// <summary>x·σ(x).</summary>
internal readonly struct SiluFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => RectifierTails.Join<TReal, T>(x.First, x.First * TReal.Sigmoid(x.First));
}

/// <summary>What x times a distribution function is far from 0, in any element type and order of derivative: x on the right, 0 on the left. The product itself would be 0·∞ at infinity, and in its derivatives before.</summary>
internal static class RectifierTails
{
    /// <summary>Where they begin: e^-768 is 0 in double.</summary>
    private const double Start = 768;

    /// <summary>A value near 0, the tails elsewhere; NaN gives the value.</summary>
    public static TReal Join<TReal, T>(TReal x, TReal value)
        where TReal : unmanaged, IReal<TReal, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        => x.Primal > T.CreateTruncating(Start) ? x : x.Primal < -T.CreateTruncating(Start) ? TReal.Constant(T.Zero) : value;
}
