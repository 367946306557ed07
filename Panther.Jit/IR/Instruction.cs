namespace Panther.Jit.IR;

/// <summary>One operation in a block. Its operands are kept in step with their lists of users.</summary>
internal abstract class Instruction : Value
{
    private readonly List<Value> operands;

    /// <summary>The place of each use in its operand's list of users.</summary>
    private readonly List<int> places;

    protected Instruction(IrType type, params ReadOnlySpan<Value> operands)
        : base(type)
    {
        this.operands = new List<Value>(operands.Length);
        places = new List<int>(operands.Length);
        foreach (Value operand in operands)
        {
            AddOperand(operand);
        }
    }

    /// <summary>Gets the block that holds the instruction; null before insertion and after removal.</summary>
    public Block? Block { get; internal set; }

    public IReadOnlyList<Value> Operands => operands;

    /// <summary>Gets the C# line that the instruction comes from, where symbols exist.</summary>
    public SourceLocation? Location { get; set; }

    /// <summary>Gets a value indicating whether the instruction must stay although nobody takes its result.</summary>
    public virtual bool HasSideEffects => false;

    /// <summary>Gets a value indicating whether two such instructions with equal operands always give equal results.</summary>
    public virtual bool IsPure => !HasSideEffects;

    public virtual bool IsTerminator => false;

    public void SetOperand(int index, Value value)
    {
        operands[index].RemoveUser(places[index]);
        operands[index] = value;
        places[index] = value.AddUser(this, index);
    }

    public void ReplaceOperand(Value from, Value to)
    {
        for (int i = 0; i < operands.Count; i++)
        {
            if (ReferenceEquals(operands[i], from))
            {
                SetOperand(i, to);
            }
        }
    }

    /// <summary>Takes the instruction out of its block and lets go of its operands. Nobody may use its result any more.</summary>
    public void Remove()
    {
        Block?.Unlink(this);
        DropOperands();
    }

    /// <summary>Lets go of block and operands; the block's own list is the caller's.</summary>
    internal void Detach()
    {
        Block = null;
        DropOperands();
    }

    /// <summary>Replaces the result everywhere and removes the instruction.</summary>
    public void ReplaceWith(Value replacement)
    {
        ReplaceAllUsesWith(replacement);
        Remove();
    }

    /// <summary>Makes an equal instruction, outside any block, with other operands.</summary>
    public Instruction Clone(ReadOnlySpan<Value> newOperands)
    {
        Instruction clone = CloneCore(newOperands);
        clone.Location = Location;
        return clone;
    }

    protected abstract Instruction CloneCore(ReadOnlySpan<Value> newOperands);

    protected void AddOperand(Value value)
    {
        operands.Add(value);
        places.Add(value.AddUser(this, operands.Count - 1));
    }

    protected void RemoveOperandAt(int index)
    {
        operands[index].RemoveUser(places[index]);
        operands.RemoveAt(index);
        places.RemoveAt(index);
        for (int i = index; i < operands.Count; i++)
        {
            operands[i].RenumberUse(places[i], i);
        }
    }

    protected void DropOperands()
    {
        for (int i = 0; i < operands.Count; i++)
        {
            operands[i].RemoveUser(places[i]);
        }

        operands.Clear();
        places.Clear();
    }

    internal void MoveUse(int operand, int place) => places[operand] = place;
}
