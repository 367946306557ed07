namespace Panther.Jit.Backends.Ptx;

/// <summary>Instructions that run one after another, then copies that happen all at once, then a branch.</summary>
internal sealed class PtxBlock(int depth)
{
    /// <summary>Gets the number of loops around the block.</summary>
    public int Depth { get; } = depth;

    public List<PtxInstruction> Instructions { get; } = [];

    /// <summary>Gets the copies at the end of the block, all of which read before any writes.</summary>
    public List<PtxCopy> Copies { get; } = [];

    /// <summary>Gets or sets the predicate that leads to <see cref="Target"/>; null for an unconditional branch. It is read after the copies.</summary>
    public PtxRegister? Condition { get; set; }

    public bool IsConditionNegated { get; set; }

    /// <summary>Gets or sets where control goes, or where it goes when the condition holds; null ends the thread.</summary>
    public PtxBlock? Target { get; set; }

    /// <summary>Gets or sets where control goes when the condition does not hold.</summary>
    public PtxBlock? Otherwise { get; set; }

    public IEnumerable<PtxBlock> Successors
    {
        get
        {
            if (Target is not null)
            {
                yield return Target;
            }

            if (Otherwise is not null)
            {
                yield return Otherwise;
            }
        }
    }

    public void BranchTo(PtxBlock target)
    {
        Target = target;
        Condition = null;
        Otherwise = null;
    }

    public void BranchIf(PtxRegister condition, PtxBlock target, PtxBlock otherwise, bool negated = false)
    {
        Condition = condition;
        IsConditionNegated = negated;
        Target = target;
        Otherwise = otherwise;
    }
}

/// <summary>One of the copies at the end of a block.</summary>
internal sealed record PtxCopy(PtxRegister Destination, PtxOperand Source);
