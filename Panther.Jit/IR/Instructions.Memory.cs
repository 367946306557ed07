namespace Panther.Jit.IR;

/// <summary>Memory of the thread (Local) or of the group (Shared). Local memory starts as zeros each time the instruction runs.</summary>
internal sealed class AllocaInstruction(AddressSpace space, long size, int alignment, string name)
    : Instruction(IrType.Pointer(space))
{
    /// <summary>Gets the size in bytes; 0 for the dynamic shared memory of the launch.</summary>
    public long Size { get; } = size;

    public int Alignment { get; } = alignment;

    public string Name { get; } = name;

    public AddressSpace Space => Type.Space;

    public bool IsDynamic => Size == 0 && Space == AddressSpace.Shared;

    /// <summary>Each allocation is memory of its own, so two of them are never one value.</summary>
    public override bool IsPure => false;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new AllocaInstruction(Space, Size, Alignment, Name);
}

/// <summary>The dynamic shared memory's size in bytes, i32, as the launch gave it.</summary>
internal sealed class DynamicSharedSizeInstruction() : Instruction(IrType.Int32)
{
    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new DynamicSharedSizeInstruction();
}

/// <summary>pointer + index * stride + offset, in bytes. The index is a signed i32 or i64.</summary>
internal sealed class GepInstruction(Value pointer, Value index, long stride, long offset)
    : Instruction(pointer.Type, pointer, index)
{
    public Value Pointer => Operands[0];

    public Value Index => Operands[1];

    /// <summary>Gets the bytes that one step of the index moves.</summary>
    public long Stride { get; } = stride;

    /// <summary>Gets the bytes added after that.</summary>
    public long Offset { get; } = offset;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new GepInstruction(o[0], o[1], Stride, Offset);
}

/// <summary>Reads a scalar or a short vector; a bool is one byte.</summary>
internal sealed class LoadInstruction(Value pointer, IrType type) : Instruction(type, pointer)
{
    public Value Pointer => Operands[0];

    /// <summary>Gets or sets a value indicating whether nobody writes the location while the kernel runs.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Gets a value indicating whether each execution must read anew and keep its place among other accesses.</summary>
    public bool IsVolatile { get; init; }

    public override bool HasSideEffects => IsVolatile;

    /// <summary>What is in memory may change between two loads.</summary>
    public override bool IsPure => false;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) =>
        new LoadInstruction(o[0], Type) { IsReadOnly = IsReadOnly, IsVolatile = IsVolatile };
}

/// <summary>Writes a scalar or a short vector.</summary>
internal sealed class StoreInstruction(Value pointer, Value value) : Instruction(IrType.Void, pointer, value)
{
    public Value Pointer => Operands[0];

    public Value Stored => Operands[1];

    public override bool HasSideEffects => true;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new StoreInstruction(o[0], o[1]);
}

/// <summary>Reads, combines and writes in one step; the result is the value before.</summary>
internal sealed class AtomicInstruction(AtomicOp op, Value pointer, Value operand) : Instruction(operand.Type, pointer, operand)
{
    public AtomicOp Op { get; } = op;

    public Value Pointer => Operands[0];

    public Value Operand => Operands[1];

    public override bool HasSideEffects => true;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new AtomicInstruction(Op, o[0], o[1]);
}

/// <summary>Writes if the location holds the expected bits; the result is the value before.</summary>
internal sealed class CompareExchangeInstruction(Value pointer, Value expected, Value desired)
    : Instruction(desired.Type, pointer, expected, desired)
{
    public Value Pointer => Operands[0];

    public Value Expected => Operands[1];

    public Value Desired => Operands[2];

    public override bool HasSideEffects => true;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new CompareExchangeInstruction(o[0], o[1], o[2]);
}
