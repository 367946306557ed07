using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>eˣ.</summary>
internal readonly struct ExponentialFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Exp(x.First);
}

/// <summary>log x.</summary>
internal readonly struct LogarithmFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Log(x.First);
}

/// <summary>√x.</summary>
internal readonly struct SquareRootFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Sqrt(x.First);
}

/// <summary>x².</summary>
internal readonly struct SquareFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First * x.First;
}

/// <summary>1/x.</summary>
internal readonly struct ReciprocalFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Constant(T.One) / x.First;
}

/// <summary>x to a constant power.</summary>
internal readonly struct PowerFunction<T>(T exponent) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T exponent = exponent;

    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Power(x.First, exponent);
}

/// <summary>x to the power y, for positive x.</summary>
internal readonly struct VariablePowerFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Exp(x.Second * TReal.Log(x.First));
}

/// <summary>sin x.</summary>
internal readonly struct SineFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Sin(x.First);
}

/// <summary>cos x.</summary>
internal readonly struct CosineFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Cos(x.First);
}

/// <summary>erf x.</summary>
internal readonly struct ErrorFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Erf(x.First);
}

/// <summary>|x|, with the derivative 0 at 0.</summary>
internal readonly struct AbsoluteFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
    {
        T value = x.First.Primal;
        return value > T.Zero ? x.First : value < T.Zero ? -x.First : value == T.Zero ? TReal.Constant(T.Zero) : x.First;
    }
}

/// <summary>x between two bounds; NaN stays.</summary>
internal readonly struct ClampFunction<T>(T least, T most) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T least = least;
    private readonly T most = most;

    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First.Primal < least ? TReal.Constant(least) : x.First.Primal > most ? TReal.Constant(most) : x.First;
}
