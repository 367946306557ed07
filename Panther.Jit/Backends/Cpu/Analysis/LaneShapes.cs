using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>
/// Which values are equal in all lanes of a warp, which step from lane to lane by a constant, and which branches part the lanes.
/// Optimistic: shapes only get worse until nothing changes (Karrenberg and Hack, "Improving performance of OpenCL on CPUs", CC 2012).
/// </summary>
/// <remarks>
/// Every value has two shapes. The exact one holds for all bits. The one for addresses looks through sign extension as if 32-bit arithmetic
/// did not wrap: where it does, the index lies outside every view, and the access is undefined anyway. Bits that are known in the first
/// lane keep the offsets known through masks and right shifts, as in index % 8 and index / 8.
/// </remarks>
internal sealed partial class LaneShapes
{
    private readonly Dictionary<Value, LaneShape> exact = [];
    private readonly Dictionary<Value, LaneShape> address = [];
    private readonly HashSet<Block> divergent = [];
    private readonly HashSet<Block> joins = [];
    private readonly HashSet<Loop> partedLoops = [];
    private readonly BlockOrder order;
    private readonly CpuTarget target;

    public LaneShapes(BlockOrder order, CpuTarget target)
    {
        this.order = order;
        this.target = target;
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (Block block in order.Blocks)
            {
                foreach (Instruction instruction in block.Instructions)
                {
                    changed |= Update(instruction);
                }

                changed |= MarkBranch(block);
            }
        }
    }

    /// <summary>Gets the loops that some lanes leave while others stay.</summary>
    public IReadOnlySet<Loop> PartedLoops => partedLoops;

    /// <summary>Returns the shape that holds for every bit.</summary>
    public LaneShape Exact(Value value) => Shape(value, exact);

    /// <summary>Returns the shape to compute addresses by.</summary>
    public LaneShape ForAddress(Value value) => Shape(value, address);

    private static LaneShape Shape(Value value, Dictionary<Value, LaneShape> shapes) => value switch
    {
        Instruction => shapes.GetValueOrDefault(value, LaneShape.Varying),
        Constant constant => LaneShape.Constant(constant.Type.IsFloat ? (long)constant.Bits : constant.AsInt64),
        _ => LaneShape.Uniform,
    };

    /// <summary>Returns whether the first lane's value tells all others.</summary>
    public bool HasScalar(Value value) => !ForAddress(value).IsVarying;

    /// <summary>Returns whether the block's branch may send lanes to different blocks.</summary>
    public bool IsDivergent(Block block) => divergent.Contains(block);

    /// <summary>Returns the bytes of each lane's own copy of a local allocation.</summary>
    public static long LocalBytes(AllocaInstruction alloca) => (alloca.Size + 7) / 8 * 8;

    private bool MarkBranch(Block block)
    {
        if (block.Terminator is not ConditionalBranchInstruction branch || ReferenceEquals(branch.WhenTrue, branch.WhenFalse)
            || !IsKnown(branch.Condition) || Exact(branch.Condition).IsUniform || !divergent.Add(block))
        {
            return false;
        }

        DivergenceReach reach = DivergenceReach.Of(block, order);
        joins.UnionWith(reach.Joins);
        partedLoops.UnionWith(reach.Loops);
        return true;
    }

    private bool IsKnown(Value value) => value is not Instruction || exact.ContainsKey(value);

    private bool Update(Instruction instruction)
    {
        if (instruction.Type.IsVoid)
        {
            return false;
        }

        (LaneShape Exact, LaneShape Address)? shape = Compute(instruction);
        if (shape is not { } s)
        {
            return false;
        }

        if (exact.TryGetValue(instruction, out LaneShape old) && old == s.Exact && address[instruction] == s.Address)
        {
            return false;
        }

        // Shapes never get better again, so the iteration ends.
        exact[instruction] = exact.ContainsKey(instruction) ? LaneShape.Join(old, s.Exact) : s.Exact;
        LaneShape next = address.TryGetValue(instruction, out LaneShape oldAddress) ? LaneShape.Join(oldAddress, s.Address) : s.Address;
        bool changed = !address.TryGetValue(instruction, out oldAddress) || next != oldAddress || exact[instruction] != old;
        address[instruction] = next;
        return changed;
    }

    private (LaneShape, LaneShape)? Compute(Instruction instruction)
    {
        if (IsUsedAfterParting(instruction))
        {
            return (LaneShape.Varying, LaneShape.Varying);
        }

        if (instruction is PhiInstruction phi)
        {
            return Phi(phi);
        }

        if (!instruction.Operands.All(IsKnown))
        {
            return null;
        }

        return instruction switch
        {
            IndexInstruction i => Both(IndexShape(i.Kind)),
            BinaryInstruction i => (Binary(i, Exact), Binary(i, ForAddress)),
            ConvertInstruction i => Convert(i),
            CompareInstruction i => Both(Compare(i)),
            GepInstruction i => Both(Gep(i)),
            AllocaInstruction { Space: AddressSpace.Local } i => Both(LaneShape.Affine(LocalBytes(i), target.Lanes)),
            AllocaInstruction or DynamicSharedSizeInstruction => Both(LaneShape.Uniform),
            LoadInstruction i => Both(ForAddress(i.Pointer).IsUniform ? LaneShape.Uniform : LaneShape.Varying),
            AtomicInstruction or CompareExchangeInstruction => Both(LaneShape.Varying),
            ShuffleInstruction i => Both(Exact(i.Shuffled).IsUniform ? LaneShape.Uniform : LaneShape.Varying),
            SelectInstruction i => (Select(i, Exact), Select(i, ForAddress)),
            _ => Both(instruction.Operands.All(o => Exact(o).IsUniform) ? LaneShape.Uniform : LaneShape.Varying),
        };
    }

    private static (LaneShape, LaneShape) Both(LaneShape shape) => (shape, shape);

    /// <summary>A value of a loop that lanes leave in different rounds differs between them outside, even if it is uniform inside.</summary>
    private bool IsUsedAfterParting(Instruction instruction) =>
        partedLoops.Count > 0
        && order.LoopsAround(instruction.Block!).Any(l => partedLoops.Contains(l) && instruction.Users.Any(u => IsUsedOutside(instruction, u, l)));

    /// <summary>Returns whether a use lies outside a loop; a phi uses its operand at the end of the edge's source.</summary>
    public static bool IsUsedOutside(Instruction definition, Instruction user, Loop loop) => user is PhiInstruction phi
        ? phi.Sources.Where((s, i) => ReferenceEquals(phi.Operands[i], definition) && !loop.Blocks.Contains(s)).Any()
        : !loop.Blocks.Contains(user.Block!);

    private (LaneShape, LaneShape)? Phi(PhiInstruction phi)
    {
        bool same = phi.Operands.All(o => ReferenceEquals(o, phi.Operands[0]));
        if (joins.Contains(phi.Block!) && !same)
        {
            return Both(LaneShape.Varying);
        }

        Value[] known = [.. phi.Operands.Where(IsKnown)];
        if (known.Length == 0)
        {
            return null;
        }

        return (known.Select(Exact).Aggregate(LaneShape.Join), known.Select(ForAddress).Aggregate(LaneShape.Join));
    }
}
