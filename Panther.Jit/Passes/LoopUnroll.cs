using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Unrolls whole loops whose number of turns is known, inner ones first, as far as the limits allow or the source asks.
/// </summary>
internal sealed class LoopUnroll
{
    private readonly KernelFunction function;
    private readonly PassOptions options;
    private readonly bool isLast;
    private readonly HashSet<Block> refused = [];

    private LoopUnroll(KernelFunction function, PassOptions options, bool isLast)
    {
        this.function = function;
        this.options = options;
        this.isLast = isLast;
    }

    /// <summary>Runs the pass. The last run insists on the hints of the source, and takes them out.</summary>
    /// <exception cref="KernelCompilationException">A loop that must be unrolled cannot be.</exception>
    public static bool Run(KernelFunction function, PassOptions options, bool isLast)
    {
        var pass = new LoopUnroll(function, options, isLast);
        bool changed = false;
        while (pass.UnrollInnermost())
        {
            changed = true;
            ControlFlowCleanup.Run(function);
        }

        if (isLast)
        {
            foreach (Block block in function.Blocks)
            {
                block.RemoveAll(static i => i is UnrollHintInstruction);
            }
        }

        return changed;
    }

    /// <summary>Unrolls all loops that can be, except those around one that has just been unrolled, whose blocks are no longer known.</summary>
    private bool UnrollInnermost()
    {
        var dominators = new DominatorTree(function);
        var forest = new LoopForest(function, dominators);
        var outdated = new HashSet<Loop>();
        for (int i = forest.Loops.Count - 1; i >= 0; i--)
        {
            Loop loop = forest.Loops[i];
            if (outdated.Contains(loop) || refused.Contains(loop.Header))
            {
                continue;
            }

            if (!ShouldUnroll(loop, forest, dominators))
            {
                refused.Add(loop.Header);
                continue;
            }

            Block preheader = Preheader.Ensure(function, loop);
            new LoopCopier(function, loop, preheader, forest).Unroll();
            outdated.Add(loop);
            for (Loop? around = loop.Parent; around is not null; around = around.Parent)
            {
                outdated.Add(around);
            }
        }

        return outdated.Count > 0;
    }

    private bool ShouldUnroll(Loop loop, LoopForest forest, DominatorTree dominators)
    {
        UnrollHintInstruction? hint = FindHint(loop, forest);
        if (hint is { Unroll: false })
        {
            return false;
        }

        int size = Size(loop);
        int limit = hint is not null ? options.HintedUnrollLimit
            : PicksLocalElements(loop) ? options.LocalArrayUnrollLimit
            : options.UnrollLimit;
        int? turns = TripCount.Find(function, loop, forest, dominators, Math.Max(1, limit / size));

        // A loop of one turn only gets smaller.
        bool fits = turns is { } count && (count <= 1 || (long)count * size <= limit);
        if (!fits && hint is not null && isLast)
        {
            string place = hint.Location is { } location ? $" ({location})" : string.Empty;
            throw new KernelCompilationException(
                $"{function.Name}{place}: Unroll.Full() stands in a loop that cannot be unrolled: the number of its turns is not known at compile time, "
                + $"or it would have more than {options.HintedUnrollLimit} instructions. Give the loop constant bounds, or leave the hint out.");
        }

        return fits;
    }

    private static UnrollHintInstruction? FindHint(Loop loop, LoopForest forest)
    {
        foreach (Block block in loop.Blocks)
        {
            if (!ReferenceEquals(forest.Innermost(block), loop))
            {
                continue;
            }

            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction is UnrollHintInstruction hint)
                {
                    return hint;
                }
            }
        }

        return null;
    }

    private static int Size(Loop loop)
    {
        int size = 0;
        foreach (Block block in loop.Blocks)
        {
            size += block.Instructions.Count;
        }

        return size;
    }

    /// <summary>Returns whether the loop touches local memory by a variable index that its own turns may make constant.</summary>
    private static bool PicksLocalElements(Loop loop)
    {
        foreach (Block block in loop.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction is GepInstruction { Index: Instruction index } gep
                    && loop.Blocks.Contains(index.Block!)
                    && Root(gep) is AllocaInstruction { Space: AddressSpace.Local })
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static Value Root(Value pointer)
    {
        while (pointer is GepInstruction gep)
        {
            pointer = gep.Pointer;
        }

        return pointer;
    }
}
