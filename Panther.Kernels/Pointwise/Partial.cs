using System.Numerics;

namespace Panther.Kernels.Pointwise;

/// <summary>The partial derivative of a function by one of its operands: itself a function of the same operands, so it has derivatives too.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TFunction">The function.</typeparam>
/// <typeparam name="TOperand">The operand.</typeparam>
/// <param name="function">The function's constants.</param>
public readonly struct Partial<T, TFunction, TOperand>(TFunction function) : IPointwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : unmanaged, IPointwise<T>
    where TOperand : struct, IOperand
{
    private readonly TFunction function = function;

    /// <inheritdoc/>
    public static int Arity => TFunction.Arity;

    /// <inheritdoc/>
    public TReal Evaluate<TReal>(Operands<TReal> x)
        where TReal : unmanaged, IReal<TReal, T>
        => function.Evaluate(new Operands<Dual<TReal, T>>(
            Lift(x.First, 0), Lift(x.Second, 1), Lift(x.Third, 2), Lift(x.Fourth, 3))).Tangent;

    private static Dual<TReal, T> Lift<TReal>(TReal value, int index)
        where TReal : unmanaged, IReal<TReal, T>
        => TOperand.Index == index ? Dual<TReal, T>.Variable(value) : Dual<TReal, T>.Constant(value);
}
