using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>What a branch whose lanes part does to the blocks behind it.</summary>
/// <param name="Joins">The blocks where lanes that went different ways meet: their phis differ between lanes.</param>
/// <param name="Loops">The loops that some lanes leave while others stay.</param>
internal sealed record DivergenceReach(IReadOnlySet<Block> Joins, IReadOnlySet<Loop> Loops)
{
    /// <summary>
    /// Follows both ways of a branch in block order, each under its own label; where two labels meet is a join, which goes on under a label of its own.
    /// A label that comes back to a loop's header may leave the loop at any exit, rounds later.
    /// </summary>
    public static DivergenceReach Of(Block branch, BlockOrder order)
    {
        var joins = new HashSet<Block>();
        var loops = new HashSet<Loop>();
        var labels = new Dictionary<Block, Block>();
        var returned = new HashSet<Block>();
        var left = new HashSet<Block>();

        void Label(Block block, Block label)
        {
            if (!labels.TryAdd(block, label) && !ReferenceEquals(labels[block], label) && joins.Add(block))
            {
                labels[block] = block;
            }
        }

        var waiting = new HashSet<Block>();
        void Visit(Block from, Block to, Block label)
        {
            Label(to, label);
            if (order.IsBackEdge(from, to))
            {
                returned.Add(to);
            }
            else
            {
                left.Add(to);
            }

            waiting.Add(to);
        }

        foreach (Block successor in branch.Successors)
        {
            Visit(branch, successor, successor);
        }

        Block current = branch;
        // One place to be is where all have met again.
        while (waiting.Count > 1)
        {
            Block next = order.SortWaiting(current, waiting)[0];
            waiting.Remove(next);
            if (returned.Contains(next) && order.Position(next) <= order.Position(branch))
            {
                // The loop goes on: lanes that stayed may leave by any exit later.
                Loop loop = order.Loops.First(l => ReferenceEquals(l.Header, next));
                bool parts = left.Any(b => !loop.Blocks.Contains(b));
                if (parts)
                {
                    loops.Add(loop);
                }

                foreach ((_, Block exit) in loop.Exits)
                {
                    Label(exit, labels[next]);
                    waiting.Add(exit);
                    if (parts)
                    {
                        left.Add(exit);
                    }
                }
            }
            else
            {
                foreach (Block successor in next.Successors)
                {
                    if (order.IsBackEdge(next, successor) && !IsAround(successor, branch, order))
                    {
                        // An inner loop behind the branch: all its lanes came in together under one label or joined before it.
                        continue;
                    }

                    Visit(next, successor, labels[next]);
                }
            }

            current = next;
        }

        return new DivergenceReach(joins, loops);
    }

    private static bool IsAround(Block header, Block block, BlockOrder order) =>
        order.LoopsAround(block).Any(l => ReferenceEquals(l.Header, header));
}
