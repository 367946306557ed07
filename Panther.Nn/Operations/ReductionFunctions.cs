using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>e^(x - m), where m is the largest x, or e^x where m is infinite.</summary>
internal readonly struct ShiftedExponential<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Exp(T.IsFinite(x.Second.Primal) ? x.First - x.Second : x.First);
}

/// <summary>log x + m, or log x where m is infinite.</summary>
internal readonly struct ShiftedLogarithm<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => T.IsFinite(x.Second.Primal) ? TReal.Log(x.First) + x.Second : TReal.Log(x.First);
}

/// <summary>(x - y)².</summary>
internal readonly struct SquaredDifference<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
    {
        TReal difference = x.First - x.Second;
        return difference * difference;
    }
}
