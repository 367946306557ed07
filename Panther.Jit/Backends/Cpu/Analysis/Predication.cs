using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>
/// The blocks between a branch on which lanes part and the place where all of them meet again, if they are few: they run one after another, each for
/// its lanes, without looking where lanes wait (Allen et al., "Conversion of control dependence to data dependence", POPL 1983).
/// </summary>
/// <param name="Blocks">The blocks, in order.</param>
/// <param name="Join">Where the lanes meet.</param>
/// <param name="IsSkipped">Whether a block is skipped when no lane goes there, since it is expensive or accesses memory for all lanes alike.</param>
internal sealed record Predication(IReadOnlyList<Block> Blocks, Block Join, bool IsSkipped)
{
    private const int MostInstructions = 48;

    /// <summary>Returns the blocks behind a branch, or null if they cannot run so, or are too many.</summary>
    public static Predication? Of(Block branch, KernelPlan plan)
    {
        BlockOrder order = plan.Order;
        var region = new List<Block>();
        var frontier = new SortedSet<Block>(Comparer<Block>.Create((a, b) => order.Position(a).CompareTo(order.Position(b))));
        frontier.UnionWith(branch.Successors);
        int instructions = 0;
        bool isExpensive = false;
        while (frontier.Min is { } next && frontier.Count > 1)
        {
            frontier.Remove(next);
            instructions += next.Instructions.Count;
            bool fits = instructions <= MostInstructions && next.Successors.Count > 0 && !plan.EndsPhase(next) && !plan.ResumePoints.Contains(next)
                && ReferenceEquals(order.Innermost(next), order.Innermost(branch))
                && plan.Predecessors[next].All(p => ReferenceEquals(p, branch) || region.Contains(p))
                && next.Successors.All(s => !order.IsBackEdge(next, s))
                && !next.Instructions.Any(i => i is AllocaInstruction or BarrierInstruction);
            if (!fits)
            {
                return null;
            }

            isExpensive |= next.Instructions.Any(i => IsExpensive(i, plan));
            region.Add(next);
            frontier.UnionWith(next.Successors);
        }

        return region.Count > 0 && !order.IsBackEdge(branch, frontier.Min!) && ReferenceEquals(order.Innermost(frontier.Min!), order.Innermost(branch))
            ? new Predication(region, frontier.Min!, isExpensive)
            : null;
    }

    private static bool IsExpensive(Instruction instruction, KernelPlan plan) => instruction switch
    {
        AtomicInstruction or CompareExchangeInstruction or FenceInstruction => true,
        // A scalar access is made for all lanes alike, so there must be one.
        StoreInstruction store => !StatementOps.IsContiguous(store.Pointer, store.Stored.Type, plan.Shapes) || plan.Forms.IsUniformStore(store),
        LoadInstruction load => !StatementOps.IsContiguous(load.Pointer, load.Type, plan.Shapes),
        _ => plan.Shapes.Exact(instruction).IsVarying && StatementOps.IsStatement(instruction, plan.Shapes),
    };
}
