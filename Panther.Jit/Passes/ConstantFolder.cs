using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Computes instructions whose operands are known, exactly as <see cref="BinaryOp"/> and its siblings define them.</summary>
internal static partial class ConstantFolder
{
    /// <summary>Returns the constant that the instruction always gives, or null when an operand is unknown or the result undefined.</summary>
    public static Constant? Fold(KernelFunction function, Instruction instruction)
    {
        switch (instruction)
        {
            case BinaryInstruction { Left: Constant a, Right: Constant b } i:
                return TryBinary(i.Op, i.Type, a.Bits, b.Bits, out ulong binary) ? function.Constant(i.Type, binary) : null;
            case UnaryInstruction { Operand: Constant a } i:
                return TryUnary(i.Op, i.Type, a.Bits, out ulong unary) ? function.Constant(i.Type, unary) : null;
            case CompareInstruction { Left: Constant a, Right: Constant b } i:
                return function.Bool(Compare(i.Op, a.Type, a.Bits, b.Bits));
            case ConvertInstruction { Operand: Constant a } i:
                return function.Constant(i.Type, Convert(i.Op, a.Type, i.Type, a.Bits));
            case SelectInstruction { Condition: Constant c } i:
                return (c.AsBool ? i.WhenTrue : i.WhenFalse) as Constant;
            case FusedMultiplyAddInstruction i when i.Operands[0] is Constant a && i.Operands[1] is Constant b && i.Operands[2] is Constant c:
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
