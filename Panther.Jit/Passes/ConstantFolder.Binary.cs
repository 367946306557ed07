using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Operations of two operands.</summary>
internal static partial class ConstantFolder
{
    /// <summary>Computes the result's bits; false when it is undefined.</summary>
    public static bool TryBinary(BinaryOp op, IrType type, ulong a, ulong b, out ulong result)
    {
        if (type.IsFloat)
        {
            return TryFloat(op, type, a, b, out result);
        }

        long x = SignExtend(type, a);
        long y = SignExtend(type, b);
        if (op is BinaryOp.DivSigned or BinaryOp.RemSigned or BinaryOp.DivUnsigned or BinaryOp.RemUnsigned)
        {
            bool signed = op is BinaryOp.DivSigned or BinaryOp.RemSigned;
            if (b == 0 || (signed && y == -1 && a == 1UL << (type.Bits - 1)))
            {
                result = 0;
                return false;
            }
        }

        result = Mask(type, Integer(op, type.Bits, a, b, x, y));
        return true;
    }

    private static ulong Integer(BinaryOp op, int width, ulong a, ulong b, long x, long y)
    {
        int count = (int)b & (width - 1);
        return op switch
        {
            BinaryOp.Add => a + b,
            BinaryOp.Sub => a - b,
            BinaryOp.Mul => a * b,
            BinaryOp.MulHighSigned => (ulong)(long)(((Int128)x * y) >> width),
            BinaryOp.MulHighUnsigned => (ulong)(((UInt128)a * b) >> width),
            BinaryOp.DivSigned => (ulong)(x / y),
            BinaryOp.DivUnsigned => a / b,
            BinaryOp.RemSigned => (ulong)(x % y),
            BinaryOp.RemUnsigned => a % b,
            BinaryOp.And => a & b,
            BinaryOp.Or => a | b,
            BinaryOp.Xor => a ^ b,
            BinaryOp.ShiftLeft => a << count,
            BinaryOp.ShiftRightSigned => (ulong)(x >> count),
            BinaryOp.ShiftRightUnsigned => a >> count,
            BinaryOp.MinSigned => (ulong)Math.Min(x, y),
            BinaryOp.MaxSigned => (ulong)Math.Max(x, y),
            BinaryOp.MinUnsigned => Math.Min(a, b),
            BinaryOp.MaxUnsigned => Math.Max(a, b),
            _ => throw new InvalidOperationException($"{op} does not work on integers."),
        };
    }

    private static bool TryFloat(BinaryOp op, IrType type, ulong a, ulong b, out ulong result)
    {
        if (op == BinaryOp.CopySign)
        {
            ulong sign = 1UL << (type.Bits - 1);
            result = (a & ~sign) | (b & sign);
            return true;
        }

        double x = FloatFormat.Decode(type, a);
        double y = FloatFormat.Decode(type, b);
        double value = op switch
        {
            BinaryOp.Add => x + y,
            BinaryOp.Sub => x - y,
            BinaryOp.Mul => x * y,
            BinaryOp.DivFloat => x / y,
            BinaryOp.RemFloat => x % y,
            BinaryOp.MinFloat => Math.Min(x, y),
            BinaryOp.MaxFloat => Math.Max(x, y),
            _ => throw new InvalidOperationException($"{op} does not work on floats."),
        };
        result = FloatFormat.Encode(type, value);
        return true;
    }
}
