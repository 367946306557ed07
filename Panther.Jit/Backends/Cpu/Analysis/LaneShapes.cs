using Panther.Jit.Dialect;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>
/// Which values are equal in all lanes of a warp, which step from lane to lane by a constant, and which branches part the lanes.
/// Optimistic: shapes only get worse until nothing changes (Karrenberg and Hack, "Improving performance of OpenCL on CPUs", CC 2012).
/// </summary>
/// <remarks>
/// Every value has two shapes. The exact one holds for all bits. The one for addresses looks through sign extension as if 32-bit arithmetic
/// did not wrap: where it does, the index lies outside every view, and the access is undefined anyway.
/// </remarks>
internal sealed class LaneShapes
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
    public LaneShape Exact(Value value) => value is Instruction ? exact.GetValueOrDefault(value, LaneShape.Varying) : LaneShape.Uniform;

    /// <summary>Returns the shape to compute addresses by.</summary>
    public LaneShape ForAddress(Value value) => value is Instruction ? address.GetValueOrDefault(value, LaneShape.Varying) : LaneShape.Uniform;

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
            GepInstruction i => Both(Gep(i)),
            AllocaInstruction { Space: AddressSpace.Local } i => Both(LaneShape.Affine(LocalBytes(i))),
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

    private static LaneShape Binary(BinaryInstruction i, Func<Value, LaneShape> shape)
    {
        LaneShape a = shape(i.Left);
        LaneShape b = shape(i.Right);
        if (a.IsVarying || b.IsVarying)
        {
            return LaneShape.Varying;
        }

        if (a.IsUniform && b.IsUniform)
        {
            return LaneShape.Uniform;
        }

        if (i.Type.Kind is not (ScalarKind.Int32 or ScalarKind.Int64))
        {
            return LaneShape.Varying;
        }

        return i.Op switch
        {
            BinaryOp.Add => LaneShape.Affine(a.Stride + b.Stride),
            BinaryOp.Sub => LaneShape.Affine(a.Stride - b.Stride),
            BinaryOp.Mul when i.Right is Constant c => LaneShape.Affine(a.Stride * c.AsInt64),
            BinaryOp.Mul when i.Left is Constant c => LaneShape.Affine(b.Stride * c.AsInt64),
            BinaryOp.ShiftLeft when i.Right is Constant c => LaneShape.Affine(a.Stride << ((int)c.AsInt64 & (i.Type.Bits - 1))),
            _ => LaneShape.Varying,
        };
    }

    private (LaneShape, LaneShape) Convert(ConvertInstruction i)
    {
        LaneShape whole = Exact(i.Operand);
        LaneShape relaxed = ForAddress(i.Operand);
        return i.Op switch
        {
            ConvertOp.PointerToInt or ConvertOp.IntToPointer => (whole, relaxed),
            ConvertOp.Truncate when i.Type == IrType.Int32 => (whole, relaxed),
            ConvertOp.SignExtend when i.Type == IrType.Int64 && i.Operand.Type == IrType.Int32 => (whole.IsUniform || IsSmall(i.Operand) ? whole : LaneShape.Varying, relaxed),
            ConvertOp.ZeroExtend when i.Type == IrType.Int64 && IsSmall(i.Operand) => (whole, relaxed),
            _ => Both(whole.IsUniform ? LaneShape.Uniform : LaneShape.Varying),
        };
    }

    /// <summary>Returns whether a 32-bit value never wraps: a thread's place in its group.</summary>
    private static bool IsSmall(Value value) => value is IndexInstruction;

    private LaneShape Gep(GepInstruction i)
    {
        LaneShape pointer = ForAddress(i.Pointer);
        LaneShape index = ForAddress(i.Index);
        return pointer.IsVarying || index.IsVarying ? LaneShape.Varying : LaneShape.Affine(pointer.Stride + (index.Stride * i.Stride));
    }

    private static LaneShape Select(SelectInstruction i, Func<Value, LaneShape> shape) =>
        shape(i.Condition).IsUniform ? LaneShape.Join(shape(i.WhenTrue), shape(i.WhenFalse)) : LaneShape.Varying;

    private LaneShape IndexShape(IndexKind kind)
    {
        Index3D dim = target.GroupDim;
        return kind switch
        {
            IndexKind.ThreadX => Dimension(1, dim.X, (long)dim.Y * dim.Z),
            IndexKind.ThreadY => Dimension(dim.X, dim.Y, dim.Z),
            IndexKind.ThreadZ => Dimension((long)dim.X * dim.Y, dim.Z, 1),
            IndexKind.Lane => LaneShape.Affine(1),
            _ => LaneShape.Uniform,
        };
    }

    /// <summary>The shape of a thread index, by the threads that one step of it spans, its extent and the number of times it runs through.</summary>
    private LaneShape Dimension(long step, long extent, long repeats)
    {
        if (extent == 1 || step % target.Lanes == 0)
        {
            return LaneShape.Uniform;
        }

        return step == 1 && (extent % target.Lanes == 0 || repeats == 1) ? LaneShape.Affine(1) : LaneShape.Varying;
    }
}
