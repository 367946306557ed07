using Panther.Jit.IR;
using Panther.Jit.Passes;

namespace Panther.Jit.Frontend;

/// <summary>Writes instructions, computing at once what is known at once.</summary>
internal sealed partial class Emitter
{
    private readonly IrBuilder builder;
    private readonly Block entry;

    public Emitter(KernelFunction function)
    {
        Function = function;
        entry = function.AddBlock();
        builder = new IrBuilder(function) { Block = function.AddBlock() };
        First = builder.Block;
    }

    public KernelFunction Function { get; }

    /// <summary>Gets the first block behind the entry, which holds nothing but allocations and tables.</summary>
    public Block First { get; }

    public Block Block
    {
        get => builder.Block;
        set => builder.Block = value;
    }

    public SourceLocation? Location
    {
        get => builder.Location;
        set => builder.Location = value;
    }

    public Constant Int32(int value) => Function.Int32(value);

    public Constant Int64(long value) => Function.Int64(value);

    public Constant Bool(bool value) => Function.Bool(value);

    /// <summary>Ends the entry, once nothing is allocated any more.</summary>
    public void Finish() => new IrBuilder(Function) { Block = entry }.Branch(First);

    public Block AddBlock() => Function.AddBlock();

    public void Branch(Block target) => builder.Branch(target);

    public void Branch(Value condition, Block whenTrue, Block whenFalse) => builder.Branch(condition, whenTrue, whenFalse);

    public void Return() => builder.Return();

    public void Barrier(MemoryScope scope) => builder.Barrier(scope);

    public void Fence(MemoryScope scope) => builder.Fence(scope);

    public void UnrollHint(bool unroll) => builder.Add(new UnrollHintInstruction(unroll));

    public Value Index(IndexKind kind) => builder.Index(kind);

    /// <summary>The index of a dimension, counted from that of X.</summary>
    public Value Index(IndexKind x, int dimension) => builder.Index((IndexKind)((int)x + dimension));

    public Value DynamicSharedSize() => builder.Add(new DynamicSharedSizeInstruction());

    public Value Shuffle(ShuffleOp op, Value value, Value lane) => builder.Shuffle(op, value, lane);

    public PhiInstruction Phi(IrType type) => builder.Phi(type);

    public Value FusedMultiplyAdd(Value a, Value b, Value c) => builder.FusedMultiplyAdd(a, b, c);

    public Value Binary(BinaryOp op, Value left, Value right)
    {
        if (left is Constant a && right is Constant b && ConstantFolder.TryBinary(op, left.Type, a.Bits, b.Bits, out ulong bits))
        {
            return Function.Constant(left.Type, bits);
        }

        return (left.Type.IsFloat ? null : Simplify(op, left, right)) ?? builder.Binary(op, left, right);
    }

    public Value Unary(UnaryOp op, Value operand)
    {
        if (operand is Constant a && ConstantFolder.TryUnary(op, operand.Type, a.Bits, out ulong bits))
        {
            return Function.Constant(operand.Type, bits);
        }

        return builder.Unary(op, operand);
    }

    public Value Compare(CompareOp op, Value left, Value right)
    {
        if (left is Constant a && right is Constant b)
        {
            return Function.Bool(ConstantFolder.Compare(op, left.Type, a.Bits, b.Bits));
        }

        return builder.Compare(op, left, right);
    }

    /// <summary>The truth of the opposite; a comparison turns round, unordered included.</summary>
    public Value Not(Value condition) => condition switch
    {
        Constant c => Function.Bool(!c.AsBool),
        CompareInstruction c => Compare(Invert(c.Op), c.Left, c.Right),
        UnaryInstruction { Op: UnaryOp.Not } u => u.Operand,
        _ => builder.Unary(UnaryOp.Not, condition),
    };

    public Value Select(Value condition, Value whenTrue, Value whenFalse)
    {
        if (condition is Constant c)
        {
            return c.AsBool ? whenTrue : whenFalse;
        }

        return ReferenceEquals(whenTrue, whenFalse) ? whenTrue : builder.Select(condition, whenTrue, whenFalse);
    }

    public Value Convert(ConvertOp op, Value operand, IrType type)
    {
        if (operand.Type == type)
        {
            return operand;
        }

        if (operand is Constant c)
        {
            return Function.Constant(type, ConstantFolder.Convert(op, c.Type, type, c.Bits));
        }

        if (op == ConvertOp.PointerToInt)
        {
            CheckEscape(operand);
        }

        // Narrowing what was widened gives the narrow value back.
        return op == ConvertOp.Truncate && operand is ConvertInstruction { Op: ConvertOp.SignExtend or ConvertOp.ZeroExtend } widened && widened.Operand.Type == type
            ? widened.Operand
            : builder.Convert(op, operand, type);
    }

    private Value? Simplify(BinaryOp op, Value left, Value right)
    {
        if (left is Constant c && op is BinaryOp.Add or BinaryOp.Mul or BinaryOp.And or BinaryOp.Or or BinaryOp.Xor)
        {
            (left, right) = (right, left);
        }

        if (right is not Constant constant)
        {
            return null;
        }

        bool isBool = left.Type == IrType.Bool;
        return op switch
        {
            BinaryOp.Add or BinaryOp.Sub or BinaryOp.Or or BinaryOp.Xor or BinaryOp.ShiftLeft or BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned
                when constant.IsZero => left,
            BinaryOp.Mul or BinaryOp.DivSigned or BinaryOp.DivUnsigned when constant.IsOne => left,
            BinaryOp.Mul or BinaryOp.And when constant.IsZero => constant,
            BinaryOp.And when isBool => left,
            BinaryOp.Or when isBool => constant,
            BinaryOp.Xor when isBool => Not(left),
            _ => null,
        };
    }

    private static CompareOp Invert(CompareOp op) => op switch
    {
        CompareOp.Equal => CompareOp.NotEqual,
        CompareOp.NotEqual => CompareOp.Equal,
        CompareOp.LessSigned => CompareOp.GreaterEqualSigned,
        CompareOp.LessEqualSigned => CompareOp.GreaterSigned,
        CompareOp.GreaterSigned => CompareOp.LessEqualSigned,
        CompareOp.GreaterEqualSigned => CompareOp.LessSigned,
        CompareOp.LessUnsigned => CompareOp.GreaterEqualUnsigned,
        CompareOp.LessEqualUnsigned => CompareOp.GreaterUnsigned,
        CompareOp.GreaterUnsigned => CompareOp.LessEqualUnsigned,
        CompareOp.GreaterEqualUnsigned => CompareOp.LessUnsigned,
        CompareOp.EqualOrdered => CompareOp.NotEqualUnordered,
        CompareOp.NotEqualUnordered => CompareOp.EqualOrdered,
        CompareOp.LessOrdered => CompareOp.GreaterEqualUnordered,
        CompareOp.LessEqualOrdered => CompareOp.GreaterUnordered,
        CompareOp.GreaterOrdered => CompareOp.LessEqualUnordered,
        CompareOp.GreaterEqualOrdered => CompareOp.LessUnordered,
        CompareOp.LessUnordered => CompareOp.GreaterEqualOrdered,
        CompareOp.LessEqualUnordered => CompareOp.GreaterOrdered,
        CompareOp.GreaterUnordered => CompareOp.LessEqualOrdered,
        _ => CompareOp.LessOrdered,
    };
}
