namespace Panther.Jit.IR;

/// <summary>An operation of two operands.</summary>
internal sealed class BinaryInstruction(BinaryOp op, Value left, Value right) : Instruction(left.Type, left, right)
{
    public BinaryOp Op { get; } = op;

    public Value Left => Operands[0];

    public Value Right => Operands[1];

    public bool IsCommutative => Op is BinaryOp.Add or BinaryOp.Mul or BinaryOp.MulHighSigned or BinaryOp.MulHighUnsigned
        or BinaryOp.And or BinaryOp.Or or BinaryOp.Xor
        or BinaryOp.MinSigned or BinaryOp.MaxSigned or BinaryOp.MinUnsigned or BinaryOp.MaxUnsigned;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new BinaryInstruction(Op, o[0], o[1]);
}

/// <summary>An operation of one operand.</summary>
internal sealed class UnaryInstruction(UnaryOp op, Value operand) : Instruction(operand.Type, operand)
{
    public UnaryOp Op { get; } = op;

    public Value Operand => Operands[0];

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new UnaryInstruction(Op, o[0]);
}

/// <summary>a * b + c with one rounding; written by the source, or by fast math.</summary>
internal sealed class FusedMultiplyAddInstruction(Value a, Value b, Value c) : Instruction(a.Type, a, b, c)
{
    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new FusedMultiplyAddInstruction(o[0], o[1], o[2]);
}

/// <summary>A comparison; the result is bool.</summary>
internal sealed class CompareInstruction(CompareOp op, Value left, Value right) : Instruction(IrType.Bool, left, right)
{
    public CompareOp Op { get; } = op;

    public Value Left => Operands[0];

    public Value Right => Operands[1];

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new CompareInstruction(Op, o[0], o[1]);
}

/// <summary>Picks one of two values; both are computed.</summary>
internal sealed class SelectInstruction(Value condition, Value whenTrue, Value whenFalse)
    : Instruction(whenTrue.Type, condition, whenTrue, whenFalse)
{
    public Value Condition => Operands[0];

    public Value WhenTrue => Operands[1];

    public Value WhenFalse => Operands[2];

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new SelectInstruction(o[0], o[1], o[2]);
}

/// <summary>A conversion to another scalar type.</summary>
internal sealed class ConvertInstruction(ConvertOp op, Value operand, IrType type) : Instruction(type, operand)
{
    public ConvertOp Op { get; } = op;

    public Value Operand => Operands[0];

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new ConvertInstruction(Op, o[0], Type);
}

/// <summary>A number that tells the thread its place; always i32.</summary>
internal sealed class IndexInstruction(IndexKind kind) : Instruction(IrType.Int32)
{
    public IndexKind Kind { get; } = kind;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new IndexInstruction(Kind);
}

/// <summary>Puts 2 or 4 scalars side by side, for a wide store.</summary>
internal sealed class BuildVectorInstruction(params ReadOnlySpan<Value> lanes)
    : Instruction(lanes[0].Type.Vector(lanes.Length), lanes)
{
    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new BuildVectorInstruction(o);
}

/// <summary>Takes one scalar of a vector.</summary>
internal sealed class ExtractLaneInstruction(Value vector, int lane) : Instruction(vector.Type.Element, vector)
{
    public Value Vector => Operands[0];

    public int Lane { get; } = lane;

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new ExtractLaneInstruction(o[0], Lane);
}
