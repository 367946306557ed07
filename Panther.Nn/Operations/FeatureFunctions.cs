using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>max(0, scale·x) + floor; NaN stays.</summary>
internal readonly struct RaisedRectifier<T>(T scale, T floor) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T scale = scale;
    private readonly T floor = floor;

    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First.Primal <= T.Zero ? TReal.Constant(floor) : (TReal.Constant(scale) * x.First) + TReal.Constant(floor);
}

/// <summary>x/y, or x where y is 0: weighted sums over the sum of weights, which are 0 together.</summary>
internal readonly struct WeightedMean<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 2;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.Second.Primal == T.Zero ? x.First : x.First / x.Second;
}
