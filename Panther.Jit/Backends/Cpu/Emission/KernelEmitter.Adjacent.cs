using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>
/// Addresses of which nothing is known before the kernel runs: where they turn out to stand side by side, whole vectors are read and written.
/// The test costs a fraction of what a gather does.
/// </summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Reads a vector if the addresses stand side by side, and goes to the label if not.</summary>
    private void EmitAdjacentLoad(LoadInstruction load, LocalBuilder[] addresses, Label apart)
    {
        Type e = LaneLayout.Element(load.Type);
        LocalBuilder first = EmitIfAdjacent(addresses, load.Type.Size, apart);
        for (int part = 0; part < LaneLayout.Parts(load.Type); part++)
        {
            il.Emit(OpCodes.Ldloc, first);
            EmitByteOffset((long)part * api.Bits / 8);
            if (masked)
            {
                EmitMaskedLoad(e, part);
            }
            else
            {
                EmitLoadVector(e);
            }

            EmitSetVector(load, part);
        }
    }

    /// <summary>Writes a vector if the addresses stand side by side, and goes to the label if not.</summary>
    private void EmitAdjacentStore(IrType type, LocalBuilder[] values, LocalBuilder[] addresses, Label apart)
    {
        Type e = LaneLayout.Element(type);
        LocalBuilder first = EmitIfAdjacent(addresses, type.Size, apart);
        for (int part = 0; part < values.Length; part++)
        {
            il.Emit(OpCodes.Ldloc, first);
            EmitByteOffset((long)part * api.Bits / 8);
            if (masked)
            {
                il.Emit(OpCodes.Ldloc, current);
                EmitMaskPart(e, part);
            }

            il.Emit(OpCodes.Ldloc, values[part]);
            if (masked)
            {
                il.Emit(OpCodes.Call, MaskedAccess("MaskStore", e));
            }
            else
            {
                EmitStoreVector(e);
            }
        }
    }

    /// <summary>Returns the first lane's address; goes to the label unless the active lanes' addresses follow it element by element.</summary>
    private LocalBuilder EmitIfAdjacent(LocalBuilder[] addresses, int size, Label apart)
    {
        Type vector = V(typeof(long));
        LocalBuilder first = Rent(typeof(long));
        il.Emit(OpCodes.Ldloc, addresses[0]);
        Call("ToScalar", typeof(long), vector);
        il.Emit(OpCodes.Stloc, first);
        for (int part = 0; part < 2; part++)
        {
            il.Emit(OpCodes.Ldloc, addresses[part]);
            il.Emit(OpCodes.Ldloc, first);
            EmitSpread(IrType.Int64, LaneShape.Affine(size, Lanes), part);
            Call("Xor", typeof(long), vector, vector);
            if (masked)
            {
                il.Emit(OpCodes.Ldloc, current);
                EmitMaskPart(typeof(long), part);
                Call("BitwiseAnd", typeof(long), vector, vector);
            }
        }

        Call("BitwiseOr", typeof(long), vector, vector);
        CallConstant("Zero", typeof(long));
        Call("EqualsAll", typeof(long), vector, vector);
        il.Emit(OpCodes.Brfalse, apart);
        return first;
    }

    /// <summary>Computes the lanes' addresses.</summary>
    private LocalBuilder[] EmitAddresses(Value pointer)
    {
        LocalBuilder[] addresses = [Rent(V(typeof(long))), Rent(V(typeof(long)))];
        for (int part = 0; part < 2; part++)
        {
            EmitVector(pointer, part);
            il.Emit(OpCodes.Stloc, addresses[part]);
        }

        return addresses;
    }
}
