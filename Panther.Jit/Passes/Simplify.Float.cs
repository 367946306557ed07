using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Floats: only what gives the same bits for every operand, NaNs taken as one.</summary>
internal sealed partial class Simplify
{
    private Value? SimplerFloat(BinaryInstruction i)
    {
        Value x = i.Left;
        Value y = i.Right;
        switch (i.Op)
        {
            // A later compiler must not be the one who finds this: LLVM 15, which PoCL 3.1 uses, makes zero of a NaN that it rounds, or crashes.
            case BinaryOp.Add or BinaryOp.Sub or BinaryOp.Mul or BinaryOp.DivFloat or BinaryOp.RemFloat when IsNaN(x) || IsNaN(y):
                return IsNaN(x) ? x : y;
            case BinaryOp.Mul or BinaryOp.DivFloat when IsFloat(y, 1):
                return x;
            case BinaryOp.Add when IsNegativeZero(y):
                return x;
            case BinaryOp.Sub when y is Constant { IsZero: true }:
                return x;
            case BinaryOp.Add when y is UnaryInstruction { Op: UnaryOp.Negate } negated:
                return Binary(BinaryOp.Sub, x, negated.Operand);
            case BinaryOp.Add when x is UnaryInstruction { Op: UnaryOp.Negate } negated:
                return Binary(BinaryOp.Sub, y, negated.Operand);
            case BinaryOp.Sub when y is UnaryInstruction { Op: UnaryOp.Negate } negated:
                return Binary(BinaryOp.Add, x, negated.Operand);
            case BinaryOp.Mul when IsFloat(y, -1):
                return Unary(UnaryOp.Negate, x);
            case BinaryOp.DivFloat when y is Constant divisor && Reciprocal(divisor) is { } reciprocal:
                return Binary(BinaryOp.Mul, x, reciprocal);
            case BinaryOp.MinFloat or BinaryOp.MaxFloat when ReferenceEquals(x, y):
                return x;
            default:
                return null;
        }
    }

    private static bool IsFloat(Value value, double number) =>
        value is Constant constant && FloatFormat.Decode(constant.Type, constant.Bits) == number;

    private static bool IsNaN(Value value) => value is Constant constant && double.IsNaN(FloatFormat.Decode(constant.Type, constant.Bits));

    private static bool IsNegativeZero(Value value) => value is Constant constant && constant.Bits == 1UL << (constant.Type.Bits - 1);

    /// <summary>Dividing by a power of two is multiplying by its reciprocal, where that is exact and normal.</summary>
    private Constant? Reciprocal(Constant divisor)
    {
        if (divisor.Type.Kind is not (ScalarKind.Float32 or ScalarKind.Float64))
        {
            return null;
        }

        double value = FloatFormat.Decode(divisor.Type, divisor.Bits);
        double reciprocal = 1 / value;
        bool isPower = double.IsFinite(value) && (BitConverter.DoubleToUInt64Bits(value) & ((1UL << 52) - 1)) == 0;
        bool isNormal = divisor.Type.Kind == ScalarKind.Float32
            ? float.IsNormal((float)reciprocal) && float.IsNormal((float)value)
            : double.IsNormal(reciprocal) && double.IsNormal(value);
        return isPower && isNormal ? function.Constant(divisor.Type, FloatFormat.Encode(divisor.Type, reciprocal)) : null;
    }
}
