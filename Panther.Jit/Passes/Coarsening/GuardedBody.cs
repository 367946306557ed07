using Panther.Jit.IR;

namespace Panther.Jit.Passes.Coarsening;

/// <summary>An implicitly grouped kernel of one dimension that is straight-line code behind the test of its index against the extent.</summary>
internal sealed class GuardedBody
{
    /// <summary>Kernels that compute more than this for an index are not bound by memory.</summary>
    private const int MostInstructions = 96;

    private readonly KernelFunction function;
    private readonly ConditionalBranchInstruction guard;
    private readonly List<Instruction> body = [];
    private readonly List<Instruction> early = [];
    private readonly HashSet<Value> late = [];

    private GuardedBody(KernelFunction function, ConditionalBranchInstruction guard, BinaryInstruction index)
    {
        this.function = function;
        this.guard = guard;
        Index = index;
    }

    /// <summary>Gets the thread's index, of i32 or i64.</summary>
    public BinaryInstruction Index { get; }

    public Parameter Extent => function.Parameters[0];

    /// <summary>Gets the block behind the kernel.</summary>
    public Block Exit => guard.WhenFalse;

    /// <summary>Gets the instructions that belong to one index: those that depend on it, and those that touch memory.</summary>
    public IReadOnlyList<Instruction> Body => body;

    /// <summary>Returns null for kernels of another form, and for those whose threads know of each other.</summary>
    public static GuardedBody? Find(KernelFunction function)
    {
        if (function.ImplicitDimensions != 1 || function.Blocks.Count != 3
            || function.Entry.Terminator is not ConditionalBranchInstruction
            {
                Condition: CompareInstruction { Op: CompareOp.LessSigned, Left: BinaryInstruction index, Right: Parameter { Index: 0 }, Users.Count: 1 },
            } guard
            || !IsIndex(index) || guard.WhenFalse.Instructions is not [ReturnInstruction]
            || guard.WhenTrue.Terminator is not (BranchInstruction or ReturnInstruction))
        {
            return null;
        }

        var found = new GuardedBody(function, guard, index);
        return found.Collect() && found.body.Count <= MostInstructions ? found : null;
    }

    /// <summary>Returns whether a value is the same for all indices and known before the kernel's own code.</summary>
    public bool IsEarly(Value value) => !late.Contains(value);

    /// <summary>Takes the guard and what belongs to the index out of the entry, so that it can be written on.</summary>
    public void OpenEntry()
    {
        Block inner = guard.WhenTrue;
        var condition = (CompareInstruction)guard.Condition;
        guard.Remove();
        condition.Remove();
        function.Entry.SetInstructions(function.Entry.Instructions.Where(i => IsEarly(i) || ReferenceEquals(i, Index)));
        inner.Terminator!.Remove();
        inner.SetInstructions([]);
        foreach (Instruction instruction in early)
        {
            function.Entry.Append(instruction);
        }
    }

    /// <summary>Puts the instructions of one index at the end of a block, with another value for the index.</summary>
    public void MoveTo(Block block, Value index)
    {
        foreach (Instruction instruction in body)
        {
            block.Append(instruction);
        }

        Index.ReplaceAllUsesWith(index);
    }

    /// <summary>groupX * groupDimX + threadX, of which nobody else takes a part.</summary>
    private static bool IsIndex(BinaryInstruction index) =>
        index is { Op: BinaryOp.Add, Left: BinaryInstruction { Op: BinaryOp.Mul, Users.Count: 1 } product }
        && IsPlace(product.Left, IndexKind.GroupX) && IsPlace(product.Right, IndexKind.GroupDimX) && IsPlace(index.Right, IndexKind.ThreadX);

    private static bool IsPlace(Value value, IndexKind kind) => value switch
    {
        ConvertInstruction { Op: ConvertOp.SignExtend, Users.Count: 1 } extended => IsPlace(extended.Operand, kind),
        IndexInstruction { Users.Count: 1 } place => place.Kind == kind,
        _ => false,
    };

    private bool Collect()
    {
        late.Add(Index);
        bool isBehindIndex = false;
        foreach (Instruction instruction in function.Entry.Instructions)
        {
            isBehindIndex |= ReferenceEquals(instruction, Index);
            bool isOwn = isBehindIndex && !ReferenceEquals(instruction, Index) && !ReferenceEquals(instruction, guard) && !ReferenceEquals(instruction, guard.Condition);
            if (instruction is AllocaInstruction || (isOwn && instruction.Operands.Any(late.Contains) && !AddToBody(instruction)))
            {
                return false;
            }
        }

        foreach (Instruction instruction in guard.WhenTrue.Instructions.SkipLast(1))
        {
            if (Speculation.IsSafe(instruction) && instruction is not IndexInstruction && !instruction.Operands.Any(late.Contains))
            {
                early.Add(instruction);
            }
            else if (!AddToBody(instruction))
            {
                return false;
            }
        }

        return true;
    }

    private bool AddToBody(Instruction instruction)
    {
        late.Add(instruction);
        body.Add(instruction);
        return instruction is BinaryInstruction or UnaryInstruction or FusedMultiplyAddInstruction or CompareInstruction or SelectInstruction or ConvertInstruction
            or GepInstruction or StoreInstruction or LoadInstruction { IsVolatile: false } or BuildVectorInstruction or ExtractLaneInstruction;
    }
}
