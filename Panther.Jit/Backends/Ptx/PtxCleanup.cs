namespace Panther.Jit.Backends.Ptx;

/// <summary>Takes out what selection has left over.</summary>
internal static class PtxCleanup
{
    /// <summary>Removes instructions whose results nobody reads.</summary>
    public static void RemoveUnread(IReadOnlyList<PtxBlock> blocks)
    {
        bool changed = true;
        while (changed)
        {
            HashSet<PtxRegister> read = [.. blocks.SelectMany(Read)];
            changed = blocks.Sum(b => b.Instructions.RemoveAll(i => !i.HasSideEffects && !i.Written.Any(read.Contains))
                + b.Copies.RemoveAll(c => !read.Contains(c.Destination))) > 0;
        }
    }

    /// <summary>Leads branches past blocks that do nothing, and returns the blocks that are still reached.</summary>
    public static List<PtxBlock> RemoveEmpty(IReadOnlyList<PtxBlock> blocks)
    {
        foreach (PtxBlock block in blocks)
        {
            block.Target = block.Target is null ? null : Destination(block.Target);
            block.Otherwise = block.Otherwise is null ? null : Destination(block.Otherwise);
            if (block.Otherwise is not null && ReferenceEquals(block.Target, block.Otherwise))
            {
                block.BranchTo(block.Otherwise);
            }
        }

        var reached = new HashSet<PtxBlock> { blocks[0] };
        var work = new Stack<PtxBlock>(reached);
        while (work.TryPop(out PtxBlock? block))
        {
            foreach (PtxBlock successor in block.Successors.Where(reached.Add))
            {
                work.Push(successor);
            }
        }

        return [.. blocks.Where(reached.Contains)];
    }

    private static IEnumerable<PtxRegister> Read(PtxBlock block) =>
        block.Instructions.SelectMany(i => i.Guard is null ? i.Read : i.Sources.SelectMany(s => s.Registers).Append(i.Guard))
            .Concat(block.Copies.SelectMany(c => c.Source.Registers))
            .Concat(block.Condition is null ? [] : [block.Condition]);

    /// <summary>Follows blocks that hold nothing but a branch; a loop of such blocks is left alone.</summary>
    private static PtxBlock Destination(PtxBlock block)
    {
        var passed = new HashSet<PtxBlock>();
        while (block is { Condition: null, Target: { } next } && block.Instructions.Count == 0
            && !PtxCopySequence.Moves(block.Copies).Any() && passed.Add(block))
        {
            block = next;
        }

        return block;
    }
}
