using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <content>What happens on the way from block to block: the phis take their values.</content>
internal sealed partial class KernelEmitter
{
    /// <summary>Sets the target's phis for all lanes, as if all at once.</summary>
    private void EmitFullEdge(Block from, Block to)
    {
        var stores = new Stack<LocalBuilder>();
        foreach (PhiInstruction phi in to.Phis)
        {
            Value incoming = phi.IncomingFrom(from);
            if (ReferenceEquals(incoming, phi) || IsInPlace(phi, incoming))
            {
                continue;
            }

            PushScalarIncoming(phi, incoming, stores);
            if (forms.NeedsVector(phi) && shapes.Exact(phi).IsVarying)
            {
                for (int part = 0; part < LaneLayout.Parts(phi.Type); part++)
                {
                    EmitVector(incoming, part);
                    stores.Push(VectorLocal(phi, part));
                }
            }
        }

        PopAll(stores);
    }

    /// <summary>Sends the lanes of a mask to a block, with what its phis take.</summary>
    private void EmitMaskedEdge(Block from, Block to, LocalBuilder edge)
    {
        EmitMaskedPhis(from, to, edge);
        il.Emit(OpCodes.Ldloc, MaskOf(to));
        il.Emit(OpCodes.Ldloc, edge);
        Call("BitwiseOr", typeof(int), V(typeof(int)), V(typeof(int)));
        il.Emit(OpCodes.Stloc, MaskOf(to));
    }

    /// <summary>Sets the target's phis for the lanes of a mask; for all lanes those that are not yet in <paramref name="assigned"/>, if it is given.</summary>
    private void EmitMaskedPhis(Block from, Block to, LocalBuilder edge, HashSet<PhiInstruction>? assigned = null)
    {
        var stores = new Stack<LocalBuilder>();
        foreach (PhiInstruction phi in to.Phis)
        {
            Value incoming = phi.IncomingFrom(from);
            bool isFirst = assigned is not null && assigned.Add(phi);
            if (ReferenceEquals(incoming, phi) || IsInPlace(phi, incoming))
            {
                continue;
            }

            PushScalarIncoming(phi, incoming, stores);
            if (forms.NeedsVector(phi) && shapes.Exact(phi).IsVarying)
            {
                Type e = LaneLayout.Element(phi.Type);
                for (int part = 0; part < LaneLayout.Parts(phi.Type); part++)
                {
                    if (isFirst)
                    {
                        EmitVector(incoming, part);
                    }
                    else
                    {
                        il.Emit(OpCodes.Ldloc, edge);
                        EmitMaskPart(e, part);
                        EmitVector(incoming, part);
                        il.Emit(OpCodes.Ldloc, VectorLocal(phi, part));
                        Call("ConditionalSelect", e, V(e), V(e), V(e));
                    }

                    stores.Push(VectorLocal(phi, part));
                }
            }
        }

        PopAll(stores);
    }

    /// <summary>Returns whether the phi's local holds the value already; such phis have no scalar form.</summary>
    private bool IsInPlace(PhiInstruction phi, Value incoming) => ReferenceEquals(coalescing.PhiOf(incoming), phi);

    private void PushScalarIncoming(PhiInstruction phi, Value incoming, Stack<LocalBuilder> stores)
    {
        if (forms.NeedsScalar(phi))
        {
            EmitScalar(incoming);
            stores.Push(ScalarLocal(phi));
        }
    }

    private void PopAll(Stack<LocalBuilder> stores)
    {
        while (stores.TryPop(out LocalBuilder? local))
        {
            il.Emit(OpCodes.Stloc, local);
        }
    }
}
