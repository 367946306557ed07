using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>m + s·z: a standard value z moved to the mean m and the deviation s.</summary>
internal readonly struct ShiftedMultiple<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 3;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First + (x.Second * x.Third);
}

/// <summary>a + (b - a)·u: what is u of the way from a to b.</summary>
internal readonly struct Interpolation<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 3;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First + ((x.Second - x.First) * x.Third);
}

/// <summary>The logarithm of the normal density at x, of mean y and deviation z.</summary>
internal readonly struct NormalLogDensity<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>½·log 2π.</summary>
    private const double HalfLogTwoPi = 0.91893853320467274178;

    public static int Arity => 3;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
    {
        TReal standard = (x.First - x.Second) / x.Third;
        TReal half = TReal.Number(0.5);
        return -(half * standard * standard) - TReal.Log(x.Third) - TReal.Number(HalfLogTwoPi);
    }
}

/// <summary>The logarithm of the uniform density at x, from y to z.</summary>
internal readonly struct UniformLogDensity<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 3;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First.Primal >= x.Second.Primal && x.First.Primal <= x.Third.Primal ? -TReal.Log(x.Third - x.Second)
            : x.First.Primal < x.Second.Primal || x.First.Primal > x.Third.Primal ? TReal.Constant(T.NegativeInfinity)
            : TReal.Constant(T.NaN);
}

/// <summary>x·log p + (1 - x)·log(1 - p). A term whose factor and logarithm would be 0·log 0 is left out.</summary>
internal readonly struct BernoulliLogProbability<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
    {
        TReal one = TReal.Constant(T.One);
        TReal zero = TReal.Constant(T.Zero);
        TReal ofOne = x.First.Primal != T.Zero || x.Second.Primal != T.Zero ? TReal.TimesLog(x.First, x.Second) : zero;
        TReal ofZero = x.First.Primal != T.One || x.Second.Primal != T.One ? (one - x.First) * TReal.Log(one - x.Second) : zero;
        return ofOne + ofZero;
    }
}
