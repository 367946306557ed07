using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.Backends.Cpu.Lanes;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>Conversions between scalars.</summary>
internal sealed partial class KernelEmitter
{
    private void EmitScalarConvert(ConvertInstruction i)
    {
        ScalarKind from = i.Operand.Type.Kind;
        ScalarKind to = i.Type.Kind;
        bool wide = LaneLayout.Is64Bit(i.Type);
        switch (i.Op)
        {
            case ConvertOp.Truncate:
                EmitScalar(i.Operand);
                if (from == ScalarKind.Int64)
                {
                    il.Emit(OpCodes.Conv_I4);
                }

                break;
            case ConvertOp.SignExtend:
                EmitScalarExtended(i.Operand, true);
                if (from == ScalarKind.Bool)
                {
                    il.Emit(OpCodes.Neg);
                }

                if (wide)
                {
                    il.Emit(OpCodes.Conv_I8);
                }

                break;
            case ConvertOp.ZeroExtend:
                EmitScalarExtended(i.Operand, false);
                if (wide)
                {
                    il.Emit(OpCodes.Conv_U8);
                }

                break;
            case ConvertOp.SignedToFloat:
                EmitScalarExtended(i.Operand, true);
                il.Emit(to == ScalarKind.Float32 ? OpCodes.Conv_R4 : OpCodes.Conv_R8);
                break;
            case ConvertOp.UnsignedToFloat:
                EmitScalarExtended(i.Operand, false);
                if (from != ScalarKind.Int64)
                {
                    il.Emit(OpCodes.Conv_U8);
                }

                CallHelper(typeof(ScalarMath), to == ScalarKind.Float32 ? nameof(ScalarMath.UnsignedToSingle) : nameof(ScalarMath.UnsignedToDouble));
                break;
            case ConvertOp.FloatToSigned or ConvertOp.FloatToUnsigned:
                EmitScalar(i.Operand);
                il.Emit(OpCodes.Conv_R8);
                CallHelper(typeof(ScalarMath), (i.Op == ConvertOp.FloatToSigned, wide) switch
                {
                    (true, true) => nameof(ScalarMath.ToInt64),
                    (true, false) => nameof(ScalarMath.ToInt32),
                    (false, true) => nameof(ScalarMath.ToUInt64),
                    _ => nameof(ScalarMath.ToUInt32),
                });
                break;
            case ConvertOp.FloatToFloat:
                EmitScalar(i.Operand);
                il.Emit(to == ScalarKind.Float32 ? OpCodes.Conv_R4 : OpCodes.Conv_R8);
                break;
            case ConvertOp.BitCast:
                EmitScalarBitCast(i.Operand, to);
                break;
            default:
                EmitScalar(i.Operand);
                break;
        }
    }

    private void EmitScalarBitCast(Value operand, ScalarKind to)
    {
        EmitScalar(operand);
        switch (operand.Type.Kind, to)
        {
            case (ScalarKind.Float32, ScalarKind.Int32):
                CallHelper(typeof(BitConverter), nameof(BitConverter.SingleToInt32Bits));
                break;
            case (ScalarKind.Int32, ScalarKind.Float32):
                CallHelper(typeof(BitConverter), nameof(BitConverter.Int32BitsToSingle));
                break;
            case (ScalarKind.Float64, ScalarKind.Int64):
                CallHelper(typeof(BitConverter), nameof(BitConverter.DoubleToInt64Bits));
                break;
            case (ScalarKind.Int64, ScalarKind.Float64):
                CallHelper(typeof(BitConverter), nameof(BitConverter.Int64BitsToDouble));
                break;
            default:
                break;
        }
    }
}
