namespace Panther.Jit.IR;

/// <summary>Orders of the blocks of a function.</summary>
internal static class ControlFlow
{
    /// <summary>Returns the reachable blocks, or those of a region, each before its successors except along back edges.</summary>
    public static IReadOnlyList<Block> ReversePostorder(Block entry, IReadOnlySet<Block>? region = null)
    {
        var postorder = new List<Block>();
        var seen = new HashSet<Block> { entry };
        var stack = new Stack<(Block Block, int Next)>();
        stack.Push((entry, 0));
        while (stack.Count > 0)
        {
            (Block block, int next) = stack.Pop();
            // Later successors first, so that the first successor directly follows its block in the result.
            if (next < block.Successors.Count)
            {
                stack.Push((block, next + 1));
                Block successor = block.Successors[block.Successors.Count - 1 - next];
                if ((region is null || region.Contains(successor)) && seen.Add(successor))
                {
                    stack.Push((successor, 0));
                }
            }
            else
            {
                postorder.Add(block);
            }
        }

        postorder.Reverse();
        return postorder;
    }
}
