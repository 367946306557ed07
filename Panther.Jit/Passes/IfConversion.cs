using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Computes both sides of a small branch and selects, where the sides only compute and are about as cheap as the jump: no divergence on a
/// GPU, no masks on the CPU.
/// </summary>
internal static class IfConversion
{
    private const int MostInstructions = 6;
    private const int MostSelects = 3;

    public static bool Run(KernelFunction function)
    {
        bool any = false;
        bool changed = true;
        while (changed)
        {
            changed = false;
            Dictionary<Block, List<Block>> predecessors = function.Predecessors();
            for (int i = function.Blocks.Count - 1; i >= 0; i--)
            {
                changed |= Convert(function.Blocks[i], predecessors);
            }

            if (changed)
            {
                ControlFlowCleanup.Run(function);
                any = true;
            }
        }

        return any;
    }

    private static bool Convert(Block block, Dictionary<Block, List<Block>> predecessors)
    {
        if (block.Terminator is not ConditionalBranchInstruction branch || ReferenceEquals(branch.WhenTrue, branch.WhenFalse))
        {
            return false;
        }

        Block? whenTrue = Side(branch.WhenTrue, block, predecessors);
        Block? whenFalse = Side(branch.WhenFalse, block, predecessors);
        Block joinTrue = whenTrue is null ? branch.WhenTrue : whenTrue.Successors[0];
        Block joinFalse = whenFalse is null ? branch.WhenFalse : whenFalse.Successors[0];
        if (!ReferenceEquals(joinTrue, joinFalse))
        {
            // A triangle: one side is the join itself, although it looks like a side of its own.
            if (whenTrue is not null && ReferenceEquals(joinTrue, branch.WhenFalse))
            {
                whenFalse = null;
                joinFalse = joinTrue;
            }
            else if (whenFalse is not null && ReferenceEquals(joinFalse, branch.WhenTrue))
            {
                whenTrue = null;
                joinTrue = joinFalse;
            }
            else
            {
                return false;
            }
        }

        if ((whenTrue is null && whenFalse is null) || ReferenceEquals(joinTrue, block))
        {
            return false;
        }

        int count = (whenTrue?.Instructions.Count - 1 ?? 0) + (whenFalse?.Instructions.Count - 1 ?? 0);
        int selects = CountSelects(joinTrue, whenTrue ?? block, whenFalse ?? block);
        if (count > MostInstructions || selects > MostSelects)
        {
            return false;
        }

        Merge(block, branch, whenTrue, whenFalse, joinTrue);
        UpdatePredecessors(block, whenTrue, whenFalse, predecessors[joinTrue]);
        return true;
    }

    private static void UpdatePredecessors(Block block, Block? whenTrue, Block? whenFalse, List<Block> ofJoin)
    {
        foreach (Block? side in new[] { whenTrue, whenFalse })
        {
            if (side is not null)
            {
                ofJoin.Remove(side);
            }
        }

        if (!ofJoin.Contains(block))
        {
            ofJoin.Add(block);
        }
    }

    /// <summary>Returns a block that is nothing but a small side of the branch, or null.</summary>
    private static Block? Side(Block side, Block block, Dictionary<Block, List<Block>> predecessors)
    {
        if (predecessors[side].Count != 1 || side.Terminator is not BranchInstruction || side.Instructions.Count > MostInstructions + 1 || ReferenceEquals(side, block))
        {
            return null;
        }

        for (int i = 0; i < side.Instructions.Count - 1; i++)
        {
            if (!Speculation.IsCheap(side.Instructions[i]))
            {
                return null;
            }
        }

        return side;
    }

    private static int CountSelects(Block join, Block whenTrue, Block whenFalse)
    {
        int selects = 0;
        foreach (Instruction instruction in join.Instructions)
        {
            if (instruction is not PhiInstruction phi)
            {
                break;
            }

            selects += ReferenceEquals(phi.IncomingFrom(whenTrue), phi.IncomingFrom(whenFalse)) ? 0 : 1;
        }

        return selects;
    }

    private static void Merge(Block block, ConditionalBranchInstruction branch, Block? whenTrue, Block? whenFalse, Block join)
    {
        Value condition = branch.Condition;
        SourceLocation? location = branch.Location;
        branch.Remove();
        Move(whenTrue, block);
        Move(whenFalse, block);
        foreach (Instruction instruction in join.Instructions)
        {
            if (instruction is not PhiInstruction phi)
            {
                break;
            }

            Value a = phi.IncomingFrom(whenTrue ?? block);
            Value b = phi.IncomingFrom(whenFalse ?? block);
            Value value = a;
            if (!ReferenceEquals(a, b))
            {
                var select = new SelectInstruction(condition, a, b) { Location = phi.Location };
                block.Append(select);
                value = select;
            }

            phi.RemoveIncoming(whenTrue ?? block);
            phi.RemoveIncoming(whenFalse ?? block);
            phi.AddIncoming(block, value);
        }

        block.Append(new BranchInstruction(join) { Location = location });
    }

    private static void Move(Block? side, Block block)
    {
        if (side is null)
        {
            return;
        }

        Instruction[] content = [.. side.Instructions];
        Instruction terminator = content[^1];
        side.SetInstructions([]);
        for (int i = 0; i < content.Length - 1; i++)
        {
            block.Append(content[i]);
        }

        // The side is unreachable from now on.
        side.Append(new ReturnInstruction());
        terminator.Detach();
    }
}
