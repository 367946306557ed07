namespace Panther.Kernels.Pointwise;

/// <summary>The operands of an <see cref="IPointwise{T}"/> at one place; those that it does not have are undefined.</summary>
/// <typeparam name="TReal">Their type.</typeparam>
/// <param name="First">The first operand.</param>
/// <param name="Second">The second operand.</param>
/// <param name="Third">The third operand.</param>
/// <param name="Fourth">The fourth operand.</param>
public readonly record struct Operands<TReal>(TReal First, TReal Second, TReal Third, TReal Fourth)
    where TReal : unmanaged;
