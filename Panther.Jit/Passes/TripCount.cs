using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Finds how often a loop turns by computing its control with constants, turn after turn: whatever shape the loop has, as long as its
/// counters start at constants and the way out that is tested on every turn depends on them alone.
/// </summary>
internal sealed class TripCount
{
    private const int MostDepth = 200;

    private readonly KernelFunction function;
    private readonly Loop loop;
    private readonly LoopForest forest;
    private readonly List<ConditionalBranchInstruction> exits = [];
    private readonly List<PhiInstruction> counters = [];
    private readonly Dictionary<Value, Constant?> known = [];
    private Dictionary<PhiInstruction, Constant> current = [];

    private TripCount(KernelFunction function, Loop loop, LoopForest forest)
    {
        this.function = function;
        this.loop = loop;
        this.forest = forest;
    }

    /// <summary>Returns how often a back edge is taken before the loop is left for certain, at most <paramref name="most"/>, or null.</summary>
    public static int? Find(KernelFunction function, Loop loop, LoopForest forest, DominatorTree dominators, int most)
    {
        var trips = new TripCount(function, loop, forest);
        trips.FindExits(dominators);
        if (trips.exits.Count == 0)
        {
            return null;
        }

        trips.FindCounters();
        return trips.Count(most);
    }

    private void FindExits(DominatorTree dominators)
    {
        foreach (Block block in loop.Blocks)
        {
            if (block.Terminator is ConditionalBranchInstruction branch
                && loop.Blocks.Contains(branch.WhenTrue) != loop.Blocks.Contains(branch.WhenFalse)
                && DominatesLatches(block, dominators))
            {
                exits.Add(branch);
            }
        }

        exits.Sort((a, b) => a.Block!.Id.CompareTo(b.Block!.Id));
    }

    private bool DominatesLatches(Block block, DominatorTree dominators)
    {
        foreach (Block latch in loop.Latches)
        {
            if (!dominators.Dominates(block, latch))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Collects the header's phis that the conditions depend on.</summary>
    private void FindCounters()
    {
        var seen = new HashSet<Value>();
        var work = new Stack<Value>();
        foreach (ConditionalBranchInstruction exit in exits)
        {
            work.Push(exit.Condition);
        }

        while (work.TryPop(out Value? value))
        {
            if (value is not Instruction instruction || !loop.Blocks.Contains(instruction.Block!) || !seen.Add(value))
            {
                continue;
            }

            if (instruction is PhiInstruction phi && ReferenceEquals(phi.Block, loop.Header))
            {
                counters.Add(phi);
            }

            foreach (Value operand in instruction.Operands)
            {
                work.Push(operand);
            }
        }
    }

    private int? Count(int most)
    {
        foreach (PhiInstruction counter in counters)
        {
            if (Common(counter, fromInside: false) is { } start)
            {
                current.Add(counter, start);
            }
        }

        for (int turns = 0; turns <= most; turns++)
        {
            known.Clear();
            bool anyKnown = false;
            foreach (ConditionalBranchInstruction exit in exits)
            {
                if (Evaluate(exit.Condition, MostDepth) is not { } condition)
                {
                    continue;
                }

                anyKnown = true;
                if (!loop.Blocks.Contains(condition.AsBool ? exit.WhenTrue : exit.WhenFalse))
                {
                    return turns;
                }
            }

            if (!anyKnown)
            {
                return null;
            }

            var next = new Dictionary<PhiInstruction, Constant>();
            foreach (PhiInstruction counter in counters)
            {
                if (Common(counter, fromInside: true) is { } value)
                {
                    next.Add(counter, value);
                }
            }

            current = next;
        }

        return null;
    }

    /// <summary>Returns the constant that all edges from inside, or all from outside, bring.</summary>
    private Constant? Common(PhiInstruction phi, bool fromInside)
    {
        Constant? common = null;
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            if (loop.Blocks.Contains(phi.Sources[i]) != fromInside)
            {
                continue;
            }

            Constant? value = Evaluate(phi.Operands[i], MostDepth);
            if (value is null || (common is not null && !ReferenceEquals(common, value)))
            {
                return null;
            }

            common = value;
        }

        return common;
    }

    private Constant? Evaluate(Value value, int depth)
    {
        if (value is Constant constant)
        {
            return constant;
        }

        if (depth == 0 || value is not Instruction instruction || !loop.Blocks.Contains(instruction.Block!))
        {
            return null;
        }

        if (instruction is PhiInstruction phi && ReferenceEquals(phi.Block, loop.Header))
        {
            return current.GetValueOrDefault(phi);
        }

        if (known.TryGetValue(value, out Constant? before))
        {
            return before;
        }

        known.Add(value, null);
        Constant? result = null;
        if (instruction is PhiInstruction join)
        {
            result = ReferenceEquals(forest.Innermost(join.Block!)?.Header, join.Block) ? null : Common(join, fromInside: true);
        }
        else if (ConstantFolder.CanFold(instruction))
        {
            var operands = new Constant?[instruction.Operands.Count];
            for (int i = 0; i < operands.Length; i++)
            {
                operands[i] = Evaluate(instruction.Operands[i], depth - 1);
            }

            result = ConstantFolder.Fold(function, instruction, operands);
        }

        known[value] = result;
        return result;
    }
}
