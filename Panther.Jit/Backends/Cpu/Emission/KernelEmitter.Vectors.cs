using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>Vector forms: the values of all lanes, part by part.</summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Pushes one part of the lanes' values.</summary>
    private void EmitVector(Value value, int part)
    {
        if (value is Constant constant)
        {
            EmitVectorConstant(constant);
        }
        else if (inlining.IsInlined(value))
        {
            EmitVectorExpression((Instruction)value, part);
        }
        else
        {
            il.Emit(OpCodes.Ldloc, VectorLocal(value, part));
        }
    }

    private void EmitVectorConstant(Constant constant)
    {
        Type element = LaneLayout.Element(constant.Type);
        if (constant.IsZero)
        {
            CallConstant("Zero", element);
        }
        else if (constant.Type == IrType.Bool)
        {
            CallConstant("AllBitsSet", element);
        }
        else
        {
            EmitScalarConstant(constant);
            Call("Create", element, element);
        }
    }

    /// <summary>Pushes an integer, the same for all lanes.</summary>
    private void EmitVectorOf(long value, Type element)
    {
        if (element == typeof(long))
        {
            LoadLong(value);
        }
        else
        {
            LoadInt((int)value);
        }

        Call("Create", element, element);
    }

    private void EmitVectorExpression(Instruction instruction, int part)
    {
        LaneShape shape = shapes.Exact(instruction);
        if (!shape.IsVarying)
        {
            EmitScalarExpression(instruction);
            EmitSpread(instruction.Type, shape, part);
            return;
        }

        switch (instruction)
        {
            case BinaryInstruction i:
                EmitVectorBinary(i, part);
                break;
            case UnaryInstruction i:
                EmitVectorUnary(i, part);
                break;
            case FusedMultiplyAddInstruction i:
                EmitVector(i.Operands[0], part);
                EmitVector(i.Operands[1], part);
                EmitVector(i.Operands[2], part);
                Type e = LaneLayout.Element(i.Type);
                Call("FusedMultiplyAdd", e, V(e), V(e), V(e));
                break;
            case CompareInstruction i:
                EmitVectorCompare(i);
                break;
            case SelectInstruction i:
                Type element = LaneLayout.Element(i.Type);
                EmitVector(i.Condition, 0);
                EmitMaskPart(element, part);
                EmitVector(i.WhenTrue, part);
                EmitVector(i.WhenFalse, part);
                Call("ConditionalSelect", element, V(element), V(element), V(element));
                break;
            case ConvertInstruction i:
                EmitVectorConvert(i, part);
                break;
            case GepInstruction i:
                EmitVectorGep(i, part);
                break;
            case LoadInstruction i:
                EmitContiguousLoad(i, part);
                break;
            case ExtractLaneInstruction i:
                il.Emit(OpCodes.Ldloc, VectorLocal(i.Vector, (i.Lane * LaneLayout.Parts(i.Type)) + part));
                break;
            default:
                throw new InvalidOperationException($"{instruction.GetType().Name} is no expression.");
        }
    }

    /// <summary>Makes the lanes' values of the scalar on the stack.</summary>
    private void EmitSpread(IrType type, LaneShape shape, int part)
    {
        Type element = LaneLayout.Element(type);
        if (type == IrType.Bool)
        {
            il.Emit(OpCodes.Neg);
        }

        Call("Create", element, element);
        if (shape.Offsets is { } offsets)
        {
            int count = Lanes / LaneLayout.Parts(type);
            EmitConstants(element, [.. Enumerable.Range(part * count, count).Select(lane => offsets[lane])]);
            Call("Add", element, V(element), V(element));
        }
    }

    /// <summary>Pushes a vector of integers.</summary>
    private void EmitConstants(Type element, long[] values)
    {
        if (values.Select((v, i) => v == i).All(same => same))
        {
            CallConstant("Indices", element);
            return;
        }

        foreach (long value in values)
        {
            if (element == typeof(long))
            {
                LoadLong(value);
            }
            else
            {
                LoadInt((int)value);
            }
        }

        Call("Create", element, [.. Enumerable.Repeat(element, values.Length)]);
    }

    /// <summary>Turns the mask on the stack into one for elements of the given type.</summary>
    private void EmitMaskPart(Type element, int part)
    {
        if (element == typeof(long) || element == typeof(double))
        {
            Call(part == 0 ? "WidenLower" : "WidenUpper", typeof(int), V(typeof(int)));
            Reinterpret(typeof(long), element);
        }
        else
        {
            Reinterpret(typeof(int), element);
        }
    }

    private void EmitVectorExtended(Value value, int part, bool signed)
    {
        EmitVector(value, part);
        if (!LaneLayout.IsNarrow(value.Type))
        {
            return;
        }

        if (signed)
        {
            int unused = 32 - value.Type.Bits;
            LoadInt(unused);
            Call("ShiftLeft", typeof(int), V(typeof(int)), typeof(int));
            LoadInt(unused);
            Call("ShiftRightArithmetic", typeof(int), V(typeof(int)), typeof(int));
        }
        else
        {
            EmitVectorOf((1 << value.Type.Bits) - 1, typeof(int));
            Call("BitwiseAnd", typeof(int), V(typeof(int)), V(typeof(int)));
        }
    }

    private void EmitVectorBinary(BinaryInstruction i, int part)
    {
        Type e = LaneLayout.Element(i.Type);
        switch (i.Op)
        {
            case BinaryOp.ShiftLeft or BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned:
                EmitVectorExtended(i.Left, part, i.Op == BinaryOp.ShiftRightSigned);
                EmitShiftCount(i);
                string shift = i.Op switch
                {
                    BinaryOp.ShiftLeft => "ShiftLeft",
                    BinaryOp.ShiftRightSigned => "ShiftRightArithmetic",
                    _ => "ShiftRightLogical",
                };
                Call(shift, e, V(e), typeof(int));
                break;
            case BinaryOp.MinUnsigned or BinaryOp.MaxUnsigned:
                Type unsigned = Unsigned(e);
                EmitVectorExtended(i.Left, part, false);
                Reinterpret(e, unsigned);
                EmitVectorExtended(i.Right, part, false);
                Reinterpret(e, unsigned);
                Call(i.Op == BinaryOp.MinUnsigned ? "Min" : "Max", unsigned, V(unsigned), V(unsigned));
                Reinterpret(unsigned, e);
                break;
            case BinaryOp.Mul when e == typeof(long) && IsZeroExtended(i.Left) && IsZeroExtended(i.Right) && WideMultiply is { } multiply:
                EmitVector(i.Left, part);
                Reinterpret(e, typeof(uint));
                EmitVector(i.Right, part);
                Reinterpret(e, typeof(uint));
                il.Emit(OpCodes.Call, multiply);
                Reinterpret(typeof(ulong), e);
                break;
            default:
                EmitVectorExtended(i.Left, part, true, i.Op is BinaryOp.MinSigned or BinaryOp.MaxSigned);
                EmitVectorExtended(i.Right, part, true, i.Op is BinaryOp.MinSigned or BinaryOp.MaxSigned);
                Call(BinaryName(i.Op), e, V(e), V(e));
                break;
        }
    }

    private void EmitVectorExtended(Value value, int part, bool signed, bool extend)
    {
        if (extend)
        {
            EmitVectorExtended(value, part, signed);
        }
        else
        {
            EmitVector(value, part);
        }
    }

    /// <summary>Returns whether a 64-bit value is surely below 2^32.</summary>
    private static bool IsZeroExtended(Value value) => value switch
    {
        ConvertInstruction { Op: ConvertOp.ZeroExtend } => true,
        Constant c => c.AsUInt64 <= uint.MaxValue,
        BinaryInstruction { Op: BinaryOp.And, Right: Constant c } => c.AsUInt64 <= uint.MaxValue,
        BinaryInstruction { Op: BinaryOp.ShiftRightUnsigned, Right: Constant c } => ((int)c.AsInt64 & 63) >= 32,
        _ => false,
    };

    private static string BinaryName(BinaryOp op) => op switch
    {
        BinaryOp.Add => "Add",
        BinaryOp.Sub => "Subtract",
        BinaryOp.Mul => "Multiply",
        BinaryOp.DivFloat => "Divide",
        BinaryOp.And => "BitwiseAnd",
        BinaryOp.Or => "BitwiseOr",
        BinaryOp.Xor => "Xor",
        BinaryOp.MinSigned or BinaryOp.MinFloat => "Min",
        BinaryOp.MaxSigned or BinaryOp.MaxFloat => "Max",
        BinaryOp.CopySign => "CopySign",
        _ => throw new InvalidOperationException($"{op} is no vector operation."),
    };

    private static Type Unsigned(Type element) => element == typeof(long) ? typeof(ulong) : typeof(uint);

    private void EmitVectorUnary(UnaryInstruction i, int part)
    {
        Type e = LaneLayout.Element(i.Type);
        switch (i.Op)
        {
            case UnaryOp.RcpApprox or UnaryOp.RsqrtApprox:
                EmitScalarOne(e);
                Call("Create", e, e);
                EmitVector(i.Operand, part);
                if (i.Op == UnaryOp.RsqrtApprox)
                {
                    Call("Sqrt", e, V(e));
                }

                Call("Divide", e, V(e), V(e));
                break;
            default:
                EmitVectorExtended(i.Operand, part, true, i.Op == UnaryOp.Abs);
                if (i.Op == UnaryOp.RoundEven)
                {
                    Call("Round", e, V(e));
                    break;
                }

                string name = i.Op switch
                {
                    UnaryOp.Negate => "Negate",
                    UnaryOp.Not => "OnesComplement",
                    UnaryOp.Abs => "Abs",
                    UnaryOp.Sqrt => "Sqrt",
                    UnaryOp.Floor => "Floor",
                    UnaryOp.Ceiling => "Ceiling",
                    _ => "Truncate",
                };
                Call(name, e, V(e));
                break;
        }
    }

    /// <summary>Pushes the mask of a comparison; those of 64-bit values are narrowed.</summary>
    private void EmitVectorCompare(CompareInstruction i)
    {
        Type e = LaneLayout.Element(i.Left.Type);
        bool signed = i.Op is CompareOp.LessSigned or CompareOp.LessEqualSigned or CompareOp.GreaterSigned or CompareOp.GreaterEqualSigned;
        Type compared = i.Left.Type.IsFloat || signed || i.Op is CompareOp.Equal or CompareOp.NotEqual ? e : Unsigned(e);
        (string name, bool negate) = i.Op switch
        {
            CompareOp.Equal or CompareOp.EqualOrdered => ("Equals", false),
            CompareOp.NotEqual or CompareOp.NotEqualUnordered => ("Equals", true),
            CompareOp.LessSigned or CompareOp.LessUnsigned or CompareOp.LessOrdered => ("LessThan", false),
            CompareOp.LessEqualSigned or CompareOp.LessEqualUnsigned or CompareOp.LessEqualOrdered => ("LessThanOrEqual", false),
            CompareOp.GreaterSigned or CompareOp.GreaterUnsigned or CompareOp.GreaterOrdered => ("GreaterThan", false),
            CompareOp.GreaterEqualSigned or CompareOp.GreaterEqualUnsigned or CompareOp.GreaterEqualOrdered => ("GreaterThanOrEqual", false),
            CompareOp.LessUnordered => ("GreaterThanOrEqual", true),
            CompareOp.LessEqualUnordered => ("GreaterThan", true),
            CompareOp.GreaterUnordered => ("LessThanOrEqual", true),
            _ => ("LessThan", true),
        };
        int parts = LaneLayout.Parts(i.Left.Type);
        for (int part = 0; part < parts; part++)
        {
            EmitVectorExtended(i.Left, part, signed);
            Reinterpret(e, compared);
            EmitVectorExtended(i.Right, part, signed);
            Reinterpret(e, compared);
            Call(name, compared, V(compared), V(compared));
            Reinterpret(compared, parts == 2 ? typeof(long) : typeof(int));
        }

        if (parts == 2)
        {
            Call("Narrow", typeof(long), V(typeof(long)), V(typeof(long)));
        }

        if (negate)
        {
            Call("OnesComplement", typeof(int), V(typeof(int)));
        }
    }

    private void EmitVectorGep(GepInstruction i, int part)
    {
        Type e = typeof(long);
        EmitVector(i.Pointer, part);
        if (i.Index is Constant c)
        {
            EmitVectorOf((c.AsInt64 * i.Stride) + i.Offset, e);
            Call("Add", e, V(e), V(e));
            return;
        }

        if (i.Index.Type == IrType.Int32)
        {
            EmitVector(i.Index, 0);
            Call(part == 0 ? "WidenLower" : "WidenUpper", typeof(int), V(typeof(int)));
        }
        else
        {
            EmitVector(i.Index, part);
        }

        if (i.Stride != 1 && i.Stride > 0 && (i.Stride & (i.Stride - 1)) == 0)
        {
            LoadInt(System.Numerics.BitOperations.TrailingZeroCount(i.Stride));
            Call("ShiftLeft", e, V(e), typeof(int));
        }
        else if (i.Stride != 1)
        {
            EmitVectorOf(i.Stride, e);
            Call("Multiply", e, V(e), V(e));
        }

        Call("Add", e, V(e), V(e));
        if (i.Offset != 0)
        {
            EmitVectorOf(i.Offset, e);
            Call("Add", e, V(e), V(e));
        }
    }
}
