using System.Numerics;

namespace Panther.Kernels.Pointwise;

/// <summary>g·∂f/∂xᵢ (x₁, …): what a gradient g of a function's result contributes to that of an operand. Its operands are g and then the function's.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TFunction">The function, of at most three operands.</typeparam>
/// <typeparam name="TOperand">The operand.</typeparam>
/// <param name="function">The function's constants.</param>
public readonly struct Pullback<T, TFunction, TOperand>(TFunction function) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : unmanaged, IPointwise<T>
    where TOperand : struct, IOperand
{
    private readonly Partial<T, TFunction, TOperand> derivative = new(function);

    /// <inheritdoc/>
    public static int Arity => TFunction.Arity + 1;

    /// <inheritdoc/>
    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => x.First * derivative.Evaluate(new Operands<TReal>(x.Second, x.Third, x.Fourth, x.Fourth));
}
