using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>Few blocks on which lanes part and meet again: all are run, each for its lanes.</summary>
internal sealed partial class KernelEmitter
{
    private void EmitPredicated(Block block, ConditionalBranchInstruction branch, Predication predication)
    {
        bool wasMasked = masked;
        LocalBuilder entered = Rent(V(typeof(int)));
        if (wasMasked)
        {
            il.Emit(OpCodes.Ldloc, current);
            il.Emit(OpCodes.Stloc, entered);
        }

        var lanes = predication.Blocks.ToDictionary(b => b, _ => Rent(V(typeof(int))));
        var reached = new HashSet<Block>();
        if (predication.IsSkipped)
        {
            // A block that is skipped sends no lanes on.
            foreach (LocalBuilder mask in lanes.Values)
            {
                CallConstant("Zero", typeof(int));
                il.Emit(OpCodes.Stloc, mask);
            }

            reached.UnionWith(lanes.Keys);
        }

        // If all lanes are here, each phi gets a value for all of them first, which others then change for theirs.
        HashSet<PhiInstruction>? assigned = wasMasked ? null : [];
        EmitPredicatedEnd(block, branch, wasMasked ? entered : null, lanes, reached, assigned);
        masked = true;
        foreach (Block next in predication.Blocks)
        {
            Label end = il.DefineLabel();
            if (predication.IsSkipped)
            {
                il.Emit(OpCodes.Ldloc, lanes[next]);
                CallConstant("Zero", typeof(int));
                Call("EqualsAll", typeof(int), V(typeof(int)), V(typeof(int)));
                il.Emit(OpCodes.Brtrue, end);
            }

            il.Emit(OpCodes.Ldloc, lanes[next]);
            il.Emit(OpCodes.Stloc, current);
            foreach (Instruction instruction in next.Instructions.Where(i => !i.IsTerminator))
            {
                EmitStatement(() => EmitInstruction(instruction));
            }

            EmitPredicatedEnd(next, next.Terminator as ConditionalBranchInstruction, lanes[next], lanes, reached, assigned);
            il.MarkLabel(end);
        }

        masked = wasMasked;
        Block join = predication.Join;
        if (!wasMasked)
        {
            il.Emit(OpCodes.Br, LabelOf(join, false));
            return;
        }

        il.Emit(OpCodes.Ldloc, entered);
        il.Emit(OpCodes.Stloc, current);
        il.Emit(OpCodes.Ldloc, MaskOf(join));
        il.Emit(OpCodes.Ldloc, entered);
        Call("BitwiseOr", typeof(int), V(typeof(int)), V(typeof(int)));
        il.Emit(OpCodes.Stloc, MaskOf(join));
        EmitDispatch(block, [join]);
    }

    /// <summary>Sends the lanes of a mask, or all of them, on to the block's successors.</summary>
    private void EmitPredicatedEnd(
        Block block,
        ConditionalBranchInstruction? branch,
        LocalBuilder? mask,
        Dictionary<Block, LocalBuilder> lanes,
        HashSet<Block> reached,
        HashSet<PhiInstruction>? assigned)
    {
        Type vector = V(typeof(int));
        if (branch is null || ReferenceEquals(branch.WhenTrue, branch.WhenFalse))
        {
            EmitPredicatedEdge(block, block.Successors[0], mask!, lanes, reached, assigned);
            return;
        }

        LocalBuilder condition = Rent(vector);
        if (shapes.IsDivergent(block))
        {
            EmitVector(branch.Condition, 0);
        }
        else
        {
            EmitScalar(branch.Condition);
            EmitSpread(IrType.Bool, LaneShape.Uniform, 0);
        }

        il.Emit(OpCodes.Stloc, condition);
        LocalBuilder edge = condition;
        if (mask is not null)
        {
            edge = Rent(vector);
            il.Emit(OpCodes.Ldloc, condition);
            il.Emit(OpCodes.Ldloc, mask);
            Call("BitwiseAnd", typeof(int), vector, vector);
            il.Emit(OpCodes.Stloc, edge);
        }

        EmitPredicatedEdge(block, branch.WhenTrue, edge, lanes, reached, assigned);
        LocalBuilder otherEdge = Rent(vector);
        if (mask is not null)
        {
            il.Emit(OpCodes.Ldloc, mask);
            il.Emit(OpCodes.Ldloc, condition);
            Call("AndNot", typeof(int), vector, vector);
        }
        else
        {
            il.Emit(OpCodes.Ldloc, condition);
            Call("OnesComplement", typeof(int), vector);
        }

        il.Emit(OpCodes.Stloc, otherEdge);
        EmitPredicatedEdge(block, branch.WhenFalse, otherEdge, lanes, reached, assigned);
    }

    private void EmitPredicatedEdge(
        Block from, Block to, LocalBuilder edge, Dictionary<Block, LocalBuilder> lanes, HashSet<Block> reached, HashSet<PhiInstruction>? assigned)
    {
        EmitMaskedPhis(from, to, edge, assigned);
        if (!lanes.TryGetValue(to, out LocalBuilder? mask))
        {
            return;
        }

        il.Emit(OpCodes.Ldloc, edge);
        if (!reached.Add(to))
        {
            il.Emit(OpCodes.Ldloc, mask);
            Call("BitwiseOr", typeof(int), V(typeof(int)), V(typeof(int)));
        }

        il.Emit(OpCodes.Stloc, mask);
    }
}
