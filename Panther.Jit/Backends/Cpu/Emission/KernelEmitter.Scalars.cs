using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.Backends.Cpu.Lanes;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>Scalar forms: 32-bit IL integers for bools and integers of up to 32 bits (the upper bits of narrow ones mean nothing), 64-bit ones for pointers.</summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Pushes the first lane's value.</summary>
    private void EmitScalar(Value value)
    {
        switch (value)
        {
            case Constant constant:
                EmitScalarConstant(constant);
                break;
            case Instruction instruction when inlining.IsInlined(instruction):
                EmitScalarExpression(instruction);
                break;
            default:
                il.Emit(OpCodes.Ldloc, ScalarLocal(value));
                break;
        }
    }

    private void EmitScalarConstant(Constant constant)
    {
        switch (constant.Type.Kind)
        {
            case ScalarKind.Float32:
                il.Emit(OpCodes.Ldc_R4, constant.AsSingle);
                break;
            case ScalarKind.Float64:
                il.Emit(OpCodes.Ldc_R8, constant.AsDouble);
                break;
            case ScalarKind.Int64 or ScalarKind.Pointer:
                LoadLong((long)constant.Bits);
                break;
            default:
                LoadInt((int)constant.AsInt64);
                break;
        }
    }

    /// <summary>Pushes a narrow integer with meaningful upper bits.</summary>
    private void EmitScalarExtended(Value value, bool signed)
    {
        EmitScalar(value);
        if (LaneLayout.IsNarrow(value.Type))
        {
            il.Emit((value.Type.Kind, signed) switch
            {
                (ScalarKind.Int8, true) => OpCodes.Conv_I1,
                (ScalarKind.Int8, false) => OpCodes.Conv_U1,
                (_, true) => OpCodes.Conv_I2,
                _ => OpCodes.Conv_U2,
            });
        }
    }

    private void EmitScalarExpression(Instruction instruction)
    {
        switch (instruction)
        {
            case BinaryInstruction i:
                EmitScalarBinary(i);
                break;
            case UnaryInstruction i:
                EmitScalarUnary(i);
                break;
            case FusedMultiplyAddInstruction i:
                EmitScalar(i.Operands[0]);
                EmitScalar(i.Operands[1]);
                EmitScalar(i.Operands[2]);
                Type e = ScalarType(i.Type);
                CallStatic(e == typeof(float) ? typeof(MathF) : typeof(Math), "FusedMultiplyAdd", e, e, e);
                break;
            case CompareInstruction i:
                EmitScalarCompare(i);
                break;
            case SelectInstruction i:
                EmitScalar(i.Condition);
                EmitScalar(i.WhenTrue);
                EmitScalar(i.WhenFalse);
                il.Emit(OpCodes.Call, typeof(ScalarMath).GetMethod(nameof(ScalarMath.Select))!.MakeGenericMethod(ScalarType(i.Type)));
                break;
            case ConvertInstruction i:
                EmitScalarConvert(i);
                break;
            case GepInstruction i:
                EmitScalarGep(i);
                break;
            case LoadInstruction i:
                EmitScalar(i.Pointer);
                EmitScalarLoad(i, 0);
                break;
            case ShuffleInstruction i:
                EmitScalar(i.Shuffled);
                break;
            case ExtractLaneInstruction i:
                il.Emit(OpCodes.Ldloc, ScalarLocal(i.Vector, i.Lane));
                break;
            case IndexInstruction i:
                EmitScalarIndex(i.Kind);
                break;
            case DynamicSharedSizeInstruction:
                il.Emit(OpCodes.Ldarg_S, (byte)7);
                break;
            case AllocaInstruction i:
                EmitAllocaAddress(i);
                break;
            default:
                throw new InvalidOperationException($"{instruction.GetType().Name} has no scalar form.");
        }
    }

    private void EmitScalarGep(GepInstruction i)
    {
        EmitScalar(i.Pointer);
        if (i.Index is Constant c)
        {
            long offset = (c.AsInt64 * i.Stride) + i.Offset;
            if (offset != 0)
            {
                LoadLong(offset);
                il.Emit(OpCodes.Add);
            }

            return;
        }

        EmitScalar(i.Index);
        if (i.Index.Type == IrType.Int32)
        {
            il.Emit(OpCodes.Conv_I8);
        }

        if (i.Stride != 1)
        {
            LoadLong(i.Stride);
            il.Emit(OpCodes.Mul);
        }

        il.Emit(OpCodes.Add);
        if (i.Offset != 0)
        {
            LoadLong(i.Offset);
            il.Emit(OpCodes.Add);
        }
    }

    private void EmitScalarBinary(BinaryInstruction i)
    {
        bool isFloat = i.Type.IsFloat;
        bool is64 = i.Type == IrType.Int64;
        switch (i.Op)
        {
            case BinaryOp.Add or BinaryOp.Sub or BinaryOp.Mul or BinaryOp.And or BinaryOp.Or or BinaryOp.Xor or BinaryOp.DivFloat or BinaryOp.RemFloat:
                EmitScalar(i.Left);
                EmitScalar(i.Right);
                il.Emit(i.Op switch
                {
                    BinaryOp.Add => OpCodes.Add,
                    BinaryOp.Sub => OpCodes.Sub,
                    BinaryOp.Mul => OpCodes.Mul,
                    BinaryOp.And => OpCodes.And,
                    BinaryOp.Or => OpCodes.Or,
                    BinaryOp.Xor => OpCodes.Xor,
                    BinaryOp.DivFloat => OpCodes.Div,
                    _ => OpCodes.Rem,
                });
                break;
            case BinaryOp.ShiftLeft or BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned:
                EmitScalarExtended(i.Left, i.Op == BinaryOp.ShiftRightSigned);
                EmitShiftCount(i);
                il.Emit(i.Op switch
                {
                    BinaryOp.ShiftLeft => OpCodes.Shl,
                    BinaryOp.ShiftRightSigned => OpCodes.Shr,
                    _ => OpCodes.Shr_Un,
                });
                break;
            case BinaryOp.MinFloat or BinaryOp.MaxFloat or BinaryOp.CopySign:
                EmitScalar(i.Left);
                EmitScalar(i.Right);
                Type type = ScalarType(i.Type);
                string name = i.Op switch { BinaryOp.MinFloat => "Min", BinaryOp.MaxFloat => "Max", _ => "CopySign" };
                CallStatic(isFloat && type == typeof(float) ? typeof(MathF) : typeof(Math), name, type, type);
                break;
            default:
                bool signed = IsSigned(i.Op);
                EmitScalarExtended(i.Left, signed);
                EmitScalarExtended(i.Right, signed);
                Type operand = (is64, signed) switch
                {
                    (true, true) => typeof(long),
                    (true, false) => typeof(ulong),
                    (false, true) => typeof(int),
                    _ => typeof(uint),
                };
                EmitIntegerCall(i, operand);
                break;
        }
    }

    private void EmitIntegerCall(BinaryInstruction i, Type operand)
    {
        (Type owner, string name) = i.Op switch
        {
            BinaryOp.DivSigned or BinaryOp.DivUnsigned => (typeof(ScalarMath), nameof(ScalarMath.Divide)),
            BinaryOp.RemSigned or BinaryOp.RemUnsigned => (typeof(ScalarMath), nameof(ScalarMath.Remainder)),
            BinaryOp.MulHighSigned or BinaryOp.MulHighUnsigned => (typeof(ScalarMath), nameof(ScalarMath.MultiplyHigh)),
            BinaryOp.MinSigned or BinaryOp.MinUnsigned => (typeof(Math), nameof(Math.Min)),
            BinaryOp.MaxSigned or BinaryOp.MaxUnsigned => (typeof(Math), nameof(Math.Max)),
            _ => throw new InvalidOperationException($"{i.Op} is no operation on integers."),
        };
        CallStatic(owner, name, operand, operand);
        if (LaneLayout.IsNarrow(i.Type) && name == nameof(ScalarMath.MultiplyHigh))
        {
            throw new InvalidOperationException("The high half of a narrow product is not formed.");
        }
    }

    private static bool IsSigned(BinaryOp op) => op is BinaryOp.DivSigned or BinaryOp.RemSigned or BinaryOp.MulHighSigned
        or BinaryOp.MinSigned or BinaryOp.MaxSigned or BinaryOp.ShiftRightSigned;

    /// <summary>Pushes the count modulo the width.</summary>
    private void EmitShiftCount(BinaryInstruction i)
    {
        if (i.Right is Constant c)
        {
            LoadInt((int)c.AsInt64 & (i.Type.Bits - 1));
            return;
        }

        EmitScalar(i.Right);
        LoadInt(i.Type.Bits - 1);
        il.Emit(OpCodes.And);
    }

    private void EmitScalarUnary(UnaryInstruction i)
    {
        Type type = ScalarType(i.Type);
        Type math = type == typeof(float) ? typeof(MathF) : typeof(Math);
        switch (i.Op)
        {
            case UnaryOp.Negate:
                EmitScalar(i.Operand);
                il.Emit(OpCodes.Neg);
                break;
            case UnaryOp.Not when i.Type == IrType.Bool:
                EmitScalar(i.Operand);
                LoadInt(0);
                il.Emit(OpCodes.Ceq);
                break;
            case UnaryOp.Not:
                EmitScalar(i.Operand);
                il.Emit(OpCodes.Not);
                break;
            case UnaryOp.Abs when i.Type.IsFloat:
                EmitScalar(i.Operand);
                CallStatic(math, "Abs", type);
                break;
            case UnaryOp.Abs:
                EmitScalarExtended(i.Operand, true);
                CallStatic(typeof(ScalarMath), nameof(ScalarMath.Abs), type);
                break;
            case UnaryOp.Sqrt or UnaryOp.Floor or UnaryOp.Ceiling or UnaryOp.Truncate or UnaryOp.RoundEven:
                EmitScalar(i.Operand);
                CallStatic(math, i.Op == UnaryOp.RoundEven ? "Round" : i.Op.ToString(), type);
                break;
            case UnaryOp.RcpApprox:
                EmitScalarOne(type);
                EmitScalar(i.Operand);
                il.Emit(OpCodes.Div);
                break;
            case UnaryOp.RsqrtApprox:
                EmitScalarOne(type);
                EmitScalar(i.Operand);
                CallStatic(math, "Sqrt", type);
                il.Emit(OpCodes.Div);
                break;
            default:
                EmitScalarBitCount(i, type);
                break;
        }
    }

    private void EmitScalarOne(Type type)
    {
        if (type == typeof(float))
        {
            il.Emit(OpCodes.Ldc_R4, 1f);
        }
        else
        {
            il.Emit(OpCodes.Ldc_R8, 1d);
        }
    }

    private void EmitScalarBitCount(UnaryInstruction i, Type type)
    {
        EmitScalarExtended(i.Operand, false);
        if (i.Op == UnaryOp.TrailingZeros && LaneLayout.IsNarrow(i.Type))
        {
            LoadInt(1 << i.Type.Bits);
            il.Emit(OpCodes.Or);
        }

        CallStatic(typeof(ScalarMath), i.Op.ToString(), type);
        if (i.Op == UnaryOp.LeadingZeros && LaneLayout.IsNarrow(i.Type))
        {
            LoadInt(32 - i.Type.Bits);
            il.Emit(OpCodes.Sub);
        }
    }

    private void EmitScalarCompare(CompareInstruction i)
    {
        bool signed = i.Op is CompareOp.LessSigned or CompareOp.LessEqualSigned or CompareOp.GreaterSigned or CompareOp.GreaterEqualSigned;
        EmitScalarExtended(i.Left, signed);
        EmitScalarExtended(i.Right, signed);
        (OpCode code, bool negate) = i.Op switch
        {
            CompareOp.Equal or CompareOp.EqualOrdered => (OpCodes.Ceq, false),
            CompareOp.NotEqual or CompareOp.NotEqualUnordered => (OpCodes.Ceq, true),
            CompareOp.LessSigned or CompareOp.LessOrdered => (OpCodes.Clt, false),
            CompareOp.GreaterSigned or CompareOp.GreaterOrdered => (OpCodes.Cgt, false),
            CompareOp.LessUnsigned or CompareOp.LessUnordered => (OpCodes.Clt_Un, false),
            CompareOp.GreaterUnsigned or CompareOp.GreaterUnordered => (OpCodes.Cgt_Un, false),
            CompareOp.LessEqualSigned or CompareOp.LessEqualUnordered => (OpCodes.Cgt, true),
            CompareOp.GreaterEqualSigned or CompareOp.GreaterEqualUnordered => (OpCodes.Clt, true),
            CompareOp.LessEqualUnsigned or CompareOp.LessEqualOrdered => (OpCodes.Cgt_Un, true),
            _ => (OpCodes.Clt_Un, true),
        };
        il.Emit(code);
        if (negate)
        {
            LoadInt(0);
            il.Emit(OpCodes.Ceq);
        }
    }
}
