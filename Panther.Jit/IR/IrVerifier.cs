namespace Panther.Jit.IR;

/// <summary>Checks that a function is well formed: structure, types, and that every value is defined before it is used.</summary>
internal static class IrVerifier
{
    /// <exception cref="InvalidOperationException">The function is malformed; the text says where, and holds the function.</exception>
    public static void Verify(KernelFunction function, string after)
    {
        string? problem = FindProblem(function);
        if (problem is not null)
        {
            throw new InvalidOperationException($"The compiler made a malformed function after {after}: {problem}\n{IrPrinter.Print(function)}");
        }
    }

    private static string? FindProblem(KernelFunction function)
    {
        Dictionary<Block, List<Block>> predecessors;
        foreach (Block block in function.Blocks)
        {
            if (block.Terminator is null)
            {
                return $"{block} has no terminator.";
            }

            if (block.Successors.FirstOrDefault(s => !function.Blocks.Contains(s)) is { } missing)
            {
                return $"{block} branches to {missing}, which is not in the function.";
            }
        }

        predecessors = function.Predecessors();
        if (predecessors[function.Entry].Count > 0)
        {
            return "The entry has predecessors.";
        }

        var dominators = new DominatorTree(function);
        foreach (Block block in function.Blocks.Where(dominators.IsReachable))
        {
            string? problem = FindProblem(block, predecessors[block], dominators);
            if (problem is not null)
            {
                return $"{block}: {problem}";
            }
        }

        return null;
    }

    private static string? FindProblem(Block block, List<Block> predecessors, DominatorTree dominators)
    {
        var seen = new HashSet<Instruction>();
        bool phisOver = false;
        foreach (Instruction instruction in block.Instructions)
        {
            if (!ReferenceEquals(instruction.Block, block))
            {
                return $"{instruction.GetType().Name} does not know its block.";
            }

            if (instruction.IsTerminator && !ReferenceEquals(instruction, block.Instructions[^1]))
            {
                return "a terminator stands inside the block.";
            }

            if (instruction is PhiInstruction phi)
            {
                if (phisOver)
                {
                    return "a phi stands behind other instructions.";
                }

                if (!phi.Sources.Order(ById).SequenceEqual(predecessors.Distinct().Order(ById)))
                {
                    return "a phi's sources are not the predecessors.";
                }
            }
            else
            {
                phisOver = true;
            }

            string? problem = FindTypeProblem(instruction) ?? FindUseProblem(instruction, seen, dominators);
            if (problem is not null)
            {
                return problem;
            }

            seen.Add(instruction);
        }

        return null;
    }

    private static IComparer<Block> ById { get; } = Comparer<Block>.Create((a, b) => a.Id.CompareTo(b.Id));

    private static string? FindUseProblem(Instruction instruction, HashSet<Instruction> seen, DominatorTree dominators)
    {
        for (int i = 0; i < instruction.Operands.Count; i++)
        {
            Value operand = instruction.Operands[i];
            if (operand is not Constant && !operand.Users.Contains(instruction))
            {
                return $"{instruction.GetType().Name}'s operand {i} does not list it as a user.";
            }

            if (operand is not Instruction definition)
            {
                continue;
            }

            if (definition.Block is null)
            {
                return $"{instruction.GetType().Name}'s operand {i} ({definition.GetType().Name}) is in no block.";
            }

            Block useBlock = instruction is PhiInstruction phi ? phi.Sources[i] : instruction.Block!;
            bool sameBlock = ReferenceEquals(definition.Block, useBlock);
            bool defined = sameBlock
                ? instruction is PhiInstruction || seen.Contains(definition)
                : !dominators.IsReachable(useBlock) || (dominators.IsReachable(definition.Block) && dominators.Dominates(definition.Block, useBlock));
            if (!defined)
            {
                return $"{instruction.GetType().Name}'s operand {i} ({definition.GetType().Name}) does not dominate it.";
            }
        }

        return null;
    }

    private static string? FindTypeProblem(Instruction instruction) => instruction switch
    {
        BinaryInstruction { Op: BinaryOp.ShiftLeft or BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned } i =>
            Expect(i.Left.Type.IsInteger && i.Right.Type == IrType.Int32, i, "an integer shifted by i32"),
        BinaryInstruction i => Expect(i.Left.Type == i.Right.Type && !i.Type.IsVector, i, "two equal scalar types"),
        CompareInstruction i => Expect(i.Left.Type == i.Right.Type && !i.Left.Type.IsVector, i, "two equal scalar types"),
        SelectInstruction i => Expect(i.Condition.Type == IrType.Bool && SameButSpace(i.WhenTrue.Type, i.WhenFalse.Type), i, "a bool and two equal types"),
        FusedMultiplyAddInstruction i => Expect(i.Operands.All(o => o.Type == i.Type) && i.Type.IsFloat, i, "three equal float types"),
        GepInstruction i => Expect(i.Pointer.Type.IsPointer && (i.Index.Type == IrType.Int32 || i.Index.Type == IrType.Int64), i, "a pointer and i32 or i64"),
        LoadInstruction i => Expect(i.Pointer.Type.IsPointer, i, "a pointer"),
        StoreInstruction i => Expect(i.Pointer.Type.IsPointer && !i.Stored.Type.IsVoid, i, "a pointer and a value"),
        AtomicInstruction i => Expect(i.Pointer.Type.IsPointer, i, "a pointer"),
        CompareExchangeInstruction i => Expect(i.Pointer.Type.IsPointer && i.Expected.Type == i.Desired.Type, i, "a pointer and two equal types"),
        ConditionalBranchInstruction i => Expect(i.Condition.Type == IrType.Bool, i, "a bool"),
        PhiInstruction i => Expect(i.Operands.All(o => SameButSpace(o.Type, i.Type)), i, "operands of its type"),
        ExtractLaneInstruction i => Expect(i.Lane < i.Vector.Type.Lanes && i.Vector.Type.IsVector, i, "a lane of a vector"),
        ShuffleInstruction i => Expect(i.Lane.Type == IrType.Int32, i, "an i32 lane"),
        DeviceInstruction i => Expect(
            i.Type.Element == i.Info.Result && i.Operands.Count == i.Info.Operands.Length && i.Operands.Zip(i.Info.Operands).All(o => SameButSpace(o.First.Type, o.Second)),
            i,
            $"{string.Join(", ", i.Info.Operands)} for {i.Op}"),
        _ => null,
    };

    private static bool SameButSpace(IrType a, IrType b) => a == b || (a.IsPointer && b.IsPointer);

    private static string? Expect(bool condition, Instruction instruction, string what) =>
        condition ? null : $"{instruction.GetType().Name} wants {what}, but has {string.Join(", ", instruction.Operands.Select(o => o.Type))}.";
}
