using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>(x - m)·a + b.</summary>
internal readonly struct AffineProductFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Arity => 4;

    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => ((x.First - x.Second) * x.Third) + x.Fourth;
}
