namespace Panther.Jit.IR;

/// <summary>Immediate dominators by iteration over the reverse postorder (Cooper, Harvey and Kennedy, 2001).</summary>
internal sealed class DominatorTree
{
    private readonly Dictionary<Block, int> order = [];
    private readonly Block[] reversePostorder;
    private readonly int[] immediate;
    private readonly Dictionary<Block, List<Block>> children = [];

    public DominatorTree(KernelFunction function)
    {
        reversePostorder = [.. ControlFlow.ReversePostorder(function.Entry)];
        for (int i = 0; i < reversePostorder.Length; i++)
        {
            order.Add(reversePostorder[i], i);
            children.Add(reversePostorder[i], []);
        }

        immediate = Solve(function.Predecessors());
        for (int i = 1; i < immediate.Length; i++)
        {
            children[reversePostorder[immediate[i]]].Add(reversePostorder[i]);
        }
    }

    /// <summary>Gets the reachable blocks in reverse postorder.</summary>
    public IReadOnlyList<Block> ReversePostorder => reversePostorder;

    public bool IsReachable(Block block) => order.ContainsKey(block);

    /// <summary>Returns the immediate dominator, or null for the entry.</summary>
    public Block? Immediate(Block block) => order[block] is var i and > 0 ? reversePostorder[immediate[i]] : null;

    public IReadOnlyList<Block> Children(Block block) => children[block];

    public bool Dominates(Block dominator, Block block)
    {
        int target = order[dominator];
        int i = order[block];
        while (i > target)
        {
            i = immediate[i];
        }

        return i == target;
    }

    /// <summary>Computes the dominance frontier of every block.</summary>
    public Dictionary<Block, HashSet<Block>> Frontiers()
    {
        var result = reversePostorder.ToDictionary(b => b, _ => new HashSet<Block>());
        foreach (Block block in reversePostorder)
        {
            foreach (Block successor in block.Successors)
            {
                Block? runner = block;
                while (runner is not null && !ReferenceEquals(runner, Immediate(successor)))
                {
                    result[runner].Add(successor);
                    runner = Immediate(runner);
                }
            }
        }

        return result;
    }

    private int[] Solve(Dictionary<Block, List<Block>> predecessors)
    {
        var result = new int[reversePostorder.Length];
        Array.Fill(result, -1);
        result[0] = 0;
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = 1; i < result.Length; i++)
            {
                int candidate = -1;
                foreach (Block predecessor in predecessors[reversePostorder[i]])
                {
                    if (order.TryGetValue(predecessor, out int p) && result[p] >= 0)
                    {
                        candidate = candidate < 0 ? p : Intersect(result, candidate, p);
                    }
                }

                changed |= result[i] != candidate;
                result[i] = candidate;
            }
        }

        return result;
    }

    private static int Intersect(int[] immediate, int a, int b)
    {
        while (a != b)
        {
            while (a > b)
            {
                a = immediate[a];
            }

            while (b > a)
            {
                b = immediate[b];
            }
        }

        return a;
    }
}
