using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <content>Integer, bool and float arithmetic of two operands.</content>
internal sealed partial class PtxSelector
{
    private void SelectBinary(BinaryInstruction i)
    {
        if (i.Type == IrType.Bool)
        {
            SelectBoolBinary(i);
        }
        else if (i.Type.IsFloat)
        {
            SelectFloatBinary(i);
        }
        else
        {
            SelectIntegerBinary(i);
        }
    }

    private void SelectBoolBinary(BinaryInstruction i)
    {
        string op = i.Op switch
        {
            BinaryOp.And => "and.pred",
            BinaryOp.Or => "or.pred",
            BinaryOp.Xor => "xor.pred",
            _ => throw Unsupported($"{i.Op} of two bools", "use &, | or ^"),
        };
        Emit(op, Define(i), UseRegister(i.Left), UseRegister(i.Right));
    }

    private void SelectFloatBinary(BinaryInstruction i)
    {
        string type = FloatType(i.Type);
        switch (i.Op)
        {
            case BinaryOp.Add or BinaryOp.Sub or BinaryOp.Mul or BinaryOp.DivFloat:
                // With the rounding written out, ptxas contracts nothing.
                string op = i.Op switch { BinaryOp.Add => "add", BinaryOp.Sub => "sub", BinaryOp.Mul => "mul", _ => "div" };
                Emit($"{op}.rn.{type}", Define(i), Use(i.Left), Use(i.Right));
                break;
            case BinaryOp.MinFloat or BinaryOp.MaxFloat:
                FloatExtremum(i.Op == BinaryOp.MinFloat ? "min" : "max", i.Type, Define(i), Use(i.Left), Use(i.Right));
                break;
            case BinaryOp.CopySign:
                Emit($"copysign.{type}", Define(i), Use(i.Right), Use(i.Left));
                break;
            case BinaryOp.RemFloat:
                SelectFloatRemainder(i);
                break;
            default:
                throw new InvalidOperationException($"{i.Op} is not an operation on floats.");
        }
    }

    /// <summary>Computes a minimum or maximum that is NaN if either operand is; PTX orders -0 below +0 by itself.</summary>
    private void FloatExtremum(string op, IrType type, PtxRegister result, PtxOperand a, PtxOperand b)
    {
        if (type.Kind == ScalarKind.Float32 && hasMinimumOfNaN)
        {
            Emit($"{op}.NaN.f32", result, a, b);
            return;
        }

        string name = FloatType(type);
        PtxRegister number = Compute(PtxTypes.Kind(type), $"{op}.{name}", a, b);
        PtxRegister areNumbers = Compute(RegisterKind.Predicate, $"setp.num.{name}", a, b);
        Emit($"selp.{name}", result, number, new TextOperand(NotANumber(type)), areNumbers);
    }

    private static string NotANumber(IrType type) => type.Kind == ScalarKind.Float64 ? "0d7FF8000000000000" : "0f7FC00000";

    private void SelectIntegerBinary(BinaryInstruction i)
    {
        string signed = PtxTypes.Signed(i.Type);
        string unsigned = PtxTypes.Unsigned(i.Type);
        string bits = PtxTypes.Bits(i.Type);
        switch (i.Op)
        {
            case BinaryOp.Add:
                SelectAdd(i);
                break;
            case BinaryOp.Mul:
                SelectMultiply(i);
                break;
            case BinaryOp.Sub:
                Wrapped(i, $"sub.{signed}", Use(i.Left), Use(i.Right));
                break;
            case BinaryOp.MulHighSigned or BinaryOp.MulHighUnsigned:
                SelectMultiplyHigh(i);
                break;
            case BinaryOp.DivSigned or BinaryOp.RemSigned or BinaryOp.MinSigned or BinaryOp.MaxSigned:
                string op = i.Op switch { BinaryOp.DivSigned => "div", BinaryOp.RemSigned => "rem", BinaryOp.MinSigned => "min", _ => "max" };
                Wrapped(i, $"{op}.{signed}", UseSigned(i.Left), UseSigned(i.Right));
                break;
            case BinaryOp.DivUnsigned or BinaryOp.RemUnsigned or BinaryOp.MinUnsigned or BinaryOp.MaxUnsigned:
                string plain = i.Op switch { BinaryOp.DivUnsigned => "div", BinaryOp.RemUnsigned => "rem", BinaryOp.MinUnsigned => "min", _ => "max" };
                Emit($"{plain}.{unsigned}", Define(i), Use(i.Left), Use(i.Right));
                break;
            case BinaryOp.And or BinaryOp.Or or BinaryOp.Xor:
                string logic = i.Op switch { BinaryOp.And => "and", BinaryOp.Or => "or", _ => "xor" };
                Emit($"{logic}.{bits}", Define(i), Use(i.Left), Use(i.Right));
                break;
            case BinaryOp.ShiftLeft:
                Wrapped(i, $"shl.{bits}", Use(i.Left), ShiftCount(i));
                break;
            case BinaryOp.ShiftRightSigned:
                Wrapped(i, $"shr.{signed}", UseSigned(i.Left), ShiftCount(i));
                break;
            case BinaryOp.ShiftRightUnsigned:
                Emit($"shr.{unsigned}", Define(i), Use(i.Left), ShiftCount(i));
                break;
            default:
                throw new InvalidOperationException($"{i.Op} is not an operation on integers.");
        }
    }

    /// <summary>Emits an operation in at least 32 bits and cuts the result off to the type's own width.</summary>
    private void Wrapped(Instruction i, string opcode, params ReadOnlySpan<PtxOperand> sources)
    {
        if (i.Type.Bits >= 32)
        {
            Emit(opcode, Define(i), sources);
        }
        else
        {
            PtxRegister wide = Compute(RegisterKind.Int32, opcode, sources);
            Emit("and.b32", Define(i), wide, Immediate((1L << i.Type.Bits) - 1));
        }
    }

    /// <summary>Returns an operand as the signed number that it stands for; narrow integers are kept zero-extended.</summary>
    private PtxOperand UseSigned(Value value) => value switch
    {
        Constant constant => Immediate(constant.AsInt64),
        { Type.Bits: < 32 } => Compute(RegisterKind.Int32, $"cvt.s32.s{value.Type.Bits}", Use(value)),
        _ => Use(value),
    };

    /// <summary>PTX clamps counts where the IR takes them modulo the width.</summary>
    private PtxOperand ShiftCount(BinaryInstruction i)
    {
        long largest = i.Type.Bits - 1;
        return i.Right switch
        {
            Constant count => Immediate(count.AsInt64 & largest),
            BinaryInstruction { Op: BinaryOp.And, Right: Constant mask } when mask.AsUInt64 <= (ulong)largest => Use(i.Right),
            BinaryInstruction { Op: BinaryOp.And, Right: Constant mask } masked when ((long)mask.AsUInt64 & largest) == largest =>
                Compute(RegisterKind.Int32, "and.b32", Use(masked.Left), Immediate(largest)),
            _ => Compute(RegisterKind.Int32, "and.b32", Use(i.Right), Immediate(largest)),
        };
    }

    private void SelectAdd(BinaryInstruction i)
    {
        Value addend = i.Right;
        BinaryInstruction? product = FusibleProduct(i, i.Left);
        if (product is null)
        {
            addend = i.Left;
            product = FusibleProduct(i, i.Right);
        }

        if (product is null)
        {
            Wrapped(i, $"add.{PtxTypes.Signed(i.Type)}", Use(i.Left), Use(i.Right));
        }
        else if (WideProduct(product) is { } wide)
        {
            Emit($"mad.wide.{wide.Type}", Define(i), wide.A, wide.B, Use(addend));
        }
        else
        {
            Emit($"mad.lo.{PtxTypes.Signed(i.Type)}", Define(i), Use(product.Left), Use(product.Right), Use(addend));
        }
    }

    /// <summary>Returns the product that an addition of the same block can take over, if nobody else needs it.</summary>
    private static BinaryInstruction? FusibleProduct(BinaryInstruction sum, Value operand) =>
        operand is BinaryInstruction { Op: BinaryOp.Mul, Users.Count: 1, Type.Bits: >= 32 } product && ReferenceEquals(product.Block, sum.Block)
            ? product
            : null;

    private void SelectMultiply(BinaryInstruction i)
    {
        if (WideProduct(i) is { } wide && !MeetsZero(i))
        {
            Emit($"mul.wide.{wide.Type}", Define(i), wide.A, wide.B);
        }
        else
        {
            Wrapped(i, $"mul.lo.{PtxTypes.Signed(i.Type)}", Use(i.Left), Use(i.Right));
        }
    }

    /// <summary>Tells whether a value flows into phis that may be a constant zero instead.</summary>
    /// <remarks>
    /// ptxas 13.0 (so the driver's too) makes a predicated pair of such ways, <c>@p CS2R R, SRZ; @!p IMAD.WIDE R, ...</c>, and lets a reader of R wait for the
    /// second only: it gets what was in the register's low half before. A product of 64-bit factors becomes other instructions, which are waited for.
    /// </remarks>
    private static bool MeetsZero(BinaryInstruction product)
    {
        var seen = new HashSet<PhiInstruction>();
        var open = new Stack<PhiInstruction>(product.Users.OfType<PhiInstruction>());
        while (open.TryPop(out PhiInstruction? phi))
        {
            if (!seen.Add(phi))
            {
                continue;
            }

            if (phi.Operands.Any(operand => operand is Constant { AsUInt64: 0 }))
            {
                return true;
            }

            foreach (PhiInstruction other in phi.Users.Concat<Value>(phi.Operands).OfType<PhiInstruction>())
            {
                open.Push(other);
            }
        }

        return false;
    }

    /// <summary>Recognises a 64-bit product of two factors that were extended from 32 bits, or of one and a small constant.</summary>
    private (string Type, PtxOperand A, PtxOperand B)? WideProduct(BinaryInstruction product)
    {
        if (product.Type != IrType.Int64)
        {
            return null;
        }

        foreach (ConvertOp extension in (ReadOnlySpan<ConvertOp>)[ConvertOp.SignExtend, ConvertOp.ZeroExtend])
        {
            if ((IsExtended(product.Left, extension) || IsExtended(product.Right, extension))
                && ExtendedOperand(product.Left, extension) is { } a && ExtendedOperand(product.Right, extension) is { } b)
            {
                return (extension == ConvertOp.SignExtend ? "s32" : "u32", a, b);
            }
        }

        return null;
    }

    private static bool IsExtended(Value value, ConvertOp extension) =>
        value is ConvertInstruction convert && convert.Op == extension && convert.Operand.Type == IrType.Int32;

    /// <summary>Returns the 32-bit operand that a value was extended from, or a constant that fits; otherwise null.</summary>
    private PtxOperand? ExtendedOperand(Value value, ConvertOp extension) => value switch
    {
        Constant c when extension == ConvertOp.SignExtend && c.AsInt64 is >= int.MinValue and <= int.MaxValue => Immediate(c.AsInt64),
        Constant c when extension == ConvertOp.ZeroExtend && c.AsUInt64 <= uint.MaxValue => Immediate((long)c.AsUInt64),
        _ when IsExtended(value, extension) => Use(((ConvertInstruction)value).Operand),
        _ => null,
    };

    private void SelectMultiplyHigh(BinaryInstruction i)
    {
        bool isSigned = i.Op == BinaryOp.MulHighSigned;
        if (i.Type.Bits >= 32)
        {
            Emit($"mul.hi.{(isSigned ? PtxTypes.Signed(i.Type) : PtxTypes.Unsigned(i.Type))}", Define(i), Use(i.Left), Use(i.Right));
            return;
        }

        PtxRegister product = isSigned
            ? Compute(RegisterKind.Int32, "mul.lo.s32", UseSigned(i.Left), UseSigned(i.Right))
            : Compute(RegisterKind.Int32, "mul.lo.s32", Use(i.Left), Use(i.Right));
        Wrapped(i, "shr.u32", product, Immediate(i.Type.Bits));
    }
}
