using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>
/// Barriers: a warp that comes to one keeps its live values in its frame and ends its part of the phase; in the next phase it goes on behind the barrier.
/// A barrier must be reached by all threads of the group that have not ended.
/// </summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Notes where the warp goes on in the next phase; -1 if it has ended.</summary>
    private void EmitWaitingAt(int resumption)
    {
        il.Emit(OpCodes.Ldloc, frame);
        il.Emit(OpCodes.Conv_U);
        LoadInt(resumption);
        il.Emit(OpCodes.Stind_I4);
    }

    private void EmitSuspend(Block next)
    {
        EmitWaitingAt((2 * IndexOf(next)) + (masked ? 1 : 0));
        foreach (FrameSlot slot in scratch.SavedFor(next))
        {
            if (slot.IsVector)
            {
                Type e = LaneLayout.Element(slot.Value.Type);
                EmitFrameAddress(slot.Offset);
                il.Emit(OpCodes.Ldloc, VectorLocal(slot.Value, slot.Part));
                EmitStoreVector(e);
            }
            else
            {
                EmitFrameAddress(slot.Offset);
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

        LoadInt(1);
        il.Emit(OpCodes.Stloc, waitingWarps);
        il.Emit(OpCodes.Br, warpEnd);
    }

    /// <summary>Sends a warp that is not at the start to where it waits, or past it all if it has ended.</summary>
    private void EmitResume()
    {
        var places = new Label[2 * resumePoints.Count];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = il.DefineLabel();
        }

        LocalBuilder place = il.DeclareLocal(typeof(int));
        il.Emit(OpCodes.Ldloc, frame);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldind_I4);
        il.Emit(OpCodes.Stloc, place);
        EmitWaitingAt(-1);
        il.Emit(OpCodes.Ldloc, place);
        il.Emit(OpCodes.Switch, places);
        il.Emit(OpCodes.Br, warpEnd);
        for (int i = 0; i < places.Length; i++)
        {
            Block block = resumePoints[i / 2];
            bool ofMasked = i % 2 == 1;
            il.MarkLabel(places[i]);
            if (ofMasked ? !CanBeMasked : FullWarps == 0)
            {
                il.Emit(OpCodes.Br, warpEnd);
                continue;
            }

            EmitRestore(block);
            if (ofMasked)
            {
                EmitFrameAddress(ScratchLayout.MaskOffset);
                EmitLoadVector(typeof(int));
                il.Emit(OpCodes.Stloc, MaskOf(block));
            }

            il.Emit(OpCodes.Br, LabelOf(block, ofMasked));
        }
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
        for (int i = 0; i < resumePoints.Count; i++)
        {
            if (ReferenceEquals(resumePoints[i], resumePoint))
            {
                return i;
            }
        }

        throw new InvalidOperationException($"{resumePoint} does not follow a barrier.");
    }
}
