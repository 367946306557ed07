using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>
/// The values whose locals are needed at the beginning of blocks, by backward iteration. Masked code blends into a phi, so there its old value counts as well.
/// </summary>
internal sealed class LiveValues
{
    private readonly Dictionary<Block, HashSet<Instruction>> liveIn = [];

    public LiveValues(BlockOrder order)
    {
        foreach (Block block in order.Blocks)
        {
            liveIn.Add(block, []);
        }

        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (Block block in order.Blocks.Reverse())
            {
                HashSet<Instruction> live = ComputeIn(block);
                if (live.Count != liveIn[block].Count)
                {
                    liveIn[block] = live;
                    changed = true;
                }
            }
        }
    }

    /// <summary>Returns the values that a block, or one behind it, takes from before; its own phis are not among them.</summary>
    public IReadOnlySet<Instruction> In(Block block) => liveIn[block];

    private HashSet<Instruction> ComputeIn(Block block)
    {
        var live = new HashSet<Instruction>();
        foreach (Block successor in block.Successors)
        {
            live.UnionWith(liveIn[successor]);
            foreach (PhiInstruction phi in successor.Phis)
            {
                live.Add(phi);
                if (phi.IncomingFrom(block) is Instruction incoming)
                {
                    live.Add(incoming);
                }
            }
        }

        foreach (Instruction instruction in block.Instructions.Reverse())
        {
            live.Remove(instruction);
            if (instruction is not PhiInstruction)
            {
                live.UnionWith(instruction.Operands.OfType<Instruction>());
            }
        }

        return live;
    }
}
