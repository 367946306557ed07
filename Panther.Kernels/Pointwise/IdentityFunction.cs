using System.Numerics;

namespace Panther.Kernels.Pointwise;

/// <summary>x: a copy, from strides to strides.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal readonly struct IdentityFunction<T> : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int Arity => 1;

    /// <inheritdoc/>
    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First;
}
