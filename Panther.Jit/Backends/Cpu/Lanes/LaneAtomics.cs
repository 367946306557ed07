using System.Runtime.CompilerServices;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Lanes;

/// <summary>Atomic operations, one active lane after another, in the order of the lanes. The results are the values before.</summary>
internal static unsafe partial class LaneAtomics
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(int operation, int kind, byte** addresses, byte* operands, int* mask, byte* results, int lanes)
    {
        for (int i = 0; i < lanes; i++)
        {
            if (mask != null && mask[i] == 0)
            {
                continue;
            }

            switch ((ScalarKind)kind)
            {
                case ScalarKind.Int32:
                    ((int*)results)[i] = Int32((AtomicOp)operation, ref *(int*)addresses[i], ((int*)operands)[i]);
                    break;
                case ScalarKind.Float32:
                    ((int*)results)[i] = Float32((AtomicOp)operation, ref *(int*)addresses[i], ((float*)operands)[i]);
                    break;
                case ScalarKind.Float64:
                    ((long*)results)[i] = Float64((AtomicOp)operation, ref *(long*)addresses[i], ((double*)operands)[i]);
                    break;
                default:
                    ((long*)results)[i] = Int64((AtomicOp)operation, ref *(long*)addresses[i], ((long*)operands)[i]);
                    break;
            }
        }
    }

    /// <summary>Combines integers of all lanes for one place, of which no lane wants the value before: in a single atomic operation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Join(int operation, int kind, byte* address, byte* operands, int* mask, int lanes)
    {
        bool any = false;
        long joined = 0;
        for (int i = 0; i < lanes; i++)
        {
            if (mask == null || mask[i] != 0)
            {
                long operand = (ScalarKind)kind == ScalarKind.Int32 ? ((int*)operands)[i] : ((long*)operands)[i];
                joined = !any ? operand
                    : (ScalarKind)kind == ScalarKind.Int32 ? Combine((AtomicOp)operation, (int)joined, (int)operand)
                    : Combine((AtomicOp)operation, joined, operand);
                any = true;
            }
        }

        if (any && (ScalarKind)kind == ScalarKind.Int32)
        {
            Int32((AtomicOp)operation, ref *(int*)address, (int)joined);
        }
        else if (any)
        {
            Int64((AtomicOp)operation, ref *(long*)address, joined);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CompareExchange(int size, byte** addresses, byte* expected, byte* desired, int* mask, byte* results, int lanes)
    {
        for (int i = 0; i < lanes; i++)
        {
            if (mask != null && mask[i] == 0)
            {
                continue;
            }

            if (size == 4)
            {
                ((int*)results)[i] = Interlocked.CompareExchange(ref *(int*)addresses[i], ((int*)desired)[i], ((int*)expected)[i]);
            }
            else
            {
                ((long*)results)[i] = Interlocked.CompareExchange(ref *(long*)addresses[i], ((long*)desired)[i], ((long*)expected)[i]);
            }
        }
    }

    private static int Int32(AtomicOp operation, ref int target, int operand)
    {
        switch (operation)
        {
            case AtomicOp.Add:
                return Interlocked.Add(ref target, operand) - operand;
            case AtomicOp.And:
                return Interlocked.And(ref target, operand);
            case AtomicOp.Or:
                return Interlocked.Or(ref target, operand);
            case AtomicOp.Exchange:
                return Interlocked.Exchange(ref target, operand);
            default:
                break;
        }

        while (true)
        {
            int before = Volatile.Read(ref target);
            int after = Combine(operation, before, operand);
            if (Interlocked.CompareExchange(ref target, after, before) == before)
            {
                return before;
            }
        }
    }

    private static long Int64(AtomicOp operation, ref long target, long operand)
    {
        while (true)
        {
            long before = Volatile.Read(ref target);
            long after = Combine(operation, before, operand);
            if (Interlocked.CompareExchange(ref target, after, before) == before)
            {
                return before;
            }
        }
    }

    private static int Float32(AtomicOp operation, ref int target, float operand)
    {
        while (true)
        {
            int bits = Volatile.Read(ref target);
            float before = BitConverter.Int32BitsToSingle(bits);
            int after = BitConverter.SingleToInt32Bits(CombineFloats(operation, before, operand));
            if (Interlocked.CompareExchange(ref target, after, bits) == bits)
            {
                return bits;
            }
        }
    }

    private static long Float64(AtomicOp operation, ref long target, double operand)
    {
        while (true)
        {
            long bits = Volatile.Read(ref target);
            double before = BitConverter.Int64BitsToDouble(bits);
            long after = BitConverter.DoubleToInt64Bits(CombineFloats(operation, before, operand));
            if (Interlocked.CompareExchange(ref target, after, bits) == bits)
            {
                return bits;
            }
        }
    }

    private static T Combine<T>(AtomicOp operation, T before, T operand)
        where T : System.Numerics.IBinaryInteger<T> => operation switch
        {
            AtomicOp.Add => before + operand,
            AtomicOp.And => before & operand,
            AtomicOp.Or => before | operand,
            AtomicOp.Xor => before ^ operand,
            AtomicOp.Exchange => operand,
            AtomicOp.MinSigned => T.Min(before, operand),
            AtomicOp.MaxSigned => T.Max(before, operand),
            AtomicOp.MinUnsigned => IsBelow(before, operand) ? before : operand,
            AtomicOp.MaxUnsigned => IsBelow(before, operand) ? operand : before,
            _ => throw new InvalidOperationException($"{operation} is no operation on integers."),
        };

    /// <summary>Compares without signs: the signs decide if they differ.</summary>
    private static bool IsBelow<T>(T a, T b)
        where T : System.Numerics.IBinaryInteger<T> => T.IsNegative(a ^ b) ? T.IsNegative(b) : a < b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T CombineFloats<T>(AtomicOp operation, T before, T operand)
        where T : System.Numerics.IFloatingPointIeee754<T> => operation switch
        {
            AtomicOp.Add => before + operand,
            AtomicOp.MinFloat => T.Min(before, operand),
            AtomicOp.MaxFloat => T.Max(before, operand),
            AtomicOp.Exchange => operand,
            _ => throw new InvalidOperationException($"{operation} is no operation on floating-point numbers."),
        };
}
