using System.Reflection.Metadata;

namespace Panther.Jit.Frontend.Cil;

/// <summary>The control flow of a method body.</summary>
internal sealed class IlBlocks
{
    private readonly Dictionary<int, IlBlock> byOffset = [];
    private readonly List<IlBlock> ordered = [];

    public IlBlocks(IlInstruction[] code)
    {
        Split(code);
        Order(byOffset[0]);
        byOffset[0].EdgesIn++;
        foreach (IlBlock block in ordered)
        {
            foreach (IlBlock successor in block.Successors)
            {
                successor.EdgesIn++;
                if (successor.Order <= block.Order)
                {
                    MarkLoop(successor, block);
                }
            }
        }
    }

    /// <summary>Gets the reachable blocks in reverse postorder.</summary>
    public IReadOnlyList<IlBlock> Ordered => ordered;

    public IlBlock At(int offset) => byOffset[offset];

    private void Split(IlInstruction[] code)
    {
        var starts = new SortedSet<int> { 0 };
        foreach (IlInstruction instruction in code)
        {
            foreach (int target in TargetsOf(instruction))
            {
                starts.Add(target);
            }

            if (instruction.EndsBlock)
            {
                starts.Add(instruction.Next);
            }
        }

        IlBlock? current = null;
        for (int i = 0; i < code.Length; i++)
        {
            if (starts.Contains(code[i].Offset))
            {
                current = new IlBlock(i);
                byOffset.Add(code[i].Offset, current);
            }

            current!.End = i + 1;
        }

        foreach (IlBlock block in byOffset.Values)
        {
            IlInstruction last = code[block.End - 1];
            if (!last.EndsFlow && byOffset.TryGetValue(last.Next, out IlBlock? next))
            {
                block.Successors.Add(next);
            }

            block.Successors.AddRange(TargetsOf(last).Select(t => byOffset[t]));
        }
    }

    private static IEnumerable<int> TargetsOf(IlInstruction instruction) => instruction switch
    {
        { Op: ILOpCode.Switch } => instruction.Targets,
        { IsConditionalBranch: true } or { IsUnconditionalBranch: true } => [instruction.Int32],
        _ => [],
    };

    private void Order(IlBlock entry)
    {
        var stack = new Stack<(IlBlock Block, int Next)>();
        var seen = new HashSet<IlBlock> { entry };
        stack.Push((entry, 0));
        while (stack.TryPop(out (IlBlock Block, int Next) top))
        {
            if (top.Next == top.Block.Successors.Count)
            {
                ordered.Add(top.Block);
                continue;
            }

            stack.Push((top.Block, top.Next + 1));
            // Later successors first, so that the fall-through directly follows its block.
            IlBlock successor = top.Block.Successors[^(top.Next + 1)];
            if (seen.Add(successor))
            {
                stack.Push((successor, 0));
            }
        }

        ordered.Reverse();
        for (int i = 0; i < ordered.Count; i++)
        {
            ordered[i].Order = i;
        }
    }

    /// <summary>Every block of the loop lies between header and latch in reverse postorder; a few others may too, which costs only redundant zeroing.</summary>
    private void MarkLoop(IlBlock header, IlBlock latch)
    {
        header.IsLoopHeader = true;
        for (int i = header.Order; i <= latch.Order; i++)
        {
            ordered[i].IsInLoop = true;
        }
    }
}
