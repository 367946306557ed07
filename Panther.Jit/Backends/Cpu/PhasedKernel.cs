using System.Runtime.CompilerServices;
using Panther.Jit.Backends.Cpu.Analysis;

namespace Panther.Jit.Backends.Cpu;

/// <summary>Runs all warps of a group from the kernel's entry, or from one barrier, to the next.</summary>
/// <param name="parameters">The launch's parameter block.</param>
/// <param name="group">Not used: the group's index stands in the scratch memory.</param>
/// <param name="round">The number of phases that ran before.</param>
/// <param name="gridX">The groups in X.</param>
/// <param name="gridY">The groups in Y.</param>
/// <param name="gridZ">The groups in Z.</param>
/// <param name="scratch">As for <see cref="CpuKernelEntry"/>.</param>
/// <param name="dynamicSharedBytes">The bytes of dynamic shared memory.</param>
/// <returns>The number of the barrier at which all warps wait that have not ended, or <see cref="PhasedKernel.Ended"/> or <see cref="PhasedKernel.Mixed"/>.</returns>
internal unsafe delegate int CpuPhase(
    byte* parameters, long group, long round, long gridX, long gridY, long gridZ, byte* scratch, int dynamicSharedBytes);

/// <summary>A kernel with barriers: for each group its phases in turn, as its warps ask for them.</summary>
/// <param name="phases">The phase at the entry, and behind it those that go on from each barrier.</param>
/// <param name="layout">How the scratch memory is divided.</param>
/// <param name="target">What the phases were compiled for.</param>
internal sealed unsafe class PhasedKernel(CpuPhase[] phases, ScratchLayout layout, CpuTarget target)
{
    /// <summary>What a phase returns when all warps have ended.</summary>
    public const int Ended = -1;

    /// <summary>What a phase returns when its warps wait at different barriers.</summary>
    public const int Mixed = -2;

    private readonly long groupIndexOffset = layout.GroupIndexOffset;
    private readonly long frameOffset = layout.FrameOffset;
    private readonly long frameBytes = layout.FrameBytes;
    private readonly long warps = (target.GroupDim.Size + target.Lanes - 1) / target.Lanes;

    /// <inheritdoc cref="CpuKernelEntry"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(byte* parameters, long firstGroup, long lastGroup, long gridX, long gridY, long gridZ, byte* scratch, int dynamicSharedBytes)
    {
        if (firstGroup >= lastGroup)
        {
            return;
        }

        int* index = (int*)(scratch + groupIndexOffset);
        index[0] = (int)(firstGroup % gridX);
        index[1] = (int)(firstGroup / gridX % gridY);
        index[2] = (int)(firstGroup / gridX / gridY);
        for (long group = firstGroup; group < lastGroup; group++)
        {
            int place = phases[0](parameters, group, 0, gridX, gridY, gridZ, scratch, dynamicSharedBytes);
            for (long round = 1; place != Ended; round++)
            {
                place = place != Mixed
                    ? phases[place + 1](parameters, group, round, gridX, gridY, gridZ, scratch, dynamicSharedBytes)
                    : RunMixed(parameters, group, round, gridX, gridY, gridZ, scratch, dynamicSharedBytes);
            }

            if (++index[0] == gridX)
            {
                index[0] = 0;
                if (++index[1] == gridY)
                {
                    index[1] = 0;
                    index[2]++;
                }
            }
        }
    }

    /// <summary>Lets every warp go on from the barrier at which it waits.</summary>
    private int RunMixed(byte* parameters, long group, long round, long gridX, long gridY, long gridZ, byte* scratch, int dynamicSharedBytes)
    {
        int result = Ended;
        for (long warp = 0; warp < warps; warp++)
        {
            int place = *(int*)(scratch + frameOffset + (warp * frameBytes) + ScratchLayout.PlaceOffset((int)(round - 1)));
            if (place < 0)
            {
                continue;
            }

            // Takes all warps that wait there, so each place comes once.
            int next = phases[(place / 2) + 1](parameters, group, round, gridX, gridY, gridZ, scratch, dynamicSharedBytes);
            result = result == Ended || result == next ? next
                : next == Ended ? result
                : Mixed;
        }

        return result;
    }
}
