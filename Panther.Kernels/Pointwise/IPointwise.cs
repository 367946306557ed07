using System.Numerics;

namespace Panther.Kernels.Pointwise;

/// <summary>
/// A function of one to four numbers that is applied element by element, in one kernel, however long the expression. It is an argument of the kernel: its
/// fields, numbers or booleans, are passed along, so one compiled kernel serves all their values.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public interface IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gets the number of operands, 1 to 4.</summary>
    static abstract int Arity { get; }

    /// <summary>The function.</summary>
    /// <typeparam name="TReal">What is computed with: values, or values with derivatives.</typeparam>
    /// <param name="x">The operands.</param>
    TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>;
}
