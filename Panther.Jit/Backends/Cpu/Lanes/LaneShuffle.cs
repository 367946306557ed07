using System.Runtime.CompilerServices;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Lanes;

/// <summary>Reads of other lanes, on lane buffers: up and down beyond the warp keep the own value, an index is taken modulo the warp.</summary>
internal static unsafe class LaneShuffle
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(int operation, int elementBytes, byte* values, int* lane, byte* results, int lanes)
    {
        for (int i = 0; i < lanes; i++)
        {
            int source = (ShuffleOp)operation switch
            {
                ShuffleOp.Index => lane[i] & (lanes - 1),
                ShuffleOp.Up => i - lane[i],
                ShuffleOp.Down => i + lane[i],
                _ => i ^ lane[i],
            };
            source = source >= 0 && source < lanes ? source : i;
            if (elementBytes == 4)
            {
                ((int*)results)[i] = ((int*)values)[source];
            }
            else
            {
                ((long*)results)[i] = ((long*)values)[source];
            }
        }
    }
}
