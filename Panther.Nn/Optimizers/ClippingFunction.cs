using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>min(1, maximum/norm), without a gradient where it is 1.</summary>
internal readonly struct ClippingFunction<T>(T maximum) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T maximum = maximum;

    public static int Arity => 1;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First.Primal <= maximum ? TReal.Constant(T.One) : TReal.Constant(maximum) / x.First;
}
