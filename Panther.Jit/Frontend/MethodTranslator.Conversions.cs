using Panther.Jit.IR;
using ILOpCode = System.Reflection.Metadata.ILOpCode;

namespace Panther.Jit.Frontend;

/// <content>The conv family, with the meaning that .NET 9 and later give it.</content>
internal sealed partial class MethodTranslator
{
    private bool ExecuteConversion(Cil.IlInstruction i)
    {
        switch (i.Op)
        {
            case ILOpCode.Conv_i1:
                Narrow(IrType.Int8, ConvertOp.SignExtend);
                break;
            case ILOpCode.Conv_u1:
                Narrow(IrType.Int8, ConvertOp.ZeroExtend);
                break;
            case ILOpCode.Conv_i2:
                Narrow(IrType.Int16, ConvertOp.SignExtend);
                break;
            case ILOpCode.Conv_u2:
                Narrow(IrType.Int16, ConvertOp.ZeroExtend);
                break;
            case ILOpCode.Conv_i4:
                Push(ToInteger(PopScalar(), IrType.Int32, isUnsigned: false));
                break;
            case ILOpCode.Conv_u4:
                Push(ToInteger(PopScalar(), IrType.Int32, isUnsigned: true));
                break;
            case ILOpCode.Conv_i8:
                Push(ToInteger(PopScalar(), IrType.Int64, isUnsigned: false));
                break;
            case ILOpCode.Conv_u8:
                Push(ToInteger(PopScalar(), IrType.Int64, isUnsigned: true));
                break;
            case ILOpCode.Conv_i:
                ToNative(isUnsigned: false);
                break;
            case ILOpCode.Conv_u:
                ToNative(isUnsigned: true);
                break;
            case ILOpCode.Conv_r4:
                Push(ToFloat(PopScalar(), IrType.Float32, isUnsigned: false));
                break;
            case ILOpCode.Conv_r8:
                Push(ToFloat(PopScalar(), IrType.Float64, isUnsigned: false));
                break;
            case ILOpCode.Conv_r_un:
                // Rounded once when a float is what is wanted, as .NET does.
                IrType type = NextIs(ILOpCode.Conv_r4) ? IrType.Float32 : IrType.Float64;
                Push(ToFloat(PopScalar(), type, isUnsigned: true));
                break;
            case (>= ILOpCode.Conv_ovf_i1_un and <= ILOpCode.Conv_ovf_u_un) or (>= ILOpCode.Conv_ovf_i1 and <= ILOpCode.Conv_ovf_u8)
                or ILOpCode.Conv_ovf_i or ILOpCode.Conv_ovf_u:
                CheckedConversion(i.Op);
                break;
            default:
                return false;
        }

        return true;
    }

    private bool NextIs(ILOpCode op)
    {
        int index = Array.FindIndex(il.Code, c => c.Offset == current.Next);
        return index >= 0 && il.Code[index].Op == op;
    }

    /// <summary>Floats go through int32, which saturates, and then lose the high bits.</summary>
    private void Narrow(IrType type, ConvertOp widen)
    {
        Value value = PopScalar();
        if (value.Type.IsFloat)
        {
            value = ToInteger(value, IrType.Int32, isUnsigned: false);
        }
        else if (value.Type.IsPointer)
        {
            value = Emit.Convert(ConvertOp.PointerToInt, value, IrType.Int64);
        }

        Push(Emit.Convert(widen, Emit.Convert(ConvertOp.Truncate, value, type), IrType.Int32));
    }

    public Value ToInteger(Value value, IrType type, bool isUnsigned)
    {
        if (value.Type.IsPointer)
        {
            value = Emit.Convert(ConvertOp.PointerToInt, value, IrType.Int64);
        }

        if (value.Type.IsFloat)
        {
            return Emit.Convert(isUnsigned ? ConvertOp.FloatToUnsigned : ConvertOp.FloatToSigned, value, type);
        }

        return value.Type.Size > type.Size
            ? Emit.Convert(ConvertOp.Truncate, value, type)
            : Emit.Convert(isUnsigned ? ConvertOp.ZeroExtend : ConvertOp.SignExtend, value, type);
    }

    public Value ToFloat(Value value, IrType type, bool isUnsigned) => value.Type.IsFloat
        ? Emit.Convert(ConvertOp.FloatToFloat, value, type)
        : Emit.Convert(isUnsigned ? ConvertOp.UnsignedToFloat : ConvertOp.SignedToFloat, value, type);

    /// <summary>Pointers stay pointers, so that the address space is not lost on the way through native int.</summary>
    private void ToNative(bool isUnsigned)
    {
        StackValue value = Pop();
        if (value is AggregateValue { Type.IsSZArray: true } array)
        {
            Push(array.Leaves[0]);
            return;
        }

        Value raw = Emit.Widen(Raw(value));
        Push(raw.Type.IsPointer ? raw : ToInteger(raw, IrType.Int64, isUnsigned));
    }

    /// <summary>
    /// The compiler itself checks array lengths, and constants that fit; everything else is a checked context in the source.
    /// </summary>
    private void CheckedConversion(ILOpCode op)
    {
        Value value = PopScalar();
        bool isIndex = op is ILOpCode.Conv_ovf_i or ILOpCode.Conv_ovf_i_un or ILOpCode.Conv_ovf_u or ILOpCode.Conv_ovf_u_un;
        if (!isIndex || !value.Type.IsInteger)
        {
            throw Rejection.Checked("a conversion");
        }

        Push(ToInteger(value, IrType.Int64, isUnsigned: op is ILOpCode.Conv_ovf_i_un or ILOpCode.Conv_ovf_u_un));
    }
}
