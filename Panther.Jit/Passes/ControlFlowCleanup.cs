using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Folds branches on constants, drops unreachable blocks, replaces phis that have one value, merges blocks that follow only one another,
/// and lets edges skip empty blocks. Leaves the blocks in reverse postorder.
/// </summary>
internal static class ControlFlowCleanup
{
    public static bool Run(KernelFunction function)
    {
        bool any = false;
        bool changed = true;
        while (changed)
        {
            changed = FoldBranches(function);
            changed |= RemoveUnreachable(function);
            changed |= ReplaceSinglePhis(function);
            changed |= MergeChains(function);
            changed |= SkipEmptyBlocks(function);
            any |= changed;
        }

        function.SetBlocks(ControlFlow.ReversePostorder(function.Entry));
        return any;
    }

    /// <summary>Takes out the blocks that no way leads to, and what phis know of them.</summary>
    public static bool RemoveUnreachable(KernelFunction function)
    {
        IReadOnlyList<Block> reachable = ControlFlow.ReversePostorder(function.Entry);
        if (reachable.Count == function.Blocks.Count)
        {
            return false;
        }

        var kept = new HashSet<Block>(reachable);
        foreach (Block block in function.Blocks)
        {
            if (kept.Contains(block))
            {
                continue;
            }

            foreach (Block successor in block.Successors)
            {
                if (kept.Contains(successor))
                {
                    RemoveIncoming(successor, block);
                }
            }
        }

        foreach (Block block in function.Blocks)
        {
            if (!kept.Contains(block))
            {
                block.RemoveAll(static _ => true);
            }
        }

        function.SetBlocks(reachable);
        return true;
    }

    private static bool FoldBranches(KernelFunction function)
    {
        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            if (block.Terminator is not ConditionalBranchInstruction branch)
            {
                continue;
            }

            Block? target = branch.Condition is Constant condition
                ? (condition.AsBool ? branch.WhenTrue : branch.WhenFalse)
                : ReferenceEquals(branch.WhenTrue, branch.WhenFalse) ? branch.WhenTrue : null;
            if (target is null)
            {
                continue;
            }

            Block other = ReferenceEquals(target, branch.WhenTrue) ? branch.WhenFalse : branch.WhenTrue;
            if (!ReferenceEquals(other, target))
            {
                RemoveIncoming(other, block);
            }

            branch.Remove();
            block.Append(new BranchInstruction(target) { Location = branch.Location });
            changed = true;
        }

        return changed;
    }

    private static bool ReplaceSinglePhis(KernelFunction function)
    {
        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            while (block.Instructions.Count > 0 && block.Instructions[0] is PhiInstruction)
            {
                PhiInstruction? single = null;
                Value? value = null;
                for (int i = 0; single is null && i < block.Instructions.Count && block.Instructions[i] is PhiInstruction phi; i++)
                {
                    value = SingleValue(phi);
                    single = value is null ? null : phi;
                }

                if (single is null)
                {
                    break;
                }

                single.ReplaceWith(value!);
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>Returns the one value that a phi can have, itself left out, or null.</summary>
    public static Value? SingleValue(PhiInstruction phi)
    {
        Value? single = null;
        foreach (Value operand in phi.Operands)
        {
            if (ReferenceEquals(operand, phi) || ReferenceEquals(operand, single))
            {
                continue;
            }

            if (single is not null)
            {
                return null;
            }

            single = operand;
        }

        return single;
    }

    private static bool MergeChains(KernelFunction function)
    {
        Dictionary<Block, List<Block>> predecessors = function.Predecessors();
        var gone = new HashSet<Block>();
        foreach (Block block in function.Blocks)
        {
            if (gone.Contains(block))
            {
                continue;
            }

            while (block.Terminator is BranchInstruction { Target: var next }
                && predecessors[next].Count == 1
                && !ReferenceEquals(next, block)
                && !ReferenceEquals(next, function.Entry)
                && next.Instructions[0] is not PhiInstruction)
            {
                Merge(block, next);
                gone.Add(next);
            }
        }

        if (gone.Count == 0)
        {
            return false;
        }

        function.SetBlocks(function.Blocks.Where(b => !gone.Contains(b)));
        return true;
    }

    private static void Merge(Block block, Block next)
    {
        block.RemoveTerminator();
        Instruction[] moved = [.. next.Instructions];
        next.SetInstructions([]);
        foreach (Instruction instruction in moved)
        {
            block.Append(instruction);
        }

        foreach (Block successor in block.Successors)
        {
            foreach (Instruction instruction in successor.Instructions)
            {
                if (instruction is not PhiInstruction phi)
                {
                    break;
                }

                phi.ReplaceSource(next, block);
            }
        }
    }

    private static bool SkipEmptyBlocks(KernelFunction function)
    {
        bool changed = false;
        Dictionary<Block, List<Block>> predecessors = function.Predecessors();
        foreach (Block block in function.Blocks)
        {
            if (block.Instructions.Count == 1
                && block.Terminator is BranchInstruction { Target: var target }
                && !ReferenceEquals(target, block)
                && !ReferenceEquals(block, function.Entry)
                && predecessors[block].Count > 0
                && CanSkip(block, target, predecessors))
            {
                Skip(block, target, predecessors);
                changed = true;
            }
        }

        if (changed)
        {
            RemoveUnreachable(function);
        }

        return changed;
    }

    /// <summary>Where phis tell edges apart, only one edge may be moved, and only if it stays the only one from its block.</summary>
    private static bool CanSkip(Block block, Block target, Dictionary<Block, List<Block>> predecessors)
    {
        if (target.Instructions[0] is not PhiInstruction)
        {
            return true;
        }

        if (predecessors[block].Count > 1)
        {
            return false;
        }

        Block predecessor = predecessors[block][0];
        if (!predecessors[target].Contains(predecessor))
        {
            return true;
        }

        foreach (Instruction instruction in target.Instructions)
        {
            if (instruction is not PhiInstruction phi)
            {
                break;
            }

            if (!ReferenceEquals(phi.IncomingFrom(block), phi.IncomingFrom(predecessor)))
            {
                return false;
            }
        }

        return true;
    }

    private static void Skip(Block block, Block target, Dictionary<Block, List<Block>> predecessors)
    {
        foreach (Block predecessor in predecessors[block])
        {
            predecessor.Terminator!.ReplaceSuccessor(block, target);
        }

        foreach (Instruction instruction in target.Instructions)
        {
            if (instruction is not PhiInstruction phi)
            {
                break;
            }

            Block predecessor = predecessors[block][0];
            if (predecessors[target].Contains(predecessor))
            {
                phi.RemoveIncoming(block);
            }
            else
            {
                phi.ReplaceSource(block, predecessor);
            }
        }

        predecessors[target].Remove(block);
        foreach (Block predecessor in predecessors[block])
        {
            predecessors[target].Add(predecessor);
        }

        predecessors[block].Clear();
    }

    private static void RemoveIncoming(Block block, Block source)
    {
        foreach (Instruction instruction in block.Instructions)
        {
            if (instruction is not PhiInstruction phi)
            {
                break;
            }

            phi.RemoveIncoming(source);
        }
    }
}
