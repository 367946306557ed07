using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>1 where x is less than, equal to or greater than y, as asked for; nothing holds of NaN.</summary>
internal readonly struct ComparisonFunction<T>(bool isLess, bool isEqual, bool isGreater) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T less = isLess ? T.One : T.Zero;
    private readonly T equal = isEqual ? T.One : T.Zero;
    private readonly T greater = isGreater ? T.One : T.Zero;

    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
    {
        T first = x.First.Primal;
        T second = x.Second.Primal;
        return TReal.Constant(first < second ? less : first > second ? greater : first == second ? equal : T.Zero);
    }
}

/// <summary>y where x is not 0, else z.</summary>
internal readonly struct ChoiceFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 3;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First.Primal != T.Zero ? x.Second : x.Third;
}

/// <summary>The larger of x and y.</summary>
internal readonly struct LargerFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.Second.Primal > x.First.Primal ? x.Second : x.First;
}

/// <summary>The smaller of x and y.</summary>
internal readonly struct SmallerFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.Second.Primal < x.First.Primal ? x.Second : x.First;
}
