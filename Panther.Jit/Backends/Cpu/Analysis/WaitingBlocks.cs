using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>For each block, the others at which lanes may be waiting while it runs for some lanes only.</summary>
internal sealed class WaitingBlocks
{
    private readonly Dictionary<Block, HashSet<Block>> waiting = [];
    private readonly HashSet<Block> afterReturns = [];
    private readonly BlockOrder order;

    public WaitingBlocks(BlockOrder order, LaneShapes shapes)
    {
        this.order = order;
        foreach (Block block in order.Blocks)
        {
            waiting.Add(block, []);
        }

        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (Block block in order.Blocks)
            {
                if (shapes.IsDivergent(block))
                {
                    changed |= Spread(block, block.Successors);
                }
                else if (block.Successors.Count == 0)
                {
                    changed |= Spread(block, []);
                }
                else
                {
                    foreach (Block successor in block.Successors)
                    {
                        changed |= Spread(block, [successor]);
                    }
                }
            }
        }
    }

    /// <summary>Returns the blocks to try, in order, once <paramref name="from"/> has sent its lanes to <paramref name="targets"/>.</summary>
    public Block[] Next(Block from, IEnumerable<Block> targets) => order.SortWaiting(from, waiting[from].Union(targets));

    /// <summary>
    /// Returns whether all lanes that entered the kernel are surely together when the block begins: nobody waits elsewhere, and no lane has ended before others.
    /// </summary>
    public bool IsMeeting(Block block) => waiting[block].Count == 0 && !afterReturns.Contains(block);

    /// <summary>Returns the blocks at which lanes may come to wait, or code looks for them, once the lanes of a warp have parted at a branch.</summary>
    public IEnumerable<Block> Behind(Block branch, Func<Block, bool> ends)
    {
        var reached = new HashSet<Block>();
        var open = new Stack<Block>(branch.Successors);
        while (open.TryPop(out Block? block))
        {
            if (reached.Add(block) && !ends(block))
            {
                foreach (Block successor in block.Successors)
                {
                    open.Push(successor);
                }
            }
        }

        return order.Blocks.Where(reached.SelectMany(b => waiting[b]).Concat(reached).ToHashSet().Contains);
    }

    private bool Spread(Block from, IReadOnlyList<Block> targets)
    {
        Block[] next = Next(from, targets);
        bool changed = false;
        bool someEnded = targets.Count == 0 || afterReturns.Contains(from);
        for (int i = 0; i < next.Length; i++)
        {
            changed |= someEnded && afterReturns.Add(next[i]);
            HashSet<Block> set = waiting[next[i]];
            int before = set.Count;
            set.UnionWith(next.Skip(i + 1));
            changed |= set.Count != before;
            if (targets.Count == 1 && ReferenceEquals(next[i], targets[0]))
            {
                // Surely not empty, so the later ones are not tried from here.
                break;
            }
        }

        return changed;
    }
}
