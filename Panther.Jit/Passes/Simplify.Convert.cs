using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;

namespace Panther.Jit.Passes;

/// <summary>Chains of conversions, and of addresses.</summary>
internal sealed partial class Simplify
{
    private Value? SimplerConvert(ConvertInstruction i)
    {
        if (i.Op is ConvertOp.BitCast or ConvertOp.FloatToFloat or ConvertOp.Truncate or ConvertOp.SignExtend or ConvertOp.ZeroExtend
            && i.Operand.Type == i.Type)
        {
            return i.Operand;
        }

        if (i.Operand is not ConvertInstruction inner)
        {
            return null;
        }

        Value x = inner.Operand;
        switch (i.Op, inner.Op)
        {
            case (ConvertOp.Truncate, ConvertOp.Truncate):
                return Convert(ConvertOp.Truncate, x, i.Type);
            case (ConvertOp.Truncate, ConvertOp.SignExtend or ConvertOp.ZeroExtend):
                return i.Type == x.Type ? x
                    : i.Type.Bits < x.Type.Bits ? Convert(ConvertOp.Truncate, x, i.Type)
                    : Convert(inner.Op, x, i.Type);
            case (ConvertOp.SignExtend or ConvertOp.ZeroExtend, ConvertOp.ZeroExtend):
                return Convert(ConvertOp.ZeroExtend, x, i.Type);
            case (ConvertOp.SignExtend, ConvertOp.SignExtend):
                return Convert(ConvertOp.SignExtend, x, i.Type);
            case (ConvertOp.SignExtend, ConvertOp.Truncate) when x.Type == i.Type && ValueRange.Of(x).FitsSigned(inner.Type):
                return x;
            case (ConvertOp.ZeroExtend, ConvertOp.Truncate) when x.Type == i.Type:
                return Binary(BinaryOp.And, x, function.Constant(i.Type, ulong.MaxValue >> (64 - inner.Type.Bits)));
            case (ConvertOp.SignedToFloat, ConvertOp.SignExtend) when x.Type.Bits >= 32:
                return Convert(ConvertOp.SignedToFloat, x, i.Type);
            case (ConvertOp.SignedToFloat or ConvertOp.UnsignedToFloat, ConvertOp.ZeroExtend) when x.Type.Bits >= 32:
                return Convert(ConvertOp.UnsignedToFloat, x, i.Type);
            case (ConvertOp.BitCast, ConvertOp.BitCast):
                return Convert(ConvertOp.BitCast, x, i.Type);
            case (ConvertOp.FloatToFloat, ConvertOp.FloatToFloat) when i.Type == x.Type && inner.Type.Bits > x.Type.Bits:
                return x;
            case (ConvertOp.PointerToInt, ConvertOp.IntToPointer):
                return x;
            case (ConvertOp.IntToPointer, ConvertOp.PointerToInt) when x.Type == i.Type:
                return x;
            default:
                return null;
        }
    }

    private Value? SimplerGep(GepInstruction i)
    {
        if (i.Index is Constant index)
        {
            long offset = (index.AsInt64 * i.Stride) + i.Offset;
            if (offset == 0)
            {
                return i.Pointer;
            }

            if (i.Pointer is GepInstruction inner)
            {
                return Emit(new GepInstruction(inner.Pointer, inner.Index, inner.Stride, inner.Offset + offset));
            }

            return i.Stride == 1 && index.IsZero && index.Type == IrType.Int32
                ? null
                : Emit(new GepInstruction(i.Pointer, function.Int32(0), 1, offset));
        }

        if (i.Pointer is GepInstruction { Index: Constant } fixedPlace)
        {
            long offset = (((Constant)fixedPlace.Index).AsInt64 * fixedPlace.Stride) + fixedPlace.Offset + i.Offset;
            return Emit(new GepInstruction(fixedPlace.Pointer, i.Index, i.Stride, offset));
        }

        // An i32 index is extended by the instruction itself.
        return i.Index is ConvertInstruction { Operand.Type.Kind: ScalarKind.Int32 } extended
            && (extended.Op == ConvertOp.SignExtend || (extended.Op == ConvertOp.ZeroExtend && ValueRange.IsNonNegative(extended.Operand)))
            ? Emit(new GepInstruction(i.Pointer, extended.Operand, i.Stride, i.Offset))
            : null;
    }
}
