using System.Numerics;

namespace Panther.Nn;

/// <summary>
/// The tape of an operation of several steps: that of its operands, or, where none is on one, a tape of its own, so that what lies between goes back at the end of the operation and only the result stays, without a tape.
/// </summary>
internal readonly ref struct OperationScope
{
    private readonly Tape? own;

    /// <summary>Starts it.</summary>
    /// <param name="operands">The operands, at least one.</param>
    /// <exception cref="InvalidOperationException">They are on different devices, or on tapes of which neither is inside the other.</exception>
    public OperationScope(params ReadOnlySpan<Tensor> operands)
    {
        Tape = Tape.Of(operands) ?? (own = new Tape(operands[0].Stream));
    }

    /// <summary>Starts that of an operation of which one operand is indices.</summary>
    /// <param name="operand">The other one.</param>
    /// <param name="indices">The indices.</param>
    public OperationScope(Tensor operand, IndexTensor indices)
    {
        Tape = Tape.Of(operand, indices) ?? (own = new Tape(operand.Stream));
    }

    /// <summary>Gets the tape.</summary>
    public Tape Tape { get; }

    /// <summary>An operand as a member of the tape, so that all that is computed from it belongs there.</summary>
    public Tensor<T> Enter<T>(Tensor<T> operand)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Tape.Use(operand);

    /// <summary>An operand, or a copy on the tape, with its elements in order.</summary>
    public Tensor<T> Dense<T>(Tensor<T> operand)
        where T : unmanaged, IFloatingPointIeee754<T>
        => operand.IsContiguous ? operand : Tape.Use(operand).Contiguous();

    /// <summary>The result as what the operation returns.</summary>
    /// <exception cref="InvalidOperationException">The tape is the operation's own, and a parameter is among the operands: its gradient would be lost.</exception>
    public Tensor<T> Leave<T>(Tensor<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
        => own is null || result.Tape is null ? result : own.Release(result);

    /// <summary>Ends it.</summary>
    public void Dispose() => own?.Dispose();
}
