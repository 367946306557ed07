using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>All that is known of a kernel before code is written for it.</summary>
internal sealed class KernelPlan
{
    /// <exception cref="Compilation.KernelCompilationException">The kernel has a loop with two entries.</exception>
    public KernelPlan(KernelFunction function, CpuTarget target)
    {
        Function = function;
        Target = target;
        // One warp runs in lock step: its threads meet at every place anyway.
        IReadOnlyList<Block> resumePoints = target.GroupDim.Size > target.Lanes ? BarrierSplitting.Run(function) : [];
        Order = new BlockOrder(function);
        ResumePoints = [.. resumePoints.Where(Order.Dominators.IsReachable)];
        Predecessors = function.Predecessors();
        Shapes = new LaneShapes(Order, target);
        Forms = new ValueForms(Order, Shapes);
        Hoisting = new Hoisting(Order, Shapes);
        Inlining = new Inlining(Order, Shapes, Forms, Hoisting, target.HasMaskedAccess);
        Rows = new LaneRows(target.HasTwoSourcePermutations ? Order.Blocks : [], Shapes, Forms, Inlining, target.Lanes);
        Waiting = new WaitingBlocks(Order, Shapes);
        Coalescing = new PhiCoalescing(Order, Shapes, Forms, Inlining, new LiveValues(Order));
        // At a barrier no lane waits elsewhere, so what phis held before counts for none.
        Scratch = new ScratchLayout(Order, Shapes, Forms, Hoisting, Inlining, new Liveness(function), ResumePoints, target);
        Blended = new HashSet<Instruction>([.. FindBlended(), .. Coalescing.Values.Cast<Instruction>()]);
    }

    public KernelFunction Function { get; }

    public CpuTarget Target { get; }

    public BlockOrder Order { get; }

    /// <summary>Gets the blocks behind barriers; none if a group is one warp.</summary>
    public IReadOnlyList<Block> ResumePoints { get; }

    public Dictionary<Block, List<Block>> Predecessors { get; }

    public LaneShapes Shapes { get; }

    public ValueForms Forms { get; }

    public Hoisting Hoisting { get; }

    public Inlining Inlining { get; }

    public LaneRows Rows { get; }

    public WaitingBlocks Waiting { get; }

    public PhiCoalescing Coalescing { get; }

    public ScratchLayout Scratch { get; }

    /// <summary>Gets the values of which masked code must keep the inactive lanes' vectors.</summary>
    public IReadOnlySet<Instruction> Blended { get; }

    /// <summary>Returns the blocks that run from a block on until the next barrier.</summary>
    public IReadOnlySet<Block> Phase(Block start)
    {
        var phase = new HashSet<Block>();
        var open = new Stack<Block>([start]);
        while (open.TryPop(out Block? block))
        {
            if (phase.Add(block) && !EndsPhase(block))
            {
                foreach (Block successor in block.Successors)
                {
                    open.Push(successor);
                }
            }
        }

        return phase;
    }

    /// <summary>Returns whether warps stop at the end of a block until all have come to a barrier.</summary>
    public bool EndsPhase(Block block) => ResumePoints.Count > 0 && BarrierSplitting.EndsAtBarrier(block);

    /// <summary>Returns the vectors that live on outside a loop which their lanes leave at different times: masked code keeps the values of the lanes that left.</summary>
    private IEnumerable<Instruction> FindBlended() =>
        from block in Order.Blocks
        let parted = Order.LoopsAround(block).Where(Shapes.PartedLoops.Contains).ToArray()
        where parted.Length > 0
        from instruction in block.Instructions
        where instruction is not PhiInstruction && instruction.Users.Any(u => parted.Any(l => LaneShapes.IsUsedOutside(instruction, u, l)))
        select instruction;
}
