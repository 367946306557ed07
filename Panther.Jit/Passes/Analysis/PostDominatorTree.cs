using Panther.Jit.IR;

namespace Panther.Jit.Passes.Analysis;

/// <summary>
/// Immediate post-dominators: the dominators of the reversed graph (Cooper, Harvey and Kennedy, 2001). One virtual block stands behind all
/// returns; a loop without a way out is taken to end at its last block.
/// </summary>
internal sealed class PostDominatorTree
{
    private readonly Dictionary<Block, int> nodes = [];
    private readonly Block[] blocks;
    private readonly int[] immediate;
    private readonly int[] position;

    public PostDominatorTree(KernelFunction function)
    {
        blocks = [.. ControlFlow.ReversePostorder(function.Entry)];
        int exit = blocks.Length;
        for (int i = 0; i < exit; i++)
        {
            nodes.Add(blocks[i], i);
        }

        var predecessors = new List<int>[exit + 1];
        for (int i = 0; i <= exit; i++)
        {
            predecessors[i] = [];
        }

        for (int i = 0; i < exit; i++)
        {
            foreach (Block successor in blocks[i].Successors)
            {
                predecessors[nodes[successor]].Add(i);
            }
        }

        bool[] isEnd = new bool[exit];
        List<int> postorder = Walk(predecessors, isEnd);
        position = new int[exit + 1];
        for (int i = 0; i < postorder.Count; i++)
        {
            position[postorder[i]] = i;
        }

        immediate = Solve(postorder, isEnd);
    }

    /// <summary>Returns the block that every way out of <paramref name="block"/> comes to first; null when that is the end of the thread.</summary>
    public Block? Immediate(Block block) => immediate[nodes[block]] is var i && i < blocks.Length ? blocks[i] : null;

    /// <summary>Returns whether every way from <paramref name="block"/> to the end leads through <paramref name="postDominator"/>.</summary>
    public bool PostDominates(Block postDominator, Block block)
    {
        int target = nodes[postDominator];
        int node = nodes[block];
        while (position[node] < position[target])
        {
            node = immediate[node];
        }

        return node == target;
    }

    /// <summary>Walks backwards from the ends; the virtual exit comes last in the postorder.</summary>
    private List<int> Walk(List<int>[] predecessors, bool[] isEnd)
    {
        var postorder = new List<int>(blocks.Length + 1);
        bool[] seen = new bool[blocks.Length];
        var stack = new Stack<(int Node, int Next)>();

        void From(int root)
        {
            isEnd[root] = true;
            seen[root] = true;
            stack.Push((root, 0));
            while (stack.Count > 0)
            {
                (int node, int next) = stack.Pop();
                if (next == predecessors[node].Count)
                {
                    postorder.Add(node);
                    continue;
                }

                stack.Push((node, next + 1));
                int predecessor = predecessors[node][next];
                if (!seen[predecessor])
                {
                    seen[predecessor] = true;
                    stack.Push((predecessor, 0));
                }
            }
        }

        for (int i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Successors.Count == 0)
            {
                From(i);
            }
        }

        for (int i = blocks.Length - 1; i >= 0; i--)
        {
            if (!seen[i])
            {
                From(i);
            }
        }

        postorder.Add(blocks.Length);
        return postorder;
    }

    private int[] Solve(List<int> postorder, bool[] isEnd)
    {
        int exit = blocks.Length;
        int[] result = new int[exit + 1];
        Array.Fill(result, -1);
        result[exit] = exit;
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = postorder.Count - 2; i >= 0; i--)
            {
                int node = postorder[i];
                int candidate = isEnd[node] ? exit : -1;
                foreach (Block successor in blocks[node].Successors)
                {
                    int s = nodes[successor];
                    if (result[s] >= 0)
                    {
                        candidate = candidate < 0 ? s : Intersect(result, candidate, s);
                    }
                }

                changed |= result[node] != candidate;
                result[node] = candidate;
            }
        }

        return result;
    }

    private int Intersect(int[] result, int a, int b)
    {
        while (a != b)
        {
            while (position[a] < position[b])
            {
                a = result[a];
            }

            while (position[b] < position[a])
            {
                b = result[b];
            }
        }

        return a;
    }
}
