using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Structure;

/// <summary>
/// Turns the blocks of a kernel into nested statements along its dominator tree (Ramsey, "Beyond Relooper", ICFP 2022): a block that is reached by
/// several ways stands behind the region of its immediate dominator, a header opens a loop, everything else stands where it is branched to.
/// Unlike there, code behind a loop stands behind it in the text too.
/// </summary>
internal sealed class Structurer
{
    private readonly KernelFunction function;
    private readonly DominatorTree dominators;
    private readonly LoopForest loops;
    private readonly StatementWriter writer;
    private readonly Dictionary<Block, int> order = [];
    private readonly Dictionary<Block, List<Block>> predecessors;

    /// <summary>The blocks that stand behind the region, or the loop, of another one.</summary>
    private readonly Dictionary<Block, List<Block>> followers = [];
    private readonly Dictionary<Block, List<Block>> exits = [];
    private readonly Dictionary<Block, Label> labels = [];
    private readonly Dictionary<Block, Label> starts = [];

    private Structurer(KernelFunction function, DominatorTree dominators, LoopForest loops, StatementWriter writer)
    {
        this.function = function;
        this.dominators = dominators;
        this.loops = loops;
        this.writer = writer;
        predecessors = function.Predecessors();
        foreach (Block block in dominators.ReversePostorder)
        {
            order.Add(block, order.Count);
        }
    }

    public static List<Statement> Run(KernelFunction function, DominatorTree dominators, LoopForest loops, StatementWriter writer)
    {
        var structurer = new Structurer(function, dominators, loops, writer);
        structurer.CheckReducible();
        structurer.PlaceBlocks();
        return structurer.Tree(function.Entry);
    }

    private void CheckReducible()
    {
        foreach (Block block in dominators.ReversePostorder)
        {
            if (block.Successors.Any(s => order[s] <= order[block] && !dominators.Dominates(s, block)))
            {
                throw new KernelCompilationException(
                    $"{function.Name}: the kernel jumps into the middle of a loop, which OpenCL C has no statement for; write the loop without goto.");
            }
        }
    }

    /// <summary>Decides which blocks stand behind others.</summary>
    private void PlaceBlocks()
    {
        var single = new Dictionary<Block, Block>();
        foreach (Block block in dominators.ReversePostorder.Skip(1))
        {
            Loop? left = OutermostLoopLeft(block);
            if (IsMerge(block))
            {
                Place(block, left?.Header, left is null ? followers : exits);
            }
            else if (left is not null)
            {
                // The last of the ways out is what stands behind the loop, unless some of them meet there.
                single[left.Header] = block;
            }
        }

        foreach ((Block header, Block exit) in single)
        {
            if (!exits.ContainsKey(header))
            {
                Place(exit, header, exits);
            }
        }
    }

    private void Place(Block block, Block? header, Dictionary<Block, List<Block>> places)
    {
        Block at = header ?? dominators.Immediate(block)!;
        if (!places.TryGetValue(at, out List<Block>? placed))
        {
            places.Add(at, placed = []);
        }

        placed.Add(block);
        labels.Add(block, new Label());
    }

    private bool IsMerge(Block block) =>
        predecessors[block].Distinct().Count(p => dominators.IsReachable(p) && !dominators.Dominates(block, p)) > 1;

    /// <summary>Returns the outermost loop around the immediate dominator that the block itself is not in.</summary>
    private Loop? OutermostLoopLeft(Block block)
    {
        Loop? left = null;
        for (Loop? loop = loops.Innermost(dominators.Immediate(block)!); loop is not null && !loop.Blocks.Contains(block); loop = loop.Parent)
        {
            left = loop;
        }

        return left;
    }

    /// <summary>Writes a block and all that it dominates.</summary>
    private List<Statement> Tree(Block block)
    {
        bool isHeader = loops.Innermost(block) is { } loop && ReferenceEquals(loop.Header, block);
        if (isHeader)
        {
            starts.Add(block, new Label());
        }

        List<Statement> statements = Followed(Own(block), followers.GetValueOrDefault(block));
        return isHeader ? Followed([new Repetition(starts[block], statements)], exits.GetValueOrDefault(block)) : statements;
    }

    private List<Statement> Followed(List<Statement> statements, List<Block>? placed)
    {
        foreach (Block block in (IEnumerable<Block>?)placed?.OrderBy(b => order[b]) ?? [])
        {
            statements = [new Region(labels[block], statements), .. Tree(block)];
        }

        return statements;
    }

    private List<Statement> Own(Block block)
    {
        List<Statement> statements = writer.Write(block);
        switch (block.Terminator)
        {
            case BranchInstruction branch:
                statements.AddRange(Edge(block, branch.Target));
                break;
            case ConditionalBranchInstruction branch when ReferenceEquals(branch.WhenTrue, branch.WhenFalse):
                statements.AddRange(Edge(block, branch.WhenTrue));
                break;
            case ConditionalBranchInstruction branch:
                Condition condition = writer.Condition(branch);
                statements.Add(new Conditional(condition, Edge(block, branch.WhenTrue), Edge(block, branch.WhenFalse)) { Location = branch.Location });
                break;
            default:
                statements.Add(new Jump(Label.Return));
                break;
        }

        return statements;
    }

    private List<Statement> Edge(Block from, Block to)
    {
        List<Statement> statements = writer.Copies(from, to);
        if (starts.TryGetValue(to, out Label? start))
        {
            statements.Add(new Jump(start));
        }
        else if (to.Instructions is [ReturnInstruction])
        {
            statements.Add(new Jump(Label.Return));
        }
        else if (labels.TryGetValue(to, out Label? label))
        {
            statements.Add(new Jump(label));
        }
        else
        {
            statements.AddRange(Tree(to));
        }

        return statements;
    }
}
