using Panther.Jit.IR;
using ILOpCode = System.Reflection.Metadata.ILOpCode;

namespace Panther.Jit.Frontend;

/// <content>Arithmetic and comparisons on CIL's int32, int64, native int, F and pointers.</content>
internal sealed partial class MethodTranslator
{
    private bool ExecuteArithmetic(Cil.IlInstruction i)
    {
        switch (i.Op)
        {
            case ILOpCode.Add:
                Add();
                break;
            case ILOpCode.Sub:
                Subtract();
                break;
            case ILOpCode.Mul:
                Binary(BinaryOp.Mul, BinaryOp.Mul);
                break;
            case ILOpCode.Div:
                Binary(BinaryOp.DivSigned, BinaryOp.DivFloat);
                break;
            case ILOpCode.Div_un:
                Binary(BinaryOp.DivUnsigned, null);
                break;
            case ILOpCode.Rem:
                Binary(BinaryOp.RemSigned, BinaryOp.RemFloat);
                break;
            case ILOpCode.Rem_un:
                Binary(BinaryOp.RemUnsigned, null);
                break;
            case ILOpCode.And:
                Bitwise(BinaryOp.And);
                break;
            case ILOpCode.Or:
                Bitwise(BinaryOp.Or);
                break;
            case ILOpCode.Xor:
                Bitwise(BinaryOp.Xor);
                break;
            case ILOpCode.Shl:
                Shift(BinaryOp.ShiftLeft);
                break;
            case ILOpCode.Shr:
                Shift(BinaryOp.ShiftRightSigned);
                break;
            case ILOpCode.Shr_un:
                Shift(BinaryOp.ShiftRightUnsigned);
                break;
            case ILOpCode.Neg:
                Push(Emit.Unary(UnaryOp.Negate, PopScalar()));
                break;
            case ILOpCode.Not:
                Push(Emit.Unary(UnaryOp.Not, PopScalar()));
                break;
            case ILOpCode.Ceq:
                Push(Compare(Comparison.Equal));
                break;
            case ILOpCode.Cgt:
                Push(Compare(Comparison.Greater));
                break;
            case ILOpCode.Cgt_un:
                Push(Compare(Comparison.GreaterUn));
                break;
            case ILOpCode.Clt:
                Push(Compare(Comparison.Less));
                break;
            case ILOpCode.Clt_un:
                Push(Compare(Comparison.LessUn));
                break;
            case >= ILOpCode.Add_ovf and <= ILOpCode.Sub_ovf_un:
                CheckedArithmetic(i.Op);
                break;
            case ILOpCode.Ckfinite:
                throw Rejection.Throw();
            default:
                return false;
        }

        return true;
    }

    private void Binary(BinaryOp integer, BinaryOp? real)
    {
        (Value left, Value right) = PopPair();
        BinaryOp op = left.Type.IsFloat ? real ?? throw Rejection.Instruction(integer.ToString()) : integer;
        Push(Emit.Binary(op, left, right));
    }

    /// <summary>The size of a stackalloc is computed so; it is constant, or there is no such array.</summary>
    private void CheckedArithmetic(ILOpCode op)
    {
        (Value left, Value right) = PopPair();
        if (op == ILOpCode.Mul_ovf_un && NextIs(ILOpCode.Localloc))
        {
            Push(Emit.Binary(BinaryOp.Mul, left, right));
            return;
        }

        throw Rejection.Checked("arithmetic");
    }

    /// <summary>Two bools stay a bool.</summary>
    private void Bitwise(BinaryOp op)
    {
        Value right = PopRaw();
        Value left = PopRaw();
        if (left.Type != right.Type || left.Type != IrType.Bool)
        {
            (left, right) = Unify(Emit.Widen(left), Emit.Widen(right));
        }

        Push(Emit.Binary(op, left, right));
    }

    private void Shift(BinaryOp op)
    {
        Value count = PopScalar();
        Value value = PopScalar();
        Push(Emit.Binary(op, value, count.Type == IrType.Int64 ? Emit.Convert(ConvertOp.Truncate, count, IrType.Int32) : count));
    }

    private void Add()
    {
        Value right = PopScalar();
        Value left = PopScalar();
        if (left.Type.IsPointer || right.Type.IsPointer)
        {
            Push(left.Type.IsPointer ? Move(left, right) : Move(right, left));
            return;
        }

        (left, right) = Unify(left, right);
        Push(Emit.Binary(BinaryOp.Add, left, right));
    }

    private void Subtract()
    {
        Value right = PopScalar();
        Value left = PopScalar();
        if (left.Type.IsPointer && !right.Type.IsPointer)
        {
            Push(Move(left, Emit.Unary(UnaryOp.Negate, right)));
            return;
        }

        (left, right) = Unify(left, right);
        Push(Emit.Binary(BinaryOp.Sub, left, right));
    }

    /// <summary>pointer + bytes; a multiplication by the element's size becomes the stride.</summary>
    private Value Move(Value pointer, Value bytes)
    {
        if (bytes is BinaryInstruction { Op: BinaryOp.Mul, Right: Constant stride } product && product.Type == IrType.Int64)
        {
            Value index = product.Left is ConvertInstruction { Op: ConvertOp.SignExtend, Operand: var narrow } && narrow.Type == IrType.Int32
                ? narrow
                : product.Left;
            return Emit.Gep(pointer, index, stride.AsInt64, 0);
        }

        return Emit.Gep(pointer, bytes, 1, 0);
    }

    private (Value Left, Value Right) PopPair()
    {
        Value right = PopScalar();
        return Unify(PopScalar(), right);
    }

    /// <summary>Brings the operands of one operation to one type, as CIL's tables say: int32 meets native int, float32 meets float64.</summary>
    private (Value Left, Value Right) Unify(Value left, Value right)
    {
        if (left.Type.IsPointer)
        {
            left = Emit.Convert(ConvertOp.PointerToInt, left, IrType.Int64);
        }

        if (right.Type.IsPointer)
        {
            right = Emit.Convert(ConvertOp.PointerToInt, right, IrType.Int64);
        }

        if (left.Type == right.Type)
        {
            return (left, right);
        }

        if (left.Type.IsFloat != right.Type.IsFloat)
        {
            throw Rejection.Instruction($"{current.Op} on {left.Type} and {right.Type}");
        }

        IrType type = left.Type.Size > right.Type.Size ? left.Type : right.Type;
        ConvertOp op = type.IsFloat ? ConvertOp.FloatToFloat : ConvertOp.SignExtend;
        return (Emit.Convert(op, left, type), Emit.Convert(op, right, type));
    }

    /// <summary>Pops what a conditional branch tests.</summary>
    private Value PopTruth() => Pop() switch
    {
        // A local array always exists; the CIL of fixed statements asks nevertheless.
        AggregateValue { Type.IsSZArray: true } or BoxedValue or ObjectReference or TypeToken or StringToken => Emit.Bool(true),
        NullToken => Emit.Bool(false),
        var value => Emit.Truth(Raw(value)),
    };

    private Value Compare(Comparison comparison)
    {
        StackValue right = Pop();
        StackValue left = Pop();
        if (left is not ScalarValue || right is not ScalarValue)
        {
            return CompareTokens(comparison, left, right);
        }

        Value a = Raw(left);
        Value b = Raw(right);
        if (comparison is Comparison.Equal or Comparison.NotEqual && CompareBools(a, b) is { } same)
        {
            return comparison == Comparison.Equal ? same : Emit.Not(same);
        }

        (a, b) = Unify(Emit.Widen(a), Emit.Widen(b));
        return Emit.Compare(a.Type.IsFloat ? FloatComparison(comparison) : IntegerComparison(comparison), a, b);
    }

    private Value? CompareBools(Value a, Value b)
    {
        if (a.Type == IrType.Bool && b.Type == IrType.Bool)
        {
            return Emit.Not(Emit.Binary(BinaryOp.Xor, a, b));
        }

        return (a, b) switch
        {
            (Constant { Bits: 0 or 1 } c, { Type.Kind: ScalarKind.Bool }) => c.IsZero ? Emit.Not(b) : b,
            ({ Type.Kind: ScalarKind.Bool }, Constant { Bits: 0 or 1 } c) => c.IsZero ? Emit.Not(a) : a,
            _ => null,
        };
    }

    /// <summary>Compares what is known to be an object or null; only generic code asks.</summary>
    private Constant CompareTokens(Comparison comparison, StackValue left, StackValue right)
    {
        bool isEqual = (left, right) switch
        {
            (TypeToken a, TypeToken b) => a.Type == b.Type,
            (NullToken, NullToken) => true,
            (NullToken, BoxedValue or TypeToken or ObjectReference or AggregateValue) or (BoxedValue or TypeToken or ObjectReference or AggregateValue, NullToken) => false,
            (NullToken, _) or (_, NullToken) => throw Rejection.Null(),
            (StringToken, _) or (_, StringToken) => throw Rejection.Text(),
            _ => throw Rejection.Object(typeof(object)),
        };
        return comparison switch
        {
            Comparison.Equal => Emit.Bool(isEqual),
            Comparison.NotEqual or Comparison.GreaterUn => Emit.Bool(!isEqual),
            _ => throw Rejection.Object(typeof(object)),
        };
    }

    private static CompareOp FloatComparison(Comparison comparison) => comparison switch
    {
        Comparison.Equal => CompareOp.EqualOrdered,
        Comparison.NotEqual => CompareOp.NotEqualUnordered,
        Comparison.Less => CompareOp.LessOrdered,
        Comparison.LessEqual => CompareOp.LessEqualOrdered,
        Comparison.Greater => CompareOp.GreaterOrdered,
        Comparison.GreaterEqual => CompareOp.GreaterEqualOrdered,
        Comparison.LessUn => CompareOp.LessUnordered,
        Comparison.LessEqualUn => CompareOp.LessEqualUnordered,
        Comparison.GreaterUn => CompareOp.GreaterUnordered,
        _ => CompareOp.GreaterEqualUnordered,
    };

    private static CompareOp IntegerComparison(Comparison comparison) => comparison switch
    {
        Comparison.Equal => CompareOp.Equal,
        Comparison.NotEqual => CompareOp.NotEqual,
        Comparison.Less => CompareOp.LessSigned,
        Comparison.LessEqual => CompareOp.LessEqualSigned,
        Comparison.Greater => CompareOp.GreaterSigned,
        Comparison.GreaterEqual => CompareOp.GreaterEqualSigned,
        Comparison.LessUn => CompareOp.LessUnsigned,
        Comparison.LessEqualUn => CompareOp.LessEqualUnsigned,
        Comparison.GreaterUn => CompareOp.GreaterUnsigned,
        _ => CompareOp.GreaterEqualUnsigned,
    };
}
