using System.Reflection.Emit;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>Bools, and integers and floats of 8 and 16 bits, that stand side by side: all lanes' elements move at once, widened to or cut down from 32 bits.</summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Reads a run of narrow elements, if that is what the lanes want; else writes nothing and returns false.</summary>
    private bool EmitNarrowRunLoad(LoadInstruction load)
    {
        if (!IsNarrowRun(load.Pointer, load.Type))
        {
            return false;
        }

        EmitScalar(load.Pointer);
        EmitByteOffset(0);
        Type element = load.Type.Size == 1 ? typeof(byte) : typeof(ushort);
        int bytes = Lanes * load.Type.Size;
        if (bytes >= 16)
        {
            EmitNarrowLoad(element, bytes);
        }
        else
        {
            Type word = bytes == 4 ? typeof(uint) : typeof(ulong);
            il.Emit(OpCodes.Unaligned, (byte)1);
            il.Emit(bytes == 4 ? OpCodes.Ldind_U4 : OpCodes.Ldind_I8);
            Call("CreateScalarUnsafe", word, word);
            Reinterpret(word, element);
        }

        if (element == typeof(byte))
        {
            Call("WidenLower", typeof(byte), V(typeof(byte)));
        }

        Call("WidenLower", typeof(ushort), V(typeof(ushort)));
        Reinterpret(typeof(uint), typeof(int));
        if (load.Type == IrType.Bool)
        {
            CallConstant("Zero", typeof(int));
            Call("Equals", typeof(int), V(typeof(int)), V(typeof(int)));
            Call("OnesComplement", typeof(int), V(typeof(int)));
        }

        EmitSetVector(load, 0);
        return true;
    }

    /// <summary>Writes a run of narrow elements, if that is what the lanes want; else writes nothing and returns false.</summary>
    private bool EmitNarrowRunStore(StoreInstruction store)
    {
        IrType type = store.Stored.Type;
        if (!IsNarrowRun(store.Pointer, type))
        {
            return false;
        }

        int bytes = Lanes * type.Size;
        EmitScalar(store.Pointer);
        EmitByteOffset(0);
        EmitStoredPart(store.Stored, 0, 0);
        Reinterpret(typeof(int), typeof(uint));
        EmitCutDown(typeof(uint));
        if (type.Size == 1)
        {
            EmitCutDown(typeof(ushort));
        }

        Type element = type.Size == 1 ? typeof(byte) : typeof(ushort);
        if (bytes >= 16)
        {
            for (int bits = api.Bits; bits > bytes * 8; bits /= 2)
            {
                var whole = VectorApi.OfWidth(bits);
                il.Emit(OpCodes.Call, whole.Operation("GetLower", element, whole.Of(element)));
            }

            il.Emit(OpCodes.Unaligned, (byte)1);
            il.Emit(OpCodes.Stobj, VectorApi.OfWidth(bytes * 8).Of(element));
        }
        else
        {
            Type word = bytes == 4 ? typeof(uint) : typeof(ulong);
            Reinterpret(element, word);
            Call("ToScalar", word, V(word));
            il.Emit(OpCodes.Unaligned, (byte)1);
            il.Emit(bytes == 4 ? OpCodes.Stind_I4 : OpCodes.Stind_I8);
        }

        return true;
    }

    private bool IsNarrowRun(Value pointer, IrType type) =>
        !masked && !type.IsVector && type.Size is 1 or 2 && shapes.ForAddress(pointer).Stride == type.Size;

    /// <summary>Halves the width of the elements of the vector on the stack; the lower half of the vector holds them all.</summary>
    private void EmitCutDown(Type element)
    {
        LocalBuilder value = Temporary(element);
        il.Emit(OpCodes.Stloc, value);
        il.Emit(OpCodes.Ldloc, value);
        il.Emit(OpCodes.Ldloc, value);
        Call("Narrow", element, V(element), V(element));
    }
}
