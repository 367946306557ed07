using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Where a block is entered only by one side of a branch, its condition is known there; later branches on it are decided.</summary>
internal static class BranchFacts
{
    public static bool Run(KernelFunction function)
    {
        var dominators = new DominatorTree(function);
        Dictionary<Block, List<Block>> predecessors = function.Predecessors();
        var facts = new Dictionary<Value, bool>();
        var stack = new Stack<(Block Block, Value? Learned)>();
        stack.Push((function.Entry, null));
        var isOpen = new HashSet<Block>();
        bool changed = false;
        while (stack.TryPop(out (Block Block, Value? Learned) frame))
        {
            if (!isOpen.Add(frame.Block))
            {
                if (frame.Learned is not null)
                {
                    facts.Remove(frame.Learned);
                }

                continue;
            }

            Value? learned = Learn(frame.Block, predecessors, facts);
            stack.Push((frame.Block, learned));
            if (frame.Block.Terminator is ConditionalBranchInstruction branch && facts.TryGetValue(branch.Condition, out bool known))
            {
                branch.SetOperand(0, function.Bool(known));
                changed = true;
            }

            foreach (Block child in dominators.Children(frame.Block))
            {
                stack.Push((child, null));
            }
        }

        return changed;
    }

    private static Value? Learn(Block block, Dictionary<Block, List<Block>> predecessors, Dictionary<Value, bool> facts)
    {
        if (predecessors[block].Count != 1
            || predecessors[block][0].Terminator is not ConditionalBranchInstruction branch
            || ReferenceEquals(branch.WhenTrue, branch.WhenFalse)
            || branch.Condition is Constant)
        {
            return null;
        }

        return facts.TryAdd(branch.Condition, ReferenceEquals(branch.WhenTrue, block)) ? branch.Condition : null;
    }
}
