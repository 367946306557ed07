using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <content>Branches, and what phis become.</content>
internal sealed partial class PtxSelector
{
    private readonly Dictionary<(Block From, Block To), PtxBlock> edges = [];

    private void SelectTerminator(Terminator terminator)
    {
        switch (terminator)
        {
            case BranchInstruction i:
                current.BranchTo(EdgeTo(i.Target));
                break;
            case ConditionalBranchInstruction i when ReferenceEquals(i.WhenTrue, i.WhenFalse):
                current.BranchTo(EdgeTo(i.WhenTrue));
                break;
            case ConditionalBranchInstruction i:
                bool isNegated = i.Condition is UnaryInstruction { Op: UnaryOp.Not };
                PtxRegister condition = UseRegister(isNegated ? ((UnaryInstruction)i.Condition).Operand : i.Condition);
                PtxBlock from = current;
                from.BranchIf(condition, EdgeTo(i.WhenTrue), EdgeTo(i.WhenFalse), isNegated);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Returns where an edge out of the current block leads: the successor, or, where the block has another way out and the
    /// successor has phis, a block of the edge's own that can hold the copies.
    /// </summary>
    private PtxBlock EdgeTo(Block successor)
    {
        Block source = selected!.Block!;
        bool isOnlyWay = source.Successors.Distinct().Count() == 1;
        if (isOnlyWay || !successor.Phis.Any())
        {
            return first[successor];
        }

        var edge = new PtxBlock(Math.Min(layout.Depth(source), layout.Depth(successor)));
        edge.BranchTo(first[successor]);
        edges.Add((source, successor), edge);
        pieces[source].Add(edge);
        return edge;
    }

    private void ConnectPhis(Block block)
    {
        foreach (PhiInstruction phi in block.Phis)
        {
            for (int i = 0; i < phi.Sources.Count; i++)
            {
                Block source = phi.Sources[i];
                if (!first.ContainsKey(source))
                {
                    continue;
                }

                current = edges.GetValueOrDefault((source, block)) ?? last[source];
                for (int lane = 0; lane < phi.Type.Lanes; lane++)
                {
                    PtxOperand incoming = phi.Operands[i] is Constant { Type.Kind: ScalarKind.Bool } known
                        ? Immediate(known.AsBool ? -1 : 0)
                        : Use(phi.Operands[i], lane);
                    current.Copies.Add(new PtxCopy(((RegisterOperand)results[phi][lane]).Register, incoming));
                }
            }
        }
    }

    /// <summary>Ends the current block and goes on in a new one, for instructions that are loops in PTX.</summary>
    private PtxBlock StartBlock()
    {
        var next = new PtxBlock(current.Depth);
        pieces[selected!.Block!].Add(next);
        current = next;
        return next;
    }
}
