namespace Panther.Jit.IR;

/// <summary>Ends a block.</summary>
internal abstract class Terminator(params ReadOnlySpan<Value> operands) : Instruction(IrType.Void, operands)
{
    public override bool HasSideEffects => true;

    public override bool IsTerminator => true;

    /// <summary>Gets the blocks that may come next; a block may stand here twice.</summary>
    public abstract IReadOnlyList<Block> Successors { get; }

    /// <summary>Makes every edge to <paramref name="from"/> go to <paramref name="to"/>; the phis are the caller's.</summary>
    public abstract void ReplaceSuccessor(Block from, Block to);
}

/// <summary>Goes on at one block.</summary>
internal sealed class BranchInstruction(Block target) : Terminator
{
    private readonly Block[] successors = [target];

    public Block Target => successors[0];

    public override IReadOnlyList<Block> Successors => successors;

    public override void ReplaceSuccessor(Block from, Block to) => SuccessorList.Replace(successors, from, to);

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new BranchInstruction(Target);
}

/// <summary>Goes on at one of two blocks.</summary>
internal sealed class ConditionalBranchInstruction(Value condition, Block whenTrue, Block whenFalse) : Terminator(condition)
{
    private readonly Block[] successors = [whenTrue, whenFalse];

    public Value Condition => Operands[0];

    public Block WhenTrue => successors[0];

    public Block WhenFalse => successors[1];

    public override IReadOnlyList<Block> Successors => successors;

    public override void ReplaceSuccessor(Block from, Block to) => SuccessorList.Replace(successors, from, to);

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new ConditionalBranchInstruction(o[0], WhenTrue, WhenFalse);
}

/// <summary>Ends the thread.</summary>
internal sealed class ReturnInstruction : Terminator
{
    public override IReadOnlyList<Block> Successors => [];

    public override void ReplaceSuccessor(Block from, Block to)
    {
    }

    protected override Instruction CloneCore(ReadOnlySpan<Value> o) => new ReturnInstruction();
}

/// <summary>Takes the value that belongs to the edge by which the block was entered.</summary>
internal sealed class PhiInstruction(IrType type) : Instruction(type)
{
    private readonly List<Block> sources = [];

    /// <summary>Gets the predecessors, in step with the operands.</summary>
    public IReadOnlyList<Block> Sources => sources;

    /// <summary>A phi's value depends on the way into its block.</summary>
    public override bool IsPure => false;

    public void AddIncoming(Block source, Value value)
    {
        sources.Add(source);
        AddOperand(value);
    }

    public bool HasSource(Block source) => sources.Contains(source);

    public Value IncomingFrom(Block source) => Operands[sources.IndexOf(source)];

    public void RemoveIncoming(Block source)
    {
        int index = sources.IndexOf(source);
        if (index >= 0)
        {
            sources.RemoveAt(index);
            RemoveOperandAt(index);
        }
    }

    public void ReplaceSource(Block from, Block to)
    {
        int index = sources.IndexOf(from);
        if (index >= 0)
        {
            sources[index] = to;
        }
    }

    /// <summary>Clones keep the sources; whoever clones blocks maps them.</summary>
    protected override Instruction CloneCore(ReadOnlySpan<Value> o)
    {
        var clone = new PhiInstruction(Type);
        for (int i = 0; i < o.Length; i++)
        {
            clone.AddIncoming(sources[i], o[i]);
        }

        return clone;
    }
}

/// <summary>Replaces blocks in a terminator's successors.</summary>
file static class SuccessorList
{
    public static void Replace(Block[] successors, Block from, Block to)
    {
        for (int i = 0; i < successors.Length; i++)
        {
            if (ReferenceEquals(successors[i], from))
            {
                successors[i] = to;
            }
        }
    }
}
