namespace Panther.Jit.IR;

/// <summary>Waits for the group (or orders the warp), and makes writes visible to it.</summary>
internal sealed class BarrierInstruction(MemoryScope scope) : Instruction(IrType.Void)
{
    /// <summary>Gets <see cref="MemoryScope.Group"/> or <see cref="MemoryScope.Warp"/>.</summary>
    public MemoryScope Scope { get; } = scope;

    public override bool HasSideEffects => true;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new BarrierInstruction(Scope);
}

/// <summary>Orders the thread's accesses.</summary>
internal sealed class FenceInstruction(MemoryScope scope) : Instruction(IrType.Void)
{
    public MemoryScope Scope { get; } = scope;

    public override bool HasSideEffects => true;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new FenceInstruction(Scope);
}

/// <summary>Reads a value of another lane of the warp; the lane operand is i32.</summary>
internal sealed class ShuffleInstruction(ShuffleOp op, Value value, Value lane) : Instruction(value.Type, value, lane)
{
    public ShuffleOp Op { get; } = op;

    public Value Shuffled => Operands[0];

    public Value Lane => Operands[1];

    /// <summary>Lanes meet here, so the instruction keeps its place in the control flow.</summary>
    public override bool HasSideEffects => true;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new ShuffleInstruction(Op, o[0], o[1]);
}

/// <summary>Marks the innermost loop around it; the unroller takes it out.</summary>
internal sealed class UnrollHintInstruction(bool unroll) : Instruction(IrType.Void)
{
    /// <summary>Gets a value indicating whether the loop is to be unrolled wholly, or else kept.</summary>
    public bool Unroll { get; } = unroll;

    public override bool HasSideEffects => true;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new UnrollHintInstruction(Unroll);
}
