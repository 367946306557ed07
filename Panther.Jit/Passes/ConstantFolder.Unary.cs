using System.Numerics;
using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Operations of one operand, and conversions.</summary>
internal static partial class ConstantFolder
{
    /// <summary>Computes the result's bits; false for the approximations, whose bits are the device's own.</summary>
    public static bool TryUnary(UnaryOp op, IrType type, ulong a, out ulong result)
    {
        result = 0;
        if (op is UnaryOp.RcpApprox or UnaryOp.RsqrtApprox)
        {
            return false;
        }

        result = type.IsFloat ? Float(op, type, a) : Mask(type, Integer(op, type, a));
        return true;
    }

    public static ulong Convert(ConvertOp op, IrType from, IrType to, ulong a)
    {
        switch (op)
        {
            case ConvertOp.Truncate or ConvertOp.ZeroExtend or ConvertOp.BitCast or ConvertOp.PointerToInt or ConvertOp.IntToPointer:
                return Mask(to, a);
            case ConvertOp.SignExtend:
                return Mask(to, (ulong)SignExtend(from, a));
            case ConvertOp.SignedToFloat:
                long value = SignExtend(from, a);
                return FloatFormat.FromInteger(to, value < 0, value < 0 ? 0UL - (ulong)value : (ulong)value);
            case ConvertOp.UnsignedToFloat:
                return FloatFormat.FromInteger(to, false, a);
            case ConvertOp.FloatToFloat:
                return FloatFormat.Encode(to, FloatFormat.Decode(from, a));
            case ConvertOp.FloatToSigned:
                double signed = FloatFormat.Decode(from, a);
                return to.Bits == 64 ? (ulong)(long)signed : (uint)(int)signed;
            case ConvertOp.FloatToUnsigned:
                double unsigned = FloatFormat.Decode(from, a);
                return to.Bits == 64 ? (ulong)unsigned : (uint)unsigned;
            default:
                throw new InvalidOperationException($"{op} is no conversion.");
        }
    }

    private static ulong Integer(UnaryOp op, IrType type, ulong a) => op switch
    {
        UnaryOp.Negate => 0 - a,
        UnaryOp.Not => ~a,
        UnaryOp.Abs => SignExtend(type, a) < 0 ? 0 - a : a,
        UnaryOp.PopCount => (ulong)BitOperations.PopCount(a),
        UnaryOp.LeadingZeros => (ulong)(BitOperations.LeadingZeroCount(a) - (64 - type.Bits)),
        UnaryOp.TrailingZeros => (ulong)Math.Min(BitOperations.TrailingZeroCount(a), type.Bits),
        _ => throw new InvalidOperationException($"{op} does not work on integers."),
    };

    private static ulong Float(UnaryOp op, IrType type, ulong a)
    {
        ulong sign = 1UL << (type.Bits - 1);
        double x = FloatFormat.Decode(type, a);
        return op switch
        {
            UnaryOp.Negate => a ^ sign,
            UnaryOp.Abs => a & ~sign,
            UnaryOp.Sqrt => FloatFormat.Encode(type, Math.Sqrt(x)),
            UnaryOp.Floor => FloatFormat.Encode(type, Math.Floor(x)),
            UnaryOp.Ceiling => FloatFormat.Encode(type, Math.Ceiling(x)),
            UnaryOp.Truncate => FloatFormat.Encode(type, Math.Truncate(x)),
            UnaryOp.RoundEven => FloatFormat.Encode(type, Math.Round(x, MidpointRounding.ToEven)),
            _ => throw new InvalidOperationException($"{op} does not work on floats."),
        };
    }
}
