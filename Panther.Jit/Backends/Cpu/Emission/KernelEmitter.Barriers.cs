using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>
/// Barriers: a warp that comes to one keeps its live values in its frame and ends its part of the phase; in the next phase it goes on behind the barrier.
/// Each phase, from a barrier to the next, is a method that runs all warps that wait there; small methods are compiled best. A barrier must be reached by all
/// threads of the group that have not ended.
/// </summary>
internal sealed partial class KernelEmitter
{
    private LocalBuilder? lowest;
    private LocalBuilder? highest;

    /// <summary>
    /// Writes the method of a phase, which returns the number of the barrier at which its warps wait now: -1 if all have ended, -2 if they wait at different ones.
    /// </summary>
    /// <param name="resumption">The number of the barrier from which the phase goes on; -1 for the kernel's entry.</param>
    private void EmitPhase(int resumption)
    {
        lowest = il.DeclareLocal(typeof(int));
        highest = il.DeclareLocal(typeof(int));
        EmitPrologue();
        for (int d = 0; d < 3; d++)
        {
            groupIndex[d] = il.DeclareLocal(typeof(int));
            il.Emit(OpCodes.Ldarg_S, (byte)6);
            LoadInt((int)scratch.GroupIndexOffset + (4 * d));
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Ldind_I4);
            il.Emit(OpCodes.Stloc, groupIndex[d]);
        }

        EmitHoisted(ComputedPer.Group);
        LoadInt(int.MaxValue);
        il.Emit(OpCodes.Stloc, lowest);
        LoadInt(-1);
        il.Emit(OpCodes.Stloc, highest);
        EmitWarps(() => EmitEnterPhase(resumption));

        Label agreed = il.DefineLabel();
        Label ended = il.DefineLabel();
        il.Emit(OpCodes.Ldloc, highest);
        LoadInt(0);
        il.Emit(OpCodes.Blt, ended);
        il.Emit(OpCodes.Ldloc, lowest);
        il.Emit(OpCodes.Ldloc, highest);
        il.Emit(OpCodes.Beq, agreed);
        LoadInt(PhasedKernel.Mixed);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(agreed);
        il.MarkLabel(ended);
        il.Emit(OpCodes.Ldloc, highest);
        il.Emit(OpCodes.Ret);
    }

    /// <summary>Starts a warp at the phase's begin, if it waits there.</summary>
    private void EmitEnterPhase(int resumption)
    {
        if (resumption < 0)
        {
            EmitWaitingAt(-1);
            EmitStart();
            return;
        }

        LocalBuilder place = il.DeclareLocal(typeof(int));
        il.Emit(OpCodes.Ldloc, frame);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldind_I4);
        il.Emit(OpCodes.Stloc, place);
        Label isFull = il.DefineLabel();
        if (FullWarps > 0)
        {
            il.Emit(OpCodes.Ldloc, place);
            LoadInt(2 * resumption);
            il.Emit(OpCodes.Beq, isFull);
        }

        if (CanBeMasked)
        {
            il.Emit(OpCodes.Ldloc, place);
            LoadInt((2 * resumption) + 1);
            il.Emit(OpCodes.Bne_Un, warpEnd);
            EmitTake();
            EmitClearMasks(order.Blocks.Where(phase.Contains));
            EmitFrameAddress(ScratchLayout.MaskOffset);
            EmitLoadVector(typeof(int));
            il.Emit(OpCodes.Stloc, MaskOf(start));
            il.Emit(OpCodes.Br, LabelOf(start, true));
        }
        else
        {
            il.Emit(OpCodes.Br, warpEnd);
        }

        if (FullWarps > 0)
        {
            il.MarkLabel(isFull);
            EmitTake();
            il.Emit(OpCodes.Br, LabelOf(start, false));
        }
    }

    /// <summary>Takes the warp, with what it has kept, from where it waits.</summary>
    private void EmitTake()
    {
        EmitWaitingAt(-1);
        EmitRestore(start);
    }

    /// <summary>Notes at which barrier the warp waits; -1 if it does not.</summary>
    private void EmitWaitingAt(int place)
    {
        il.Emit(OpCodes.Ldloc, frame);
        il.Emit(OpCodes.Conv_U);
        LoadInt(place);
        il.Emit(OpCodes.Stind_I4);
    }

    private void EmitSuspend(Block next)
    {
        int resumption = IndexOf(next);
        EmitWaitingAt((2 * resumption) + (masked ? 1 : 0));
        foreach (FrameSlot slot in scratch.SavedFor(next))
        {
            EmitFrameAddress(slot.Offset);
            if (slot.IsVector)
            {
                Type e = LaneLayout.Element(slot.Value.Type);
                il.Emit(OpCodes.Ldloc, VectorLocal(slot.Value, slot.Part));
                EmitStoreVector(e);
            }
            else
            {
                il.Emit(OpCodes.Ldloc, ScalarLocal(slot.Value, slot.Part));
                EmitFrameStore(slot.Value.Type);
            }
        }

        if (masked)
        {
            EmitFrameAddress(ScratchLayout.MaskOffset);
            il.Emit(OpCodes.Ldloc, current);
            EmitStoreVector(typeof(int));
        }

        EmitNotePlace(lowest!, resumption, OpCodes.Ble);
        EmitNotePlace(highest!, resumption, OpCodes.Bge);
        il.Emit(OpCodes.Br, warpEnd);
    }

    private void EmitNotePlace(LocalBuilder extreme, int resumption, OpCode holds)
    {
        Label done = il.DefineLabel();
        il.Emit(OpCodes.Ldloc, extreme);
        LoadInt(resumption);
        il.Emit(holds, done);
        LoadInt(resumption);
        il.Emit(OpCodes.Stloc, extreme);
        il.MarkLabel(done);
    }

    /// <summary>Gets a value indicating whether a warp may ever run with some of its lanes only.</summary>
    private bool CanBeMasked => HasPartialWarp || order.Blocks.Any(shapes.IsDivergent);

    private void EmitRestore(Block block)
    {
        foreach (FrameSlot slot in scratch.SavedFor(block))
        {
            EmitFrameAddress(slot.Offset);
            if (slot.IsVector)
            {
                Type e = LaneLayout.Element(slot.Value.Type);
                EmitLoadVector(e);
                il.Emit(OpCodes.Stloc, VectorLocal(slot.Value, slot.Part));
            }
            else
            {
                EmitFrameLoad(slot.Value.Type);
                il.Emit(OpCodes.Stloc, ScalarLocal(slot.Value, slot.Part));
            }
        }

        foreach (Instruction value in scratch.SavedFor(block).Select(s => s.Value).Distinct()
            .Where(v => forms.NeedsVector(v) && !shapes.Exact(v).IsVarying))
        {
            EmitSpreadDefinition(value);
        }
    }

    private void EmitFrameAddress(long offset)
    {
        il.Emit(OpCodes.Ldloc, frame);
        EmitByteOffset(offset);
    }

    private void EmitFrameStore(IrType type)
    {
        Type scalar = ScalarType(type);
        il.Emit(scalar == typeof(float) ? OpCodes.Stind_R4 : scalar == typeof(double) ? OpCodes.Stind_R8 : scalar == typeof(long) ? OpCodes.Stind_I8 : OpCodes.Stind_I4);
    }

    private void EmitFrameLoad(IrType type)
    {
        Type scalar = ScalarType(type);
        il.Emit(scalar == typeof(float) ? OpCodes.Ldind_R4 : scalar == typeof(double) ? OpCodes.Ldind_R8 : scalar == typeof(long) ? OpCodes.Ldind_I8 : OpCodes.Ldind_I4);
    }

    private int IndexOf(Block resumePoint)
    {
        for (int i = 0; i < plan.ResumePoints.Count; i++)
        {
            if (ReferenceEquals(plan.ResumePoints[i], resumePoint))
            {
                return i;
            }
        }

        throw new InvalidOperationException($"{resumePoint} does not follow a barrier.");
    }
}
