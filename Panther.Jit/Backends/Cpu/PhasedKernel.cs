using System.Runtime.CompilerServices;

namespace Panther.Jit.Backends.Cpu;

/// <summary>Runs all warps of a group from the kernel's entry, or from one barrier, to the next.</summary>
/// <param name="parameters">The launch's parameter block.</param>
/// <param name="firstGroup">Not used: the group's index stands in the scratch memory.</param>
/// <param name="lastGroup">Not used.</param>
/// <param name="gridX">The groups in X.</param>
/// <param name="gridY">The groups in Y.</param>
/// <param name="gridZ">The groups in Z.</param>
/// <param name="scratch">As for <see cref="CpuKernelEntry"/>.</param>
/// <param name="dynamicSharedBytes">The bytes of dynamic shared memory.</param>
/// <returns>The number of the barrier at which all warps wait that have not ended, or <see cref="PhasedKernel.Ended"/> or <see cref="PhasedKernel.Mixed"/>.</returns>
internal unsafe delegate int CpuPhase(
    byte* parameters, long firstGroup, long lastGroup, long gridX, long gridY, long gridZ, byte* scratch, int dynamicSharedBytes);

/// <summary>A kernel with barriers: for each group its phases in turn, as its warps ask for them.</summary>
/// <param name="phases">The phase at the entry, and behind it those that go on from each barrier.</param>
/// <param name="groupIndexOffset">Where the phases look for the group's index.</param>
internal sealed unsafe class PhasedKernel(CpuPhase[] phases, long groupIndexOffset)
{
    /// <summary>What a phase returns when all warps have ended.</summary>
    public const int Ended = -1;

    /// <summary>What a phase returns when its warps wait at different barriers.</summary>
    public const int Mixed = -2;

    /// <inheritdoc cref="CpuKernelEntry"/>
    /// <exception cref="InvalidOperationException">Threads of one group wait at different barriers.</exception>
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
            int place = Ended;
            do
            {
                place = phases[place + 1](parameters, group, group + 1, gridX, gridY, gridZ, scratch, dynamicSharedBytes);
            }
            while (place >= 0);
            if (place == Mixed)
            {
                throw new InvalidOperationException("Threads of one group wait at different barriers.");
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
}
