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

/// <summary>x where it is positive, slope·x elsewhere.</summary>
internal readonly struct RectifierFunction<T>(T slope) : IPointwise<T>
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
        return half * x.First * (TReal.Constant(T.One) + TReal.Erf(root * x.First));
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
        return half * x.First * (TReal.Constant(T.One) + TReal.Tanh(inner));
    }
}

/// <summary>x·σ(x).</summary>
internal readonly struct SiluFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First * TReal.Sigmoid(x.First);
}
