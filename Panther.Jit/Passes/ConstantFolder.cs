using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Computes instructions whose operands are known, exactly as <see cref="BinaryOp"/> and its siblings define them.</summary>
internal static partial class ConstantFolder
{
    /// <summary>Returns whether the result follows from the operands alone.</summary>
    public static bool CanFold(Instruction instruction) => instruction is BinaryInstruction or UnaryInstruction or CompareInstruction
        or SelectInstruction or ConvertInstruction or FusedMultiplyAddInstruction;

    /// <summary>Returns the constant that the instruction always gives, or null when an operand is unknown or the result undefined.</summary>
    public static Constant? Fold(KernelFunction function, Instruction instruction)
    {
        IReadOnlyList<Value> operands = instruction.Operands;
        if (operands.Count is 0 or > 3 || operands[0] is not Constant || !CanFold(instruction))
        {
            return null;
        }

        var constants = new Constant?[operands.Count];
        for (int i = 0; i < constants.Length; i++)
        {
            constants[i] = operands[i] as Constant;
        }

        return Fold(function, instruction, constants);
    }

    /// <summary>Returns what an instruction that can be folded gives for other operands than its own; null stands for an unknown one.</summary>
    public static Constant? Fold(KernelFunction function, Instruction instruction, ReadOnlySpan<Constant?> operands)
    {
        if (operands[0] is not { } a)
        {
            return null;
        }

        switch (instruction)
        {
            case UnaryInstruction i:
                return TryUnary(i.Op, i.Type, a.Bits, out ulong unary) ? function.Constant(i.Type, unary) : null;
            case ConvertInstruction i:
                return function.Constant(i.Type, Convert(i.Op, a.Type, i.Type, a.Bits));
            case SelectInstruction:
                return a.AsBool ? operands[1] : operands[2];
            case BinaryInstruction i when operands[1] is { } b:
                return TryBinary(i.Op, i.Type, a.Bits, b.Bits, out ulong binary) ? function.Constant(i.Type, binary) : null;
            case CompareInstruction i when operands[1] is { } b:
                return function.Bool(Compare(i.Op, a.Type, a.Bits, b.Bits));
            case FusedMultiplyAddInstruction i when operands[1] is { } b && operands[2] is { } c:
                return function.Constant(i.Type, FloatFormat.FusedMultiplyAdd(i.Type, a.Bits, b.Bits, c.Bits));
            default:
                return null;
        }
    }

    public static bool Compare(CompareOp op, IrType type, ulong a, ulong b)
    {
        if (type.IsFloat)
        {
            return CompareFloat(op, FloatFormat.Decode(type, a), FloatFormat.Decode(type, b));
        }

        long x = SignExtend(type, a);
        long y = SignExtend(type, b);
        return op switch
        {
            CompareOp.Equal => a == b,
            CompareOp.NotEqual => a != b,
            CompareOp.LessSigned => x < y,
            CompareOp.LessEqualSigned => x <= y,
            CompareOp.GreaterSigned => x > y,
            CompareOp.GreaterEqualSigned => x >= y,
            CompareOp.LessUnsigned => a < b,
            CompareOp.LessEqualUnsigned => a <= b,
            CompareOp.GreaterUnsigned => a > b,
            CompareOp.GreaterEqualUnsigned => a >= b,
            _ => throw new InvalidOperationException($"{op} does not compare {type}."),
        };
    }

    private static bool CompareFloat(CompareOp op, double x, double y) => op switch
    {
        CompareOp.EqualOrdered or CompareOp.Equal => x == y,
        CompareOp.LessOrdered => x < y,
        CompareOp.LessEqualOrdered => x <= y,
        CompareOp.GreaterOrdered => x > y,
        CompareOp.GreaterEqualOrdered => x >= y,
        CompareOp.NotEqualUnordered or CompareOp.NotEqual => !(x == y),
        CompareOp.LessUnordered => !(x >= y),
        CompareOp.LessEqualUnordered => !(x > y),
        CompareOp.GreaterUnordered => !(x <= y),
        CompareOp.GreaterEqualUnordered => !(x < y),
        _ => throw new InvalidOperationException($"{op} does not compare floats."),
    };

    /// <summary>Widens the low bits of the type to 64 with the sign; a bool is 0 or 1.</summary>
    private static long SignExtend(IrType type, ulong bits) => type.Kind switch
    {
        ScalarKind.Int8 => (sbyte)bits,
        ScalarKind.Int16 => (short)bits,
        ScalarKind.Int32 => (int)bits,
        _ => (long)bits,
    };

    private static ulong Mask(IrType type, ulong bits) => type.Bits < 64 ? bits & ((1UL << type.Bits) - 1) : bits;
}
