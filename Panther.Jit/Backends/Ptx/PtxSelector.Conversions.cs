using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <content>Comparisons, selections and conversions.</content>
internal sealed partial class PtxSelector
{
    private void SelectCompare(CompareInstruction i)
    {
        IrType type = i.Left.Type;
        if (type == IrType.Bool)
        {
            PtxRegister left = UseRegister(i.Left);
            PtxRegister right = UseRegister(i.Right);
            if (i.Op == CompareOp.NotEqual)
            {
                Emit("xor.pred", Define(i), left, right);
            }
            else if (i.Op == CompareOp.Equal)
            {
                Emit("not.pred", Define(i), Compute(RegisterKind.Predicate, "xor.pred", left, right));
            }
            else
            {
                throw Unsupported("an order of bools", "compare integers");
            }

            return;
        }

        if (type.IsFloat)
        {
            Emit($"setp.{FloatComparison(i.Op)}.{FloatType(type)}", Define(i), Use(i.Left), Use(i.Right));
            return;
        }

        (string name, bool isSigned) = IntegerComparison(i.Op);
        bool isEquality = i.Op is CompareOp.Equal or CompareOp.NotEqual;
        string operandType = type.IsPointer ? PtxTypes.Unsigned(type) : isSigned ? PtxTypes.Signed(type) : PtxTypes.Unsigned(type);
        if (isSigned && !isEquality && !type.IsPointer)
        {
            Emit($"setp.{name}.{operandType}", Define(i), UseSigned(i.Left), UseSigned(i.Right));
        }
        else
        {
            Emit($"setp.{name}.{operandType}", Define(i), Use(i.Left), Use(i.Right));
        }
    }

    private static (string Name, bool IsSigned) IntegerComparison(CompareOp op) => op switch
    {
        CompareOp.Equal => ("eq", true),
        CompareOp.NotEqual => ("ne", true),
        CompareOp.LessSigned => ("lt", true),
        CompareOp.LessEqualSigned => ("le", true),
        CompareOp.GreaterSigned => ("gt", true),
        CompareOp.GreaterEqualSigned => ("ge", true),
        CompareOp.LessUnsigned => ("lt", false),
        CompareOp.LessEqualUnsigned => ("le", false),
        CompareOp.GreaterUnsigned => ("gt", false),
        CompareOp.GreaterEqualUnsigned => ("ge", false),
        _ => throw new InvalidOperationException($"{op} is not a comparison of integers."),
    };

    private static string FloatComparison(CompareOp op) => op switch
    {
        CompareOp.EqualOrdered => "eq",
        CompareOp.LessOrdered => "lt",
        CompareOp.LessEqualOrdered => "le",
        CompareOp.GreaterOrdered => "gt",
        CompareOp.GreaterEqualOrdered => "ge",
        CompareOp.NotEqualUnordered => "neu",
        CompareOp.LessUnordered => "ltu",
        CompareOp.LessEqualUnordered => "leu",
        CompareOp.GreaterUnordered => "gtu",
        CompareOp.GreaterEqualUnordered => "geu",
        _ => throw new InvalidOperationException($"{op} is not a comparison of floats."),
    };

    private void SelectSelect(SelectInstruction i)
    {
        PtxRegister condition = UseRegister(i.Condition);
        Define(i);
        for (int lane = 0; lane < i.Type.Lanes; lane++)
        {
            PtxOperand result = results[i][lane];
            RegisterKind kind = PtxTypes.Kind(i.Type.Element);
            if (kind == RegisterKind.Predicate)
            {
                // There is no selp on predicates.
                PtxRegister isTrue = Compute(kind, "and.pred", condition, UseRegister(i.WhenTrue));
                PtxRegister otherwise = Compute(kind, "not.pred", condition);
                PtxRegister isFalse = Compute(kind, "and.pred", otherwise, UseRegister(i.WhenFalse));
                Emit("or.pred", result, isTrue, isFalse);
            }
            else
            {
                Emit($"selp.{PtxTypes.Move(kind)}", result, Use(i.WhenTrue, lane), Use(i.WhenFalse, lane), condition);
            }
        }
    }

    private void SelectConvert(ConvertInstruction i)
    {
        IrType from = i.Operand.Type;
        switch (i.Op)
        {
            case ConvertOp.Truncate:
                SelectTruncate(i);
                break;
            case ConvertOp.SignExtend or ConvertOp.ZeroExtend when from == IrType.Bool:
                long one = i.Op == ConvertOp.ZeroExtend ? 1 : (long)(ulong.MaxValue >> (64 - i.Type.Bits));
                Emit($"selp.{PtxTypes.Bits(i.Type)}", Define(i), Immediate(one), Immediate(0), UseRegister(i.Operand));
                break;
            case ConvertOp.ZeroExtend when i.Type.Bits < 64:
                Alias(i, Use(i.Operand));
                break;
            case ConvertOp.ZeroExtend:
                Emit("cvt.u64.u32", Define(i), UseRegister(i.Operand));
                break;
            case ConvertOp.SignExtend:
                Wrapped(i, $"cvt.{PtxTypes.Signed(i.Type)}.s{from.Bits}", UseRegister(i.Operand));
                break;
            case ConvertOp.SignedToFloat:
                Emit($"cvt.rn.{FloatType(i.Type)}.{PtxTypes.Signed(from)}", Define(i), InRegister(UseSigned(i.Operand), PtxTypes.Kind(from)));
                break;
            case ConvertOp.UnsignedToFloat when from == IrType.Bool:
                PtxRegister bit = Compute(RegisterKind.Int32, "selp.b32", Immediate(1), Immediate(0), UseRegister(i.Operand));
                Emit($"cvt.rn.{FloatType(i.Type)}.u32", Define(i), bit);
                break;
            case ConvertOp.UnsignedToFloat:
                Emit($"cvt.rn.{FloatType(i.Type)}.{PtxTypes.Unsigned(from)}", Define(i), UseRegister(i.Operand));
                break;
            case ConvertOp.FloatToSigned or ConvertOp.FloatToUnsigned:
                SelectFloatToInteger(i);
                break;
            case ConvertOp.FloatToFloat:
                SelectFloatToFloat(i);
                break;
            case ConvertOp.BitCast:
                SelectBitCast(i);
                break;
            case ConvertOp.PointerToInt or ConvertOp.IntToPointer:
                SelectPointerCast(i);
                break;
            default:
                throw new InvalidOperationException($"The PTX backend does not know {i.Op}.");
        }
    }

    private void SelectTruncate(ConvertInstruction i)
    {
        PtxRegister low = i.Operand.Type.Bits == 64
            ? Compute(RegisterKind.Int32, "cvt.u32.u64", UseRegister(i.Operand))
            : UseRegister(i.Operand);
        if (i.Type.Bits == 32)
        {
            Alias(i, low);
        }
        else
        {
            Emit("and.b32", Define(i), low, Immediate((1L << i.Type.Bits) - 1));
        }
    }

    /// <summary>PTX saturates as the IR does, but turns NaN into zero only between 32-bit types, as seen on sm_90.</summary>
    private void SelectFloatToInteger(ConvertInstruction i)
    {
        string from = FloatType(i.Operand.Type);
        if (i.Type.Bits < 32)
        {
            throw new InvalidOperationException($"A float is converted to {i.Type}; the IR converts to i32 or i64 first.");
        }

        PtxRegister operand = UseRegister(i.Operand);
        string to = i.Op == ConvertOp.FloatToSigned ? PtxTypes.Signed(i.Type) : PtxTypes.Unsigned(i.Type);
        string opcode = $"cvt.rzi.{to}.{from}";
        if (i.Type.Bits == 32 && from == "f32")
        {
            Emit(opcode, Define(i), operand);
            return;
        }

        PtxRegister converted = Compute(PtxTypes.Kind(i.Type), opcode, operand);
        PtxRegister isNumber = Compute(RegisterKind.Predicate, $"setp.num.{from}", operand, operand);
        Emit($"selp.{PtxTypes.Bits(i.Type)}", Define(i), converted, Immediate(0), isNumber);
    }

    private void SelectFloatToFloat(ConvertInstruction i)
    {
        IrType from = i.Operand.Type;
        if (from == i.Type)
        {
            Alias(i, Use(i.Operand));
            return;
        }

        switch (from.Kind, i.Type.Kind)
        {
            case (ScalarKind.BFloat16, ScalarKind.Float32):
                PtxRegister low = Compute(RegisterKind.Half, "mov.b16", Immediate(0));
                Emit("mov.b32", Define(i), new VectorOperand([low, UseRegister(i.Operand)]));
                return;
            case (ScalarKind.Float32, ScalarKind.BFloat16):
                Emit("cvt.rn.bf16.f32", Define(i), UseRegister(i.Operand));
                return;
            case (ScalarKind.BFloat16, _) or (_, ScalarKind.BFloat16):
                throw new InvalidOperationException($"{from} is converted to {i.Type} by way of f32, which the passes write out.");
            default:
                break;
        }

        string rounding = i.Type.Bits < from.Bits ? ".rn" : string.Empty;
        Emit($"cvt{rounding}.{FloatName(i.Type)}.{FloatName(from)}", Define(i), UseRegister(i.Operand));
    }

    private static string FloatName(IrType type) => $"f{type.Bits}";

    private void SelectBitCast(ConvertInstruction i)
    {
        RegisterKind from = PtxTypes.Kind(i.Operand.Type);
        RegisterKind to = PtxTypes.Kind(i.Type);
        if (from == to)
        {
            Alias(i, UseRegister(i.Operand));
        }
        else if (from == RegisterKind.Half)
        {
            Emit("cvt.u32.u16", Define(i), UseRegister(i.Operand));
        }
        else if (to == RegisterKind.Half)
        {
            Emit("cvt.u16.u32", Define(i), UseRegister(i.Operand));
        }
        else
        {
            Emit($"mov.b{i.Type.Bits}", Define(i), UseRegister(i.Operand));
        }
    }

    /// <summary>Pointers into shared memory have 32 bits here, all others 64.</summary>
    private void SelectPointerCast(ConvertInstruction i)
    {
        IrType pointer = i.Op == ConvertOp.PointerToInt ? i.Operand.Type : i.Type;
        if (PtxTypes.Kind(pointer) == RegisterKind.Int64)
        {
            Alias(i, UseRegister(i.Operand));
        }
        else
        {
            Emit(i.Op == ConvertOp.PointerToInt ? "cvt.u64.u32" : "cvt.u32.u64", Define(i), UseRegister(i.Operand));
        }
    }
}
