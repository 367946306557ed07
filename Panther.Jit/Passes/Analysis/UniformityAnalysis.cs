using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Passes.Analysis;

/// <summary>
/// Which values are equal in all lanes of a warp that run the instruction together, and which branches the lanes take apart.
/// Divergence spreads along data, to the phis where parted lanes meet again, and to what leaves a loop that lanes leave at different
/// times (Rosemann, Moll and Hack, "An abstract interpretation for SPMD divergence", POPL 2021).
/// </summary>
/// <remarks>
/// A local pointer is called uniform when all lanes mean the same place of their own memory. A load through a uniform pointer to global or
/// shared memory is uniform. A value that is uniform inside a loop but used behind one that lanes leave at different times counts as
/// divergent as a whole.
/// </remarks>
internal sealed class UniformityAnalysis
{
    private readonly TargetInfo target;
    private readonly DominatorTree dominators;
    private readonly LoopForest loops;
    private readonly HashSet<Value> divergent = [];
    private readonly HashSet<Block> divergentBranches = [];
    private readonly HashSet<Block> divergentBlocks = [];
    private readonly Dictionary<Block, int> order = [];
    private readonly Stack<Instruction> work = new();

    public UniformityAnalysis(KernelFunction function, TargetInfo target)
    {
        this.target = target;
        dominators = new DominatorTree(function);
        loops = new LoopForest(function, dominators);
        PostDominators = new PostDominatorTree(function);
        for (int i = 0; i < dominators.ReversePostorder.Count; i++)
        {
            order.Add(dominators.ReversePostorder[i], i);
        }

        foreach (Block block in dominators.ReversePostorder)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (IsSource(instruction))
                {
                    Mark(instruction);
                }
            }
        }

        while (work.TryPop(out Instruction? changed))
        {
            foreach (Instruction user in changed.Users)
            {
                Visit(user);
            }
        }
    }

    public PostDominatorTree PostDominators { get; }

    /// <summary>Returns whether the lanes that compute the value together all get the same.</summary>
    public bool IsUniform(Value value) => !divergent.Contains(value);

    /// <summary>Returns whether lanes may leave the block by different edges.</summary>
    public bool IsDivergentBranch(Block block) => divergentBranches.Contains(block);

    /// <summary>Returns whether all the lanes that the warp started with run the block together, or none does.</summary>
    public bool IsUniformBlock(Block block) => !divergentBlocks.Contains(block);

    private bool IsSource(Instruction instruction) => instruction switch
    {
        IndexInstruction { Kind: IndexKind.ThreadX } => target.GroupDim is not { X: 1 },
        IndexInstruction { Kind: IndexKind.ThreadY } => !(target.GroupDim is { } dim && (dim.Y == 1 || dim.X % target.WarpSize == 0)),
        IndexInstruction { Kind: IndexKind.ThreadZ } => !(target.GroupDim is { } dim && (dim.Z == 1 || dim.X * dim.Y % target.WarpSize == 0)),
        IndexInstruction { Kind: IndexKind.Lane } => target.WarpSize > 1,
        LoadInstruction load => load.Pointer.Type.Space is AddressSpace.Local or AddressSpace.Generic,
        ShuffleInstruction { Op: ShuffleOp.Index } => false,
        AtomicInstruction or CompareExchangeInstruction or ShuffleInstruction or DeviceInstruction => true,
        _ => false,
    };

    private void Mark(Instruction instruction)
    {
        if (divergent.Add(instruction))
        {
            work.Push(instruction);
        }
    }

    private void Visit(Instruction user)
    {
        switch (user)
        {
            case ConditionalBranchInstruction branch:
                if (!ReferenceEquals(branch.WhenTrue, branch.WhenFalse) && divergentBranches.Add(branch.Block!))
                {
                    Part(branch.Block!);
                }

                break;
            case ShuffleInstruction { Op: ShuffleOp.Index } shuffle when IsUniform(shuffle.Lane):
                break;
            default:
                if (!user.Type.IsVoid && user.Block is not null)
                {
                    Mark(user);
                }

                break;
        }
    }

    /// <summary>
    /// Follows the lanes from the two sides of a branch to its post-dominator. Each block takes the label of the side that it is reached
    /// from; where two labels meet, the phis tell the lanes apart, and the block is its own label from there on.
    /// </summary>
    private void Part(Block branch)
    {
        Block? end = PostDominators.Immediate(branch);
        var labels = new Dictionary<Block, Block>();
        var queue = new PriorityQueue<Block, int>();
        foreach (Block successor in branch.Successors)
        {
            Reach(successor, successor);
        }

        while (queue.TryDequeue(out Block? block, out _))
        {
            // Lanes that come back to the branch meet only those that they left it with.
            if (ReferenceEquals(block, end))
            {
                continue;
            }

            divergentBlocks.Add(block);
            if (ReferenceEquals(block, branch))
            {
                continue;
            }

            foreach (Block successor in block.Successors)
            {
                Reach(successor, labels[block]);
            }
        }

        MarkLoopResults(branch, end);

        void Reach(Block block, Block label)
        {
            if (!labels.TryGetValue(block, out Block? known))
            {
                labels.Add(block, label);
                queue.Enqueue(block, order[block]);
            }
            else if (!ReferenceEquals(known, label) && !ReferenceEquals(known, block))
            {
                labels[block] = block;
                queue.Enqueue(block, order[block]);
                MarkPhis(block);
            }
            else if (!ReferenceEquals(known, label))
            {
                MarkPhis(block);
            }
        }
    }

    private void MarkPhis(Block block)
    {
        foreach (Instruction instruction in block.Instructions)
        {
            if (instruction is not PhiInstruction phi)
            {
                break;
            }

            if (!IsOneValue(phi))
            {
                Mark(phi);
            }
        }
    }

    private static bool IsOneValue(PhiInstruction phi)
    {
        for (int i = 1; i < phi.Operands.Count; i++)
        {
            if (!ReferenceEquals(phi.Operands[i], phi.Operands[0]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Lanes that leave a loop at different times carry different values of it out.</summary>
    private void MarkLoopResults(Block branch, Block? end)
    {
        for (Loop? loop = loops.Innermost(branch); loop is not null && (end is null || !loop.Blocks.Contains(end)); loop = loop.Parent)
        {
            foreach (Block block in loop.Blocks)
            {
                foreach (Instruction instruction in block.Instructions)
                {
                    if (IsUniform(instruction) && IsUsedOutside(instruction, loop))
                    {
                        Mark(instruction);
                    }
                }
            }
        }
    }

    private static bool IsUsedOutside(Instruction instruction, Loop loop)
    {
        foreach (Instruction user in instruction.Users)
        {
            if (user is PhiInstruction phi)
            {
                for (int i = 0; i < phi.Operands.Count; i++)
                {
                    // The value leaves on the edge, so the phi's own block counts.
                    if (ReferenceEquals(phi.Operands[i], instruction) && !loop.Blocks.Contains(phi.Block!))
                    {
                        return true;
                    }
                }
            }
            else if (!loop.Blocks.Contains(user.Block!))
            {
                return true;
            }
        }

        return false;
    }
}
