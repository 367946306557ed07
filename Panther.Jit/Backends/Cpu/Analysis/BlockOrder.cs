using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>
/// The order in which the blocks run when lanes take different ways: a reverse postorder in which each loop's blocks stand together,
/// so that a loop is over for every lane before a block behind it runs (Moll and Hack, "Partial control-flow linearization", PLDI 2018).
/// </summary>
internal sealed class BlockOrder
{
    private readonly Dictionary<Block, int> position = [];
    private readonly Dictionary<Block, int> loopEnd = [];
    private readonly LoopForest forest;

    /// <exception cref="KernelCompilationException">A loop has two entries.</exception>
    public BlockOrder(KernelFunction function)
    {
        Dominators = new DominatorTree(function);
        forest = new LoopForest(function, Dominators);
        var blocks = new List<Block>(Dominators.ReversePostorder);
        foreach (Loop loop in forest.Loops)
        {
            int first = blocks.IndexOf(loop.Header);
            Block[] tail = [.. blocks.Skip(first)];
            blocks.RemoveRange(first, blocks.Count - first);
            blocks.AddRange(tail.Where(loop.Blocks.Contains));
            blocks.AddRange(tail.Where(b => !loop.Blocks.Contains(b)));
        }

        Blocks = blocks;
        for (int i = 0; i < blocks.Count; i++)
        {
            position.Add(blocks[i], i);
        }

        foreach (Loop loop in forest.Loops)
        {
            loopEnd.Add(loop.Header, loop.Blocks.Max(b => position[b]));
        }

        RejectIrreducible(function);
    }

    public DominatorTree Dominators { get; }

    public IReadOnlyList<Loop> Loops => forest.Loops;

    public IReadOnlyList<Block> Blocks { get; }

    public int Position(Block block) => position[block];

    public Loop? Innermost(Block block) => forest.Innermost(block);

    /// <summary>Returns the loops around a block, inner ones first.</summary>
    public IEnumerable<Loop> LoopsAround(Block block)
    {
        for (Loop? loop = Innermost(block); loop is not null; loop = loop.Parent)
        {
            yield return loop;
        }
    }

    /// <summary>Returns whether an edge leads back to a loop's header.</summary>
    public bool IsBackEdge(Block from, Block to) => position[to] <= position[from];

    /// <summary>Sorts blocks that wait for their turn while <paramref name="from"/> runs: forward ones in order, a header that waits for its next round behind its loop.</summary>
    public Block[] SortWaiting(Block from, IEnumerable<Block> waiting) => [.. waiting.OrderBy(b => Rank(from, b))];

    private (int Place, int Round, int Nesting) Rank(Block from, Block waiting) =>
        position[waiting] > position[from] ? (position[waiting], 0, 0) : (loopEnd[waiting], 1, -position[waiting]);

    private void RejectIrreducible(KernelFunction function)
    {
        foreach (Block block in Blocks)
        {
            foreach (Block successor in block.Successors)
            {
                if (IsBackEdge(block, successor) && !Dominators.Dominates(successor, block))
                {
                    throw new KernelCompilationException(
                        $"{function.Name}: a loop is entered at two places, which the CPU cannot run in lanes. Write it without a goto into the loop.");
                }
            }
        }
    }
}
