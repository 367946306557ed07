using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <content>Operations of one operand, and the remainder of floats.</content>
internal sealed partial class PtxSelector
{
    private void SelectUnary(UnaryInstruction i)
    {
        if (i.Type == IrType.Bool)
        {
            Emit("not.pred", Define(i), UseRegister(i.Operand));
        }
        else if (i.Type.IsFloat)
        {
            SelectFloatUnary(i);
        }
        else
        {
            SelectIntegerUnary(i);
        }
    }

    private void SelectFloatUnary(UnaryInstruction i)
    {
        string type = FloatType(i.Type);
        string opcode = i.Op switch
        {
            UnaryOp.Negate => $"neg.{type}",
            UnaryOp.Abs => $"abs.{type}",
            UnaryOp.Sqrt => $"sqrt.rn.{type}",
            UnaryOp.Floor => $"cvt.rmi.{type}.{type}",
            UnaryOp.Ceiling => $"cvt.rpi.{type}.{type}",
            UnaryOp.Truncate => $"cvt.rzi.{type}.{type}",
            UnaryOp.RoundEven => $"cvt.rni.{type}.{type}",
            // The approximate reciprocal of doubles keeps 20 bits only; the exact one is the useful one there.
            UnaryOp.RcpApprox => type == "f32" ? "rcp.approx.f32" : "rcp.rn.f64",
            UnaryOp.RsqrtApprox => $"rsqrt.approx.{type}",
            _ => throw new InvalidOperationException($"{i.Op} is not an operation on floats."),
        };
        Emit(opcode, Define(i), UseRegister(i.Operand));
    }

    private void SelectIntegerUnary(UnaryInstruction i)
    {
        bool isWide = i.Type.Bits == 64;
        switch (i.Op)
        {
            case UnaryOp.Negate:
                Wrapped(i, $"neg.{PtxTypes.Signed(i.Type)}", UseRegister(i.Operand));
                break;
            case UnaryOp.Not:
                Wrapped(i, $"not.{PtxTypes.Bits(i.Type)}", UseRegister(i.Operand));
                break;
            case UnaryOp.Abs:
                Wrapped(i, $"abs.{PtxTypes.Signed(i.Type)}", InRegister(UseSigned(i.Operand), PtxTypes.Kind(i.Type)));
                break;
            case UnaryOp.PopCount:
                Counted(i, $"popc.{PtxTypes.Bits(i.Type)}", UseRegister(i.Operand));
                break;
            case UnaryOp.LeadingZeros when i.Type.Bits < 32:
                PtxRegister zeros = Compute(RegisterKind.Int32, "clz.b32", UseRegister(i.Operand));
                Emit("sub.s32", Define(i), zeros, Immediate(32 - i.Type.Bits));
                break;
            case UnaryOp.LeadingZeros:
                Counted(i, $"clz.{PtxTypes.Bits(i.Type)}", UseRegister(i.Operand));
                break;
            case UnaryOp.TrailingZeros:
                // A bit behind the narrow types' highest ends the count there.
                PtxRegister value = i.Type.Bits < 32
                    ? Compute(RegisterKind.Int32, "or.b32", Use(i.Operand), Immediate(1L << i.Type.Bits))
                    : UseRegister(i.Operand);
                PtxRegister reversed = Compute(isWide ? RegisterKind.Int64 : RegisterKind.Int32, $"brev.{PtxTypes.Bits(i.Type)}", value);
                Counted(i, $"clz.{PtxTypes.Bits(i.Type)}", reversed);
                break;
            default:
                throw new InvalidOperationException($"{i.Op} is not an operation on integers.");
        }
    }

    /// <summary>Emits an operation whose result PTX gives in 32 bits whatever the operand's width.</summary>
    private void Counted(Instruction i, string opcode, PtxRegister operand)
    {
        if (i.Type.Bits == 64)
        {
            PtxRegister count = Compute(RegisterKind.Int32, opcode, operand);
            Emit("cvt.u64.u32", Define(i), count);
        }
        else
        {
            Emit(opcode, Define(i), operand);
        }
    }

    /// <summary>
    /// Computes x % y exactly: y is doubled while it stays within x, then halved back, and taken off wherever it fits. Every step is exact:
    /// doubling and undoing it always, the difference because it lies between nought and the divisor (Sterbenz' lemma).
    /// </summary>
    private void SelectFloatRemainder(BinaryInstruction i)
    {
        string type = FloatType(i.Type);
        RegisterKind kind = PtxTypes.Kind(i.Type);
        bool isWide = kind == RegisterKind.Float64;
        var infinity = new TextOperand(isWide ? "0d7FF0000000000000" : "0f7F800000");
        var zero = new TextOperand(isWide ? "0d0000000000000000" : "0f00000000");
        var half = new TextOperand(isWide ? "0d3FE0000000000000" : "0f3F000000");
        var notANumber = new TextOperand(NotANumber(i.Type));

        PtxRegister x = UseRegister(i.Left);
        PtxRegister y = UseRegister(i.Right);
        PtxRegister rest = Compute(kind, $"abs.{type}", x);
        PtxRegister divisor = Compute(kind, $"abs.{type}", y);
        PtxRegister isFinite = Compute(RegisterKind.Predicate, $"setp.lt.{type}", rest, infinity);
        PtxRegister isDefined = Compute(RegisterKind.Predicate, $"setp.gt.and.{type}", divisor, zero, isFinite);
        PtxRegister step = Compute(kind, $"mov.{type}", divisor);
        PtxRegister result = Define(i);
        Emit($"mov.{type}", result, notANumber);

        PtxBlock before = current;
        PtxBlock grow = StartBlock();
        PtxRegister doubled = Compute(kind, $"add.rn.{type}", step, step);
        PtxRegister fits = Compute(RegisterKind.Predicate, $"setp.le.{type}", doubled, rest);
        EmitIf(fits, $"mov.{type}", step, doubled);

        PtxBlock shrink = StartBlock();
        PtxRegister isTaken = Compute(RegisterKind.Predicate, $"setp.ge.{type}", rest, step);
        EmitIf(isTaken, $"sub.rn.{type}", rest, rest, step);
        PtxRegister goesOn = Compute(RegisterKind.Predicate, $"setp.gt.{type}", step, divisor);
        EmitIf(goesOn, $"mul.rn.{type}", step, step, half);

        PtxBlock sign = StartBlock();
        Emit($"copysign.{type}", result, x, rest);

        PtxBlock after = StartBlock();
        before.BranchIf(isDefined, grow, after);
        grow.BranchIf(fits, grow, shrink);
        shrink.BranchIf(goesOn, shrink, sign);
        sign.BranchTo(after);
    }
}
