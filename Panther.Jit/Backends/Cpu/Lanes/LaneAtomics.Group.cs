using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Lanes;

/// <content>Operations on memory of the group: all its threads run on one thread of the machine, so plain reads and writes do.</content>
internal static unsafe partial class LaneAtomics
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ApplyInGroup(int operation, int kind, byte** addresses, byte* operands, int* mask, byte* results, int lanes)
    {
        switch ((ScalarKind)kind)
        {
            case ScalarKind.Int32:
                for (int i = 0; i < lanes; i++)
                {
                    if (mask == null || mask[i] != 0)
                    {
                        int before = *(int*)addresses[i];
                        *(int*)addresses[i] = Combine((AtomicOp)operation, before, ((int*)operands)[i]);
                        ((int*)results)[i] = before;
                    }
                }

                break;
            case ScalarKind.Float32:
                for (int i = 0; i < lanes; i++)
                {
                    if (mask == null || mask[i] != 0)
                    {
                        float before = *(float*)addresses[i];
                        *(float*)addresses[i] = CombineFloats((AtomicOp)operation, before, ((float*)operands)[i]);
                        ((float*)results)[i] = before;
                    }
                }

                break;
            case ScalarKind.Float64:
                for (int i = 0; i < lanes; i++)
                {
                    if (mask == null || mask[i] != 0)
                    {
                        double before = *(double*)addresses[i];
                        *(double*)addresses[i] = CombineFloats((AtomicOp)operation, before, ((double*)operands)[i]);
                        ((double*)results)[i] = before;
                    }
                }

                break;
            default:
                for (int i = 0; i < lanes; i++)
                {
                    if (mask == null || mask[i] != 0)
                    {
                        long before = *(long*)addresses[i];
                        *(long*)addresses[i] = Combine((AtomicOp)operation, before, ((long*)operands)[i]);
                        ((long*)results)[i] = before;
                    }
                }

                break;
        }
    }

    /// <summary>Adds 32-bit integers of which no lane wants the value before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddInGroup(byte** addresses, int* operands, int* mask, int lanes)
    {
        uint active = (1u << lanes) - 1;
        if (mask != null)
        {
            active = 0;
            for (int i = 0; i < lanes; i += 4)
            {
                active |= Vector128.Load(mask + i).ExtractMostSignificantBits() << i;
            }
        }

        for (; active != 0; active &= active - 1)
        {
            int lane = BitOperations.TrailingZeroCount(active);
            *(int*)addresses[lane] += operands[lane];
        }
    }
}
