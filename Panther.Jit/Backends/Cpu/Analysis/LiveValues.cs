using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>The values that are needed at the beginning of blocks, by backward iteration.</summary>
internal sealed class LiveValues
{
    private readonly Dictionary<Block, HashSet<Instruction>> liveIn = [];
    private readonly bool isBlended;

    /// <param name="order">The blocks.</param>
    /// <param name="isBlended">Whether a phi's old value counts at the edges to it, since masked code blends the new one into it for some lanes.</param>
    public LiveValues(BlockOrder order, bool isBlended)
    {
        this.isBlended = isBlended;
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
                if (isBlended)
                {
                    live.Add(phi);
                }

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
