using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Writes a loop out turn after turn, until a turn cannot come back to the header. Constants are folded while copying, so blocks that a
/// turn cannot reach are never copied.
/// </summary>
internal sealed class LoopCopier
{
    private readonly KernelFunction function;
    private readonly Loop loop;
    private readonly Block preheader;
    private readonly LoopForest forest;
    private readonly List<Block> order = [];
    private readonly Dictionary<Block, int> place = [];
    private readonly LoopResults results;
    private Dictionary<Value, Value> map = [];
    private Dictionary<Block, Block> copies = [];
    private List<(Block Copy, Block Original)> entering = [];
    private List<(Block Copy, Block Original)> latches = [];
    private Block? nextHeader;
    private Dictionary<Value, Value>? lastMap;

    public LoopCopier(KernelFunction function, Loop loop, Block preheader, LoopForest forest)
    {
        this.function = function;
        this.loop = loop;
        this.preheader = preheader;
        this.forest = forest;
        results = new LoopResults(function, loop);
        foreach (Block block in ControlFlow.ReversePostorder(loop.Header, loop.Blocks))
        {
            place.Add(block, order.Count);
            order.Add(block);
        }
    }

    public void Unroll()
    {
        results.Find(order);
        Block header = function.AddBlock();
        preheader.Terminator!.ReplaceSuccessor(loop.Header, header);
        entering.Add((preheader, preheader));
        while (entering.Count > 0)
        {
            CopyTurn(header);
            entering = latches;
            latches = [];
            header = nextHeader!;
            nextHeader = null;
        }

        ForgetOriginals();
        results.Replace(lastMap!);
        RemoveOriginals();
    }

    private void CopyTurn(Block header)
    {
        Dictionary<Value, Value> before = map;
        map = new Dictionary<Value, Value>(before.Count);
        copies = new Dictionary<Block, Block> { [loop.Header] = header };
        CopyHeaderPhis(header, before);
        var joins = new List<(PhiInstruction Original, PhiInstruction Copy)>();
        foreach (Block block in order)
        {
            if (copies.TryGetValue(block, out Block? copy))
            {
                CopyBlock(block, copy, joins);
            }
        }

        foreach ((PhiInstruction original, PhiInstruction copy) in joins)
        {
            for (int i = 0; i < original.Operands.Count; i++)
            {
                if (copies.TryGetValue(original.Sources[i], out Block? source) && LeadsTo(source, copy.Block!))
                {
                    copy.AddIncoming(source, Map(original.Operands[i]));
                }
            }
        }
    }

    private void CopyHeaderPhis(Block header, Dictionary<Value, Value> before)
    {
        foreach (Instruction instruction in loop.Header.Instructions)
        {
            if (instruction is not PhiInstruction phi)
            {
                break;
            }

            if (CommonIncoming(phi, before) is { } common)
            {
                map.Add(phi, common);
                continue;
            }

            var copy = new PhiInstruction(phi.Type) { Location = phi.Location };
            foreach ((Block source, Block original) in entering)
            {
                copy.AddIncoming(source, Incoming(phi, original, before));
            }

            header.Append(copy);
            map.Add(phi, copy);
        }

        foreach (Instruction instruction in loop.Header.Instructions)
        {
            if (instruction is not PhiInstruction phi)
            {
                break;
            }

            results.Keep(phi, Map(phi), header);
        }
    }

    private Value? CommonIncoming(PhiInstruction phi, Dictionary<Value, Value> before)
    {
        Value common = Incoming(phi, entering[0].Original, before);
        for (int i = 1; i < entering.Count; i++)
        {
            if (!ReferenceEquals(common, Incoming(phi, entering[i].Original, before)))
            {
                return null;
            }
        }

        return common;
    }

    private static Value Incoming(PhiInstruction phi, Block source, Dictionary<Value, Value> before)
    {
        Value value = phi.IncomingFrom(source);
        return before.GetValueOrDefault(value, value);
    }

    private Value Map(Value value) => map.GetValueOrDefault(value, value);

    private void CopyBlock(Block block, Block copy, List<(PhiInstruction Original, PhiInstruction Copy)> joins)
    {
        bool isOwn = ReferenceEquals(forest.Innermost(block), loop);
        var phis = new List<PhiInstruction>();
        foreach (Instruction instruction in block.Instructions)
        {
            if (instruction is PhiInstruction phi)
            {
                if (!ReferenceEquals(block, loop.Header))
                {
                    CopyJoin(phi, copy, joins);
                    phis.Add(phi);
                }

                continue;
            }

            foreach (PhiInstruction kept in phis)
            {
                results.Keep(kept, Map(kept), copy);
            }

            phis.Clear();
            if (instruction is Terminator terminator)
            {
                CopyTerminator(terminator, block, copy);
            }
            else if (!(isOwn && instruction is UnrollHintInstruction))
            {
                CopyInstruction(instruction, copy);
            }
        }
    }

    private void CopyInstruction(Instruction instruction, Block copy)
    {
        var operands = new Value[instruction.Operands.Count];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = Map(instruction.Operands[i]);
        }

        if (operands.Length is > 0 and <= 3 && operands[0] is Constant && ConstantFolder.CanFold(instruction) && Fold(instruction, operands) is { } constant)
        {
            map.Add(instruction, constant);
        }
        else
        {
            Instruction clone = instruction.Clone(operands);
            copy.Append(clone);
            map.Add(instruction, clone);
        }

        results.Keep(instruction, Map(instruction), copy);
    }

    private Constant? Fold(Instruction instruction, Value[] operands)
    {
        var constants = new Constant?[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            constants[i] = operands[i] as Constant;
        }

        return ConstantFolder.Fold(function, instruction, constants);
    }

    /// <summary>Copies a phi inside the loop; where all edges that can still reach it bring one value, it is that.</summary>
    private void CopyJoin(PhiInstruction phi, Block copy, List<(PhiInstruction Original, PhiInstruction Copy)> joins)
    {
        Value? single = null;
        bool isSingle = true;
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            isSingle &= place[phi.Sources[i]] < place[phi.Block!];
            if (isSingle && copies.TryGetValue(phi.Sources[i], out Block? source) && LeadsTo(source, copy))
            {
                Value value = Map(phi.Operands[i]);
                isSingle &= single is null || ReferenceEquals(single, value);
                single = value;
            }
        }

        if (isSingle)
        {
            map.Add(phi, single!);
            return;
        }

        var join = new PhiInstruction(phi.Type) { Location = phi.Location };
        copy.Append(join);
        map.Add(phi, join);
        joins.Add((phi, join));
    }

    private static bool LeadsTo(Block block, Block target)
    {
        foreach (Block successor in block.Successors)
        {
            if (ReferenceEquals(successor, target))
            {
                return true;
            }
        }

        return false;
    }

    private void CopyTerminator(Terminator terminator, Block block, Block copy)
    {
        Terminator clone;
        if (terminator is ConditionalBranchInstruction branch)
        {
            Value condition = Map(branch.Condition);
            clone = condition is Constant known
                ? new BranchInstruction(Target(known.AsBool ? branch.WhenTrue : branch.WhenFalse, block, copy))
                : new ConditionalBranchInstruction(condition, Target(branch.WhenTrue, block, copy), Target(branch.WhenFalse, block, copy));
        }
        else
        {
            clone = terminator is BranchInstruction next ? new BranchInstruction(Target(next.Target, block, copy)) : new ReturnInstruction();
        }

        clone.Location = terminator.Location;
        copy.Append(clone);
    }

    /// <summary>Returns where an edge of the copy leads: to the next turn, to a copy, or out of the loop.</summary>
    private Block Target(Block target, Block block, Block copy)
    {
        if (ReferenceEquals(target, loop.Header))
        {
            if (latches.Count == 0 || !ReferenceEquals(latches[^1].Copy, copy))
            {
                latches.Add((copy, block));
            }

            return nextHeader ??= function.AddBlock();
        }

        if (loop.Blocks.Contains(target))
        {
            if (!copies.TryGetValue(target, out Block? inside))
            {
                copies.Add(target, inside = function.AddBlock());
            }

            return inside;
        }

        lastMap = map;
        foreach (Instruction instruction in target.Instructions)
        {
            if (instruction is not PhiInstruction phi)
            {
                break;
            }

            if (!phi.HasSource(copy))
            {
                phi.AddIncoming(copy, Map(phi.IncomingFrom(block)));
            }
        }

        return target;
    }

    private void ForgetOriginals()
    {
        foreach (Block block in order)
        {
            foreach (Block successor in block.Successors)
            {
                if (loop.Blocks.Contains(successor))
                {
                    continue;
                }

                foreach (Instruction instruction in successor.Instructions)
                {
                    if (instruction is not PhiInstruction phi)
                    {
                        break;
                    }

                    phi.RemoveIncoming(block);
                }
            }
        }
    }

    private void RemoveOriginals()
    {
        foreach (Block block in order)
        {
            block.RemoveAll(static _ => true);
        }

        var kept = new List<Block>(function.Blocks.Count);
        foreach (Block block in function.Blocks)
        {
            if (!loop.Blocks.Contains(block))
            {
                kept.Add(block);
            }
        }

        function.SetBlocks(kept);
    }
}
