using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <summary>The order in which blocks are written: loops in one piece, few branches taken.</summary>
internal sealed class PtxLayout
{
    private readonly LoopForest loops;
    private readonly List<Block> order = [];
    private readonly HashSet<Block> seen = [];

    public PtxLayout(KernelFunction function)
    {
        loops = new LoopForest(function, new DominatorTree(function));
        Visit(function.Entry);
        order.Reverse();
        Preorder = [.. order];
        foreach (Loop loop in loops.Loops)
        {
            Rotate(loop);
        }
    }

    /// <summary>Gets the reachable blocks, each after those that dominate it.</summary>
    public IReadOnlyList<Block> Preorder { get; }

    /// <summary>Gets the blocks in the order of the text; the entry is first.</summary>
    public IReadOnlyList<Block> Order => order;

    public int Depth(Block block) => loops.Innermost(block)?.Depth ?? 0;

    private void Visit(Block entry)
    {
        var stack = new Stack<(Block Block, Queue<Block> Successors)>();
        seen.Add(entry);
        stack.Push((entry, Successors(entry)));
        while (stack.TryPeek(out (Block Block, Queue<Block> Successors) top))
        {
            if (!top.Successors.TryDequeue(out Block? next))
            {
                order.Add(top.Block);
                stack.Pop();
            }
            else if (seen.Add(next))
            {
                stack.Push((next, Successors(next)));
            }
        }
    }

    /// <summary>
    /// Returns the successors, those first that leave the most loops: what a depth-first walk finishes first comes last in
    /// reverse postorder, so the inside of a loop stays together. Otherwise the true side is to follow directly.
    /// </summary>
    private Queue<Block> Successors(Block block) =>
        new(block.Successors.Reverse().OrderBy(Depth));

    /// <summary>
    /// Moves the header, if it ends in the loop's test, behind the last block, which then falls into it:
    /// one branch an iteration instead of two.
    /// </summary>
    private void Rotate(Loop loop)
    {
        int first = order.IndexOf(loop.Header);
        int last = first + loop.Blocks.Count - 1;
        if (first == last || last >= order.Count || !loop.Blocks.SetEquals(order.GetRange(first, loop.Blocks.Count)))
        {
            return;
        }

        bool testsAtTop = loop.Header.Terminator is ConditionalBranchInstruction test
            && loop.Blocks.Contains(test.WhenTrue) != loop.Blocks.Contains(test.WhenFalse);
        if (testsAtTop && order[last].Terminator is BranchInstruction)
        {
            order.RemoveAt(first);
            order.Insert(last, loop.Header);
        }
    }
}
