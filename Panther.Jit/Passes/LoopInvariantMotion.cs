using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Moves what does not change in a loop in front of it: pure instructions that cannot fail, inner loops first. A load moves only when
/// nobody writes the memory while the kernel runs, and only from the header, which is surely executed.
/// </summary>
internal static class LoopInvariantMotion
{
    public static bool Run(KernelFunction function)
    {
        bool changed = false;
        var forest = new LoopForest(function, new DominatorTree(function));
        for (int i = forest.Loops.Count - 1; i >= 0; i--)
        {
            changed |= Hoist(function, forest.Loops[i]);
        }

        return changed;
    }

    private static bool Hoist(KernelFunction function, Loop loop)
    {
        Block? preheader = null;
        var moved = new List<Instruction>();
        var isMoved = new HashSet<Instruction>();
        bool again = true;
        while (again)
        {
            again = false;
            foreach (Block block in function.Blocks)
            {
                if (!loop.Blocks.Contains(block))
                {
                    continue;
                }

                foreach (Instruction instruction in block.Instructions)
                {
                    if (!isMoved.Contains(instruction) && IsMovable(instruction, block, loop) && IsInvariant(instruction, loop, isMoved))
                    {
                        isMoved.Add(instruction);
                        moved.Add(instruction);
                        again = true;
                    }
                }
            }
        }

        if (moved.Count == 0)
        {
            return false;
        }

        preheader ??= Preheader.Ensure(function, loop);
        foreach (Block block in loop.Blocks)
        {
            Take(block, isMoved);
        }

        var content = new List<Instruction>(preheader.Instructions.Count + moved.Count);
        content.AddRange(preheader.Instructions);
        content.InsertRange(content.Count - 1, moved);
        preheader.SetInstructions(content);
        return true;
    }

    private static void Take(Block block, HashSet<Instruction> moved)
    {
        var kept = new List<Instruction>(block.Instructions.Count);
        foreach (Instruction instruction in block.Instructions)
        {
            if (!moved.Contains(instruction))
            {
                kept.Add(instruction);
            }
        }

        if (kept.Count < block.Instructions.Count)
        {
            block.SetInstructions(kept);
        }
    }

    private static bool IsInvariant(Instruction instruction, Loop loop, HashSet<Instruction> moved)
    {
        foreach (Value operand in instruction.Operands)
        {
            if (operand is Instruction definition && loop.Blocks.Contains(definition.Block!) && !moved.Contains(definition))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMovable(Instruction instruction, Block block, Loop loop) => instruction switch
    {
        LoadInstruction load => load.IsReadOnly && !load.IsVolatile && ReferenceEquals(block, loop.Header),
        _ => Speculation.IsSafe(instruction),
    };
}
