using System.Reflection.Emit;
using System.Runtime.Intrinsics.X86;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>Reads of other lanes as permutations of vectors.</summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Permutes the lanes' values; where the machine cannot, or they need no vector, it writes nothing and returns false.</summary>
    private bool EmitPermutation(ShuffleInstruction i)
    {
        int parts = LaneLayout.Parts(i.Type);
        Type e = LaneLayout.Element(i.Type);
        if (i.Lane is Constant distance)
        {
            LocalBuilder[] sources = EmitToLocals(i.Shuffled);
            int count = Lanes / parts;
            for (int part = 0; part < parts; part++)
            {
                int[] from = [.. Enumerable.Range(part * count, count).Select(lane => SourceLane(i.Op, lane, (int)distance.AsInt64))];
                EmitSorted(e, [.. from.Select(lane => (lane / count, lane % count))], source => il.Emit(OpCodes.Ldloc, sources[source]));
                EmitSetVector(i, part);
            }

            return true;
        }

        if (api.Bits != 512 || !Avx512F.IsSupported)
        {
            return false;
        }

        LocalBuilder lanes = EmitSourceLanes(i);
        LocalBuilder[] values = EmitToLocals(i.Shuffled);
        if (parts == 1)
        {
            il.Emit(OpCodes.Ldloc, values[0]);
            Type integer = typeof(int);
            Reinterpret(e, integer);
            il.Emit(OpCodes.Ldloc, lanes);
            il.Emit(OpCodes.Call, VectorApi.Find(typeof(Avx512F), "PermuteVar16x32", [], [V(integer), V(integer)]));
            Reinterpret(integer, e);
            EmitSetVector(i, 0);
            return true;
        }

        for (int part = 0; part < parts; part++)
        {
            il.Emit(OpCodes.Ldloc, values[0]);
            Reinterpret(e, typeof(long));
            il.Emit(OpCodes.Ldloc, lanes);
            EmitMaskPart(typeof(long), part);
            il.Emit(OpCodes.Ldloc, values[1]);
            Reinterpret(e, typeof(long));
            il.Emit(OpCodes.Call, VectorApi.Find(typeof(Avx512F), "PermuteVar8x64x2", [], [V(typeof(long)), V(typeof(long)), V(typeof(long))]));
            Reinterpret(typeof(long), e);
            EmitSetVector(i, part);
        }

        return true;
    }

    /// <summary>Returns the lane that a lane reads: up and down beyond the warp its own, an index modulo the warp.</summary>
    private int SourceLane(ShuffleOp op, int lane, int operand)
    {
        int source = op switch
        {
            ShuffleOp.Index => operand & (Lanes - 1),
            ShuffleOp.Up => lane - operand,
            ShuffleOp.Down => lane + operand,
            _ => lane ^ operand,
        };
        return source >= 0 && source < Lanes ? source : lane;
    }

    /// <summary>Computes the lanes that the lanes read.</summary>
    private LocalBuilder EmitSourceLanes(ShuffleInstruction i)
    {
        Type vector = V(typeof(int));
        LocalBuilder lanes = Rent(vector);
        if (i.Op != ShuffleOp.Index)
        {
            CallConstant("Indices", typeof(int));
        }

        if (shapes.Exact(i.Lane).IsUniform)
        {
            EmitScalar(i.Lane);
            Call("Create", typeof(int), typeof(int));
        }
        else
        {
            EmitVector(i.Lane, 0);
        }

        if (i.Op != ShuffleOp.Index)
        {
            Call(i.Op switch { ShuffleOp.Up => "Subtract", ShuffleOp.Down => "Add", _ => "Xor" }, typeof(int), vector, vector);
        }

        il.Emit(OpCodes.Stloc, lanes);
        if (i.Op == ShuffleOp.Index)
        {
            // The permutations look at the low bits only.
            return lanes;
        }

        il.Emit(OpCodes.Ldloc, lanes);
        EmitVectorOf(-Lanes, typeof(int));
        Call("BitwiseAnd", typeof(int), vector, vector);
        CallConstant("Zero", typeof(int));
        Call("Equals", typeof(int), vector, vector);
        il.Emit(OpCodes.Ldloc, lanes);
        CallConstant("Indices", typeof(int));
        Call("ConditionalSelect", typeof(int), vector, vector, vector);
        il.Emit(OpCodes.Stloc, lanes);
        return lanes;
    }
}
