using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>x + y.</summary>
internal readonly struct SumFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First + x.Second;
}

/// <summary>x - y.</summary>
internal readonly struct DifferenceFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First - x.Second;
}

/// <summary>x·y.</summary>
internal readonly struct ProductFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First * x.Second;
}

/// <summary>x/y.</summary>
internal readonly struct QuotientFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First / x.Second;
}

/// <summary>a·x + b.</summary>
internal readonly struct AffineFunction<T>(T factor, T term) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T factor = factor;
    private readonly T term = term;

    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => (TReal.Constant(factor) * x.First) + TReal.Constant(term);
}

/// <summary>x/c.</summary>
internal readonly struct FractionFunction<T>(T divisor) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T divisor = divisor;

    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First / TReal.Constant(divisor);
}

/// <summary>c/x.</summary>
internal readonly struct InverseMultipleFunction<T>(T dividend) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T dividend = dividend;

    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => TReal.Constant(dividend) / x.First;
}
