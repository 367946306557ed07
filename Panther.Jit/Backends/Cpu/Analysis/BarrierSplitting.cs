using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>Ends a block behind each group barrier, so that a warp stops and goes on between blocks.</summary>
internal static class BarrierSplitting
{
    /// <summary>Returns the blocks that begin behind a barrier, in order.</summary>
    public static IReadOnlyList<Block> Run(KernelFunction function)
    {
        var result = new List<Block>();
        foreach (Block original in function.Blocks.ToArray())
        {
            Block block = original;
            while (FindBarrier(block) is var index and >= 0)
            {
                Instruction[] all = [.. block.Instructions];
                Block rest = function.AddBlock();
                block.SetInstructions(all[..(index + 1)]);
                rest.SetInstructions(all[(index + 1)..]);
                foreach (PhiInstruction phi in rest.Successors.Distinct().SelectMany(s => s.Phis))
                {
                    phi.ReplaceSource(block, rest);
                }

                block.Append(new BranchInstruction(rest));
                result.Add(rest);
                block = rest;
            }
        }

        return result;
    }

    /// <summary>Returns whether the block ends at a barrier.</summary>
    public static bool EndsAtBarrier(Block block) =>
        block.Instructions.Count > 1 && block.Instructions[^2] is BarrierInstruction { Scope: not MemoryScope.Warp };

    private static int FindBarrier(Block block)
    {
        // A barrier just before the last branch of a split block is done already.
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            if (block.Instructions[i] is BarrierInstruction { Scope: not MemoryScope.Warp })
            {
                return i;
            }
        }

        return -1;
    }
}
