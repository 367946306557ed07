namespace Panther.Kernels.Pointwise;

/// <summary>Names an operand; a compile-time argument of <see cref="Partial{T, TFunction, TOperand}"/>.</summary>
public interface IOperand
{
    /// <summary>Gets the operand's number, from 0.</summary>
    static abstract int Index { get; }
}

/// <summary>The first operand.</summary>
public readonly struct FirstOperand : IOperand
{
    /// <inheritdoc/>
    public static int Index => 0;
}

/// <summary>The second operand.</summary>
public readonly struct SecondOperand : IOperand
{
    /// <inheritdoc/>
    public static int Index => 1;
}

/// <summary>The third operand.</summary>
public readonly struct ThirdOperand : IOperand
{
    /// <inheritdoc/>
    public static int Index => 2;
}

/// <summary>The fourth operand.</summary>
public readonly struct FourthOperand : IOperand
{
    /// <inheritdoc/>
    public static int Index => 3;
}
