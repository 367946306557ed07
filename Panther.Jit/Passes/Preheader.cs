using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>The block that a loop is entered from.</summary>
internal static class Preheader
{
    /// <summary>Returns the one block outside the loop that leads to its header, and only there; makes it where there is none.</summary>
    public static Block Ensure(KernelFunction function, Loop loop)
    {
        var outside = new List<Block>();
        foreach (Block block in function.Blocks)
        {
            if (!loop.Blocks.Contains(block) && block.Terminator is { } terminator && Contains(terminator.Successors, loop.Header))
            {
                outside.Add(block);
            }
        }

        if (outside.Count == 1 && outside[0].Terminator is BranchInstruction)
        {
            return outside[0];
        }

        Block preheader = function.AddBlock();
        foreach (Block block in outside)
        {
            block.Terminator!.ReplaceSuccessor(loop.Header, preheader);
        }

        foreach (Instruction instruction in loop.Header.Instructions)
        {
            if (instruction is not PhiInstruction phi)
            {
                break;
            }

            Value entering = outside.Count == 1 ? phi.IncomingFrom(outside[0]) : Join(preheader, phi, outside);
            foreach (Block block in outside)
            {
                phi.RemoveIncoming(block);
            }

            phi.AddIncoming(preheader, entering);
        }

        preheader.Append(new BranchInstruction(loop.Header));
        for (Loop? around = loop.Parent; around is not null; around = around.Parent)
        {
            around.Blocks.Add(preheader);
        }

        return preheader;
    }

    private static PhiInstruction Join(Block preheader, PhiInstruction phi, List<Block> outside)
    {
        var joined = new PhiInstruction(phi.Type) { Location = phi.Location };
        foreach (Block block in outside)
        {
            joined.AddIncoming(block, phi.IncomingFrom(block));
        }

        preheader.InsertPhi(joined);
        return joined;
    }

    private static bool Contains(IReadOnlyList<Block> blocks, Block block)
    {
        foreach (Block other in blocks)
        {
            if (ReferenceEquals(other, block))
            {
                return true;
            }
        }

        return false;
    }
}
