using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>
/// The blocks and the ways between them. In the full version of a block all lanes are there. Where lanes part, each block that lanes go to has a mask
/// of those that wait at it; the first such block in block order runs next, in its masked version, until all lanes are together again.
/// </summary>
internal sealed partial class KernelEmitter
{
    private readonly Dictionary<(Block Block, bool Masked), Label> labels = [];
    private readonly HashSet<(Block Block, bool Masked)> written = [];
    private readonly Dictionary<Block, LocalBuilder> masks = [];
    private readonly LocalBuilder current;
    private Label warpEnd;
    private bool masked;

    private Label LabelOf(Block block, bool ofMasked)
    {
        if (!labels.TryGetValue((block, ofMasked), out Label label))
        {
            labels.Add((block, ofMasked), label = il.DefineLabel());
        }

        return label;
    }

    private LocalBuilder MaskOf(Block block)
    {
        if (!masks.TryGetValue(block, out LocalBuilder? local))
        {
            masks.Add(block, local = il.DeclareLocal(V(typeof(int))));
        }

        return local;
    }

    /// <summary>Writes every version of every block that something goes to.</summary>
    private void EmitBlocks()
    {
        bool progress = true;
        while (progress)
        {
            progress = false;
            foreach (bool version in new[] { false, true })
            {
                foreach (Block block in order.Blocks)
                {
                    if (labels.ContainsKey((block, version)) && written.Add((block, version)))
                    {
                        progress = true;
                        masked = version;
                        EmitBlock(block);
                    }
                }
            }
        }
    }

    private void EmitBlock(Block block)
    {
        il.MarkLabel(LabelOf(block, masked));
        if (masked && IsMeeting(block))
        {
            il.Emit(OpCodes.Br, LabelOf(block, false));
            return;
        }

        if (masked)
        {
            EmitEnterMasked(block);
        }

        foreach (Instruction instruction in block.Instructions)
        {
            if (!instruction.IsTerminator)
            {
                EmitStatement(() => EmitInstruction(instruction));
            }
        }

        if (plan.EndsPhase(block))
        {
            EmitSuspend(block.Successors[0]);
        }
        else
        {
            EmitStatement(() => EmitTerminator(block));
        }
    }

    /// <summary>Returns whether all lanes are together when the block begins.</summary>
    private bool IsMeeting(Block block) => !HasPartialWarp && waiting.IsMeeting(block);

    private void EmitEnterMasked(Block block)
    {
        bool mayMeet = FullWarps > 0 && (plan.Predecessors[block].Count > 1 || plan.ResumePoints.Contains(block));
        il.Emit(OpCodes.Ldloc, MaskOf(block));
        il.Emit(OpCodes.Stloc, current);
        if (mayMeet)
        {
            il.Emit(OpCodes.Ldloc, current);
            CallConstant("AllBitsSet", typeof(int));
            Call("EqualsAll", typeof(int), V(typeof(int)), V(typeof(int)));
            il.Emit(OpCodes.Brtrue, LabelOf(block, false));
        }

        EmitClearMasks([block]);
    }

    /// <summary>Notes that nobody waits at the blocks. While all lanes are together the masks mean nothing, so that they take no registers.</summary>
    private void EmitClearMasks(IEnumerable<Block> blocks)
    {
        foreach (Block block in blocks)
        {
            CallConstant("Zero", typeof(int));
            il.Emit(OpCodes.Stloc, MaskOf(block));
        }
    }

    private void EmitInstruction(Instruction instruction)
    {
        switch (instruction)
        {
            case StoreInstruction i:
                if (!EmitRow(i))
                {
                    EmitStore(i);
                }

                return;
            case AtomicInstruction i:
                EmitAtomic(i);
                return;
            case CompareExchangeInstruction i:
                EmitCompareExchange(i);
                return;
            case FenceInstruction:
                il.Emit(OpCodes.Call, typeof(Interlocked).GetMethod(nameof(Interlocked.MemoryBarrier))!);
                return;
            case BarrierInstruction or UnrollHintInstruction or IndexInstruction:
                return;
            case AllocaInstruction i:
                if (i.Space == AddressSpace.Local && forms.IsNeeded(i))
                {
                    EmitClear(i);
                }

                return;
            default:
                break;
        }

        if (forms.IsNeeded(instruction) && !inlining.IsInlined(instruction) && hoisting.Level(instruction) == ComputedPer.Warp && !EmitRow(instruction))
        {
            EmitDefinition(instruction);
        }
    }

    private void EmitTerminator(Block block)
    {
        switch (block.Terminator)
        {
            case ReturnInstruction:
                EmitDispatch(block, []);
                break;
            case ConditionalBranchInstruction branch when shapes.IsDivergent(block):
                EmitDivergentBranch(block, branch);
                break;
            case ConditionalBranchInstruction branch when !ReferenceEquals(branch.WhenTrue, branch.WhenFalse):
                Label whenFalse = il.DefineLabel();
                EmitScalar(branch.Condition);
                il.Emit(OpCodes.Brfalse, whenFalse);
                EmitGo(block, branch.WhenTrue);
                il.MarkLabel(whenFalse);
                EmitGo(block, branch.WhenFalse);
                break;
            default:
                EmitGo(block, block.Successors[0]);
                break;
        }
    }

    /// <summary>Goes on with all lanes that are here.</summary>
    private void EmitGo(Block from, Block to)
    {
        if (masked)
        {
            EmitMaskedEdge(from, to, current);
            EmitDispatch(from, [to]);
        }
        else
        {
            EmitFullEdge(from, to);
            il.Emit(OpCodes.Br, LabelOf(to, false));
        }
    }

    private void EmitDivergentBranch(Block block, ConditionalBranchInstruction branch)
    {
        Block whenTrue = branch.WhenTrue;
        Block whenFalse = branch.WhenFalse;
        LocalBuilder condition = Rent(V(typeof(int)));
        bool isBound = branch.Condition is CompareInstruction comparison && AffineBound.Matches(comparison, shapes);
        if ((masked || !isBound) && Predication.Of(block, plan) is { } predication)
        {
            EmitPredicated(block, branch, predication);
            return;
        }

        if (masked)
        {
            EmitVector(branch.Condition, 0);
            il.Emit(OpCodes.Stloc, condition);
            EmitPart(block, branch, condition);
            return;
        }

        Label all = il.DefineLabel();
        Label none = il.DefineLabel();
        if (isBound)
        {
            EmitBound((CompareInstruction)branch.Condition, all);
        }

        EmitVector(branch.Condition, 0);
        il.Emit(OpCodes.Stloc, condition);
        LocalBuilder bits = Rent(api.Bits == 512 ? typeof(ulong) : typeof(uint));
        il.Emit(OpCodes.Ldloc, condition);
        Call("ExtractMostSignificantBits", typeof(int), V(typeof(int)));
        il.Emit(OpCodes.Stloc, bits);
        il.Emit(OpCodes.Ldloc, bits);
        il.Emit(OpCodes.Brfalse, none);
        il.Emit(OpCodes.Ldloc, bits);
        if (api.Bits == 512)
        {
            LoadLong((1L << Lanes) - 1);
        }
        else
        {
            LoadInt((1 << Lanes) - 1);
        }

        il.Emit(OpCodes.Beq, all);
        EmitPart(block, branch, condition);
        il.MarkLabel(all);
        EmitGo(block, whenTrue);
        il.MarkLabel(none);
        EmitGo(block, whenFalse);
    }

    /// <summary>Goes to <paramref name="all"/> if even the last lane is within the bound.</summary>
    private void EmitBound(CompareInstruction bound, Label all)
    {
        long largest = shapes.Exact(bound.Left).Offsets!.Largest;
        OpCode isWithin = bound.Op == CompareOp.LessSigned ? OpCodes.Blt : OpCodes.Ble;
        if (bound.Left.Type == IrType.Int32)
        {
            EmitScalar(bound.Left);
            il.Emit(OpCodes.Conv_I8);
            LoadLong(largest);
            il.Emit(OpCodes.Add);
            EmitScalar(bound.Right);
            il.Emit(OpCodes.Conv_I8);
            il.Emit(isWithin, all);
            return;
        }

        // The last lane's 64-bit index might wrap, the distance of the first lane to the bound does not.
        Label isBeyond = il.DefineLabel();
        EmitScalar(bound.Left);
        EmitScalar(bound.Right);
        il.Emit(OpCodes.Bgt, isBeyond);
        LoadLong(largest);
        EmitScalar(bound.Right);
        EmitScalar(bound.Left);
        il.Emit(OpCodes.Sub);
        il.Emit(bound.Op == CompareOp.LessSigned ? OpCodes.Blt_Un : OpCodes.Ble_Un, all);
        il.MarkLabel(isBeyond);
    }

    /// <summary>Sends lanes both ways.</summary>
    private void EmitPart(Block block, ConditionalBranchInstruction branch, LocalBuilder condition)
    {
        Type mask = V(typeof(int));
        if (!masked)
        {
            EmitClearMasks(waiting.Behind(block, b => plan.EndsPhase(b) || IsMeeting(b)));
        }

        LocalBuilder edge = Rent(mask);
        il.Emit(OpCodes.Ldloc, condition);
        if (masked)
        {
            il.Emit(OpCodes.Ldloc, current);
            Call("BitwiseAnd", typeof(int), mask, mask);
        }

        il.Emit(OpCodes.Stloc, edge);
        EmitMaskedEdge(block, branch.WhenTrue, edge);
        if (masked)
        {
            il.Emit(OpCodes.Ldloc, current);
            il.Emit(OpCodes.Ldloc, condition);
            Call("AndNot", typeof(int), mask, mask);
        }
        else
        {
            il.Emit(OpCodes.Ldloc, condition);
            Call("OnesComplement", typeof(int), mask);
        }

        il.Emit(OpCodes.Stloc, edge);
        EmitMaskedEdge(block, branch.WhenFalse, edge);
        EmitDispatch(block, [branch.WhenTrue, branch.WhenFalse]);
    }

    /// <summary>Goes to the first block at which lanes wait; without targets the lanes that are here have ended.</summary>
    private void EmitDispatch(Block from, IReadOnlyList<Block> targets)
    {
        // Nobody waits anywhere else while all lanes are here.
        Block[] next = masked ? waiting.Next(from, targets) : order.SortWaiting(from, targets);
        for (int i = 0; i < next.Length; i++)
        {
            bool certain = (targets.Count == 1 && ReferenceEquals(next[i], targets[0])) || (targets.Count > 0 && i == next.Length - 1);
            if (certain)
            {
                il.Emit(OpCodes.Br, LabelOf(next[i], true));
                return;
            }

            il.Emit(OpCodes.Ldloc, MaskOf(next[i]));
            CallConstant("Zero", typeof(int));
            Call("EqualsAll", typeof(int), V(typeof(int)), V(typeof(int)));
            il.Emit(OpCodes.Brfalse, LabelOf(next[i], true));
        }

        il.Emit(OpCodes.Br, warpEnd);
    }
}
