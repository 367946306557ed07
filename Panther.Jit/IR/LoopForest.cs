namespace Panther.Jit.IR;

/// <summary>A natural loop: a header that dominates the blocks that lead back to it.</summary>
internal sealed class Loop(Block header)
{
    public Block Header { get; } = header;

    /// <summary>Gets the loop directly around this one.</summary>
    public Loop? Parent { get; internal set; }

    /// <summary>Gets all blocks, those of inner loops included.</summary>
    public HashSet<Block> Blocks { get; } = [header];

    /// <summary>Gets the blocks that branch back to the header.</summary>
    public List<Block> Latches { get; } = [];

    public int Depth => Parent is null ? 1 : Parent.Depth + 1;

    /// <summary>Gets the edges that leave the loop.</summary>
    public IEnumerable<(Block From, Block To)> Exits =>
        from block in Blocks
        from successor in block.Successors
        where !Blocks.Contains(successor)
        orderby block.Id, successor.Id
        select (block, successor);
}

/// <summary>The natural loops of a function, inner ones after the ones around them.</summary>
internal sealed class LoopForest
{
    private readonly Dictionary<Block, Loop> innermost = [];
    private readonly List<Loop> loops = [];

    public LoopForest(KernelFunction function, DominatorTree dominators)
    {
        Dictionary<Block, List<Block>> predecessors = function.Predecessors();
        foreach (Block header in dominators.ReversePostorder)
        {
            Block[] latches = [.. predecessors[header].Distinct().Where(p => dominators.IsReachable(p) && dominators.Dominates(header, p))];
            if (latches.Length > 0)
            {
                loops.Add(Collect(header, latches, predecessors, dominators));
            }
        }

        foreach (Loop loop in loops)
        {
            loop.Parent = loops.LastOrDefault(o => !ReferenceEquals(o, loop) && o.Blocks.Contains(loop.Header) && o.Blocks.Count > loop.Blocks.Count
                && loops.IndexOf(o) < loops.IndexOf(loop));
            foreach (Block block in loop.Blocks)
            {
                innermost[block] = loop;
            }
        }
    }

    /// <summary>Gets the loops, each after the one around it.</summary>
    public IReadOnlyList<Loop> Loops => loops;

    /// <summary>Returns the innermost loop around a block, or null.</summary>
    public Loop? Innermost(Block block) => innermost.GetValueOrDefault(block);

    private static Loop Collect(Block header, Block[] latches, Dictionary<Block, List<Block>> predecessors, DominatorTree dominators)
    {
        var loop = new Loop(header);
        loop.Latches.AddRange(latches);
        var work = new Stack<Block>(latches);
        while (work.TryPop(out Block? block))
        {
            if (!loop.Blocks.Add(block))
            {
                continue;
            }

            foreach (Block predecessor in predecessors[block].Where(dominators.IsReachable))
            {
                work.Push(predecessor);
            }
        }

        return loop;
    }
}
