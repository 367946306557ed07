using System.Runtime.CompilerServices;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Lanes;

/// <summary>Arithmetic that vectors do not offer, lane by lane on lane buffers. Narrow integers come already extended to 32 bits.</summary>
internal static unsafe class LaneArithmetic
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Binary(int operation, int kind, byte* left, byte* right, byte* result, int lanes)
    {
        for (int i = 0; i < lanes; i++)
        {
            switch ((ScalarKind)kind)
            {
                case ScalarKind.Float32:
                    ((float*)result)[i] = ((float*)left)[i] % ((float*)right)[i];
                    break;
                case ScalarKind.Float64:
                    ((double*)result)[i] = ((double*)left)[i] % ((double*)right)[i];
                    break;
                case ScalarKind.Int64:
                    ((long*)result)[i] = Int64((BinaryOp)operation, ((long*)left)[i], ((long*)right)[i]);
                    break;
                default:
                    ((int*)result)[i] = Int32((BinaryOp)operation, ((int*)left)[i], ((int*)right)[i]);
                    break;
            }
        }
    }

    /// <summary>Shifts 64-bit values by counts of 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Shift64(int operation, byte* left, byte* counts, byte* result, int lanes)
    {
        for (int i = 0; i < lanes; i++)
        {
            ((long*)result)[i] = Int64((BinaryOp)operation, ((long*)left)[i], ((int*)counts)[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unary(int operation, int bits, byte* operand, byte* result, int lanes)
    {
        for (int i = 0; i < lanes; i++)
        {
            if (bits == 64)
            {
                long value = ((long*)operand)[i];
                ((long*)result)[i] = (UnaryOp)operation switch
                {
                    UnaryOp.PopCount => ScalarMath.PopCount(value),
                    UnaryOp.LeadingZeros => ScalarMath.LeadingZeros(value),
                    _ => ScalarMath.TrailingZeros(value),
                };
            }
            else
            {
                int value = ((int*)operand)[i];
                ((int*)result)[i] = (UnaryOp)operation switch
                {
                    UnaryOp.PopCount => ScalarMath.PopCount(value),
                    UnaryOp.LeadingZeros => ScalarMath.LeadingZeros(value) - (32 - bits),
                    _ => Math.Min(bits, ScalarMath.TrailingZeros(value)),
                };
            }
        }
    }

    /// <summary>Converts between the types for which vectors have no conversion.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Convert(int operation, int from, int to, byte* operand, byte* result, int lanes)
    {
        for (int i = 0; i < lanes; i++)
        {
            switch (((ConvertOp)operation, (ScalarKind)from, (ScalarKind)to))
            {
                case (ConvertOp.SignedToFloat, ScalarKind.Int64, ScalarKind.Float32):
                    ((float*)result)[i] = ((long*)operand)[i];
                    break;
                case (ConvertOp.UnsignedToFloat, ScalarKind.Int64, ScalarKind.Float32):
                    ((float*)result)[i] = ((ulong*)operand)[i];
                    break;
                case (ConvertOp.FloatToSigned, ScalarKind.Float64, ScalarKind.Int32):
                    ((int*)result)[i] = ScalarMath.ToInt32(((double*)operand)[i]);
                    break;
                case (ConvertOp.FloatToUnsigned, ScalarKind.Float64, ScalarKind.Int32):
                    ((int*)result)[i] = ScalarMath.ToUInt32(((double*)operand)[i]);
                    break;
                default:
                    throw new InvalidOperationException($"No conversion {(ConvertOp)operation} from {(ScalarKind)from} to {(ScalarKind)to}.");
            }
        }
    }

    private static int Int32(BinaryOp operation, int a, int b) => operation switch
    {
        BinaryOp.DivSigned => ScalarMath.Divide(a, b),
        BinaryOp.DivUnsigned => (int)ScalarMath.Divide((uint)a, (uint)b),
        BinaryOp.RemSigned => ScalarMath.Remainder(a, b),
        BinaryOp.RemUnsigned => (int)ScalarMath.Remainder((uint)a, (uint)b),
        BinaryOp.MulHighSigned => ScalarMath.MultiplyHigh(a, b),
        BinaryOp.MulHighUnsigned => (int)ScalarMath.MultiplyHigh((uint)a, (uint)b),
        BinaryOp.ShiftLeft => a << b,
        BinaryOp.ShiftRightSigned => a >> b,
        BinaryOp.ShiftRightUnsigned => a >>> b,
        _ => throw new InvalidOperationException($"{operation} is not done lane by lane."),
    };

    private static long Int64(BinaryOp operation, long a, long b) => operation switch
    {
        BinaryOp.DivSigned => ScalarMath.Divide(a, b),
        BinaryOp.DivUnsigned => (long)ScalarMath.Divide((ulong)a, (ulong)b),
        BinaryOp.RemSigned => ScalarMath.Remainder(a, b),
        BinaryOp.RemUnsigned => (long)ScalarMath.Remainder((ulong)a, (ulong)b),
        BinaryOp.MulHighSigned => ScalarMath.MultiplyHigh(a, b),
        BinaryOp.MulHighUnsigned => (long)ScalarMath.MultiplyHigh((ulong)a, (ulong)b),
        BinaryOp.ShiftLeft => a << (int)b,
        BinaryOp.ShiftRightSigned => a >> (int)b,
        BinaryOp.ShiftRightUnsigned => a >>> (int)b,
        _ => throw new InvalidOperationException($"{operation} is not done lane by lane."),
    };
}
