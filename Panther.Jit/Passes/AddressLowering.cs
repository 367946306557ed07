using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Brings addresses into one form: the root, then what is fixed outside the loops, then what varies inside, and one constant at the end.
/// Accesses that differ by a constant then share all the rest, and <see cref="LoopInvariantMotion"/> can take the fixed part out.
/// </summary>
internal sealed class AddressLowering
{
    private readonly KernelFunction function;
    private readonly LoopForest forest;
    private List<Instruction> output = [];
    private SourceLocation? location;

    private AddressLowering(KernelFunction function)
    {
        this.function = function;
        forest = new LoopForest(function, new DominatorTree(function));
    }

    /// <summary>Runs the pass; duplicates that it makes are left to <see cref="GlobalValueNumbering"/>.</summary>
    public static bool Run(KernelFunction function)
    {
        var pass = new AddressLowering(function);
        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            changed |= pass.Visit(block);
        }

        return changed;
    }

    private bool Visit(Block block)
    {
        bool changed = false;
        output = new List<Instruction>(block.Instructions.Count);
        foreach (Instruction instruction in block.Instructions)
        {
            location = instruction.Location;
            if (instruction is GepInstruction gep && IsAccessed(gep) && Lower(gep) is { } lowered)
            {
                gep.ReplaceAllUsesWith(lowered);
                gep.Detach();
                changed = true;
            }
            else
            {
                output.Add(instruction);
            }
        }

        if (changed)
        {
            block.SetInstructions(output);
        }

        return changed;
    }

    /// <summary>Steps in the middle of a chain are rebuilt from its end.</summary>
    private static bool IsAccessed(GepInstruction gep)
    {
        foreach (Instruction user in gep.Users)
        {
            if (user is not GepInstruction)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Rebuilds an address; null when it already has the form.</summary>
    private Value? Lower(GepInstruction gep)
    {
        if (AddressTerms.Of(gep) is not { } address)
        {
            return null;
        }

        int[] depths = new int[address.Terms.Count];
        bool isOneDepth = true;
        for (int i = 0; i < depths.Length; i++)
        {
            depths[i] = Depth(address.Terms[i].Variable, gep.Block!);
            isOneDepth &= depths[i] == depths[0];
        }

        if (isOneDepth && ReferenceEquals(gep.Pointer, address.Root) && KeepIndex(gep, address) is (true, var kept))
        {
            return kept;
        }

        Value pointer = address.Root;
        int deepest = forest.Innermost(gep.Block!)?.Depth ?? 0;
        for (int depth = 0; depth <= deepest; depth++)
        {
            pointer = AddDepth(pointer, address, depths, depth);
        }

        return address.Constant == 0 ? pointer : Emit(new GepInstruction(pointer, function.Int32(0), 1, address.Constant));
    }

    /// <summary>
    /// Where all variables are fixed at one depth, the index is left whole, since other addresses may share it; only its constants are taken off.
    /// </summary>
    private (bool IsKept, Value? Address) KeepIndex(GepInstruction gep, AddressTerms address)
    {
        if (gep.Index is Constant)
        {
            return (true, null);
        }

        (Value index, long taken) = StripConstants(gep.Index);
        long constant = gep.Offset + (taken * gep.Stride);
        return address.Constant != constant ? (false, null)
            : constant == 0 ? (true, null)
            : (true, Emit(new GepInstruction(Emit(new GepInstruction(gep.Pointer, index, gep.Stride, 0)), function.Int32(0), 1, constant)));
    }

    /// <summary>Takes the constants out of a sum, also from under factors and extensions, and keeps the rest of its shape.</summary>
    private (Value Index, long Constant) StripConstants(Value index)
    {
        switch (index)
        {
            case BinaryInstruction { Op: BinaryOp.Add, Right: Constant addend } sum:
                (Value remaining, long inner) = StripConstants(sum.Left);
                return (remaining, inner + addend.AsInt64);
            case BinaryInstruction { Op: BinaryOp.Add or BinaryOp.Sub } sum:
                (Value left, long fromLeft) = StripConstants(sum.Left);
                (Value right, long fromRight) = StripConstants(sum.Right);
                return ReferenceEquals(left, sum.Left) && ReferenceEquals(right, sum.Right)
                    ? (sum, 0)
                    : (Emit(new BinaryInstruction(sum.Op, left, right)), sum.Op == BinaryOp.Add ? fromLeft + fromRight : fromLeft - fromRight);
            case BinaryInstruction { Op: BinaryOp.Mul, Right: Constant factor } product:
                (Value multiplied, long part) = StripConstants(product.Left);
                return part == 0 ? (product, 0) : (Emit(new BinaryInstruction(BinaryOp.Mul, multiplied, factor)), part * factor.AsInt64);
            case BinaryInstruction { Op: BinaryOp.ShiftLeft, Right: Constant { AsInt64: >= 0 and < 31 } count } shifted:
                (Value moved, long below) = StripConstants(shifted.Left);
                return below == 0 ? (shifted, 0) : (Emit(new BinaryInstruction(BinaryOp.ShiftLeft, moved, count)), below << (int)count.AsInt64);
            case ConvertInstruction { Op: ConvertOp.SignExtend, Operand.Type.Kind: ScalarKind.Int32 } extended:
                (Value narrow, long own) = StripConstants(extended.Operand);
                return own == 0 ? (extended, 0) : (Emit(new ConvertInstruction(ConvertOp.SignExtend, narrow, extended.Type)), own);
            default:
                return (index, 0);
        }
    }

    /// <summary>Adds the variables of one depth, those of equal width and step as one sum.</summary>
    private Value AddDepth(Value pointer, AddressTerms address, int[] depths, int depth)
    {
        bool[] done = new bool[depths.Length];
        for (int i = 0; i < depths.Length; i++)
        {
            (Value variable, long bytes) = address.Terms[i];
            if (depths[i] != depth || done[i] || bytes == 0)
            {
                continue;
            }

            Value index = variable;
            for (int j = i + 1; j < depths.Length; j++)
            {
                (Value other, long otherBytes) = address.Terms[j];
                if (depths[j] == depth && !done[j] && otherBytes == bytes && other.Type == variable.Type)
                {
                    done[j] = true;
                    index = Emit(new BinaryInstruction(BinaryOp.Add, index, other));
                }
            }

            pointer = Emit(new GepInstruction(pointer, index, bytes, 0));
        }

        return pointer;
    }

    private Instruction Emit(Instruction instruction)
    {
        instruction.Location = location;
        output.Add(instruction);
        return instruction;
    }

    /// <summary>Returns the depth of the innermost loop around <paramref name="block"/> in which the value is computed.</summary>
    private int Depth(Value value, Block block)
    {
        if (value is not Instruction { Block: { } definition })
        {
            return 0;
        }

        Loop? loop = forest.Innermost(block);
        while (loop is not null && !loop.Blocks.Contains(definition))
        {
            loop = loop.Parent;
        }

        return loop?.Depth ?? 0;
    }
}
