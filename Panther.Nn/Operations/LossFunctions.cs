using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>log(1 + eˣ) - t·x: the cross entropy of a Bernoulli variable of logit x and the probability t.</summary>
internal readonly struct LogisticLossFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Softplus(x.First) - (x.Second * x.First);
}

/// <summary>(x - y)²/2 within delta, delta·(|x - y| - delta/2) beyond.</summary>
internal readonly struct HuberFunction<T>(T delta) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T delta = delta;

    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
    {
        TReal difference = x.First - x.Second;
        TReal bound = TReal.Constant(delta);
        TReal half = TReal.Number(0.5);
        T value = difference.Primal;
        return value > delta ? bound * (difference - (half * bound))
            : value < -delta ? bound * (-difference - (half * bound))
            : half * difference * difference;
    }
}

/// <summary>y·(log y - x): what a probability y contributes to the divergence from the log-probability x; 0 for y = 0, with the gradient 0 by either.</summary>
internal readonly struct RelativeEntropyFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
    {
        TReal difference = x.Second.Primal != T.Zero ? TReal.Log(x.Second) - x.First : TReal.Constant(T.Zero);
        return x.Second * difference;
    }
}
