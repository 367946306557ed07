using System.Reflection.Emit;
using System.Runtime.Intrinsics.X86;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>Reads of elements that lie apart by the machine's gather instructions, at most 256 bits at a time.</summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Reads 4- or 8-byte elements; where the machine has no gathers for them it writes nothing and returns false.</summary>
    private bool EmitGatherLoad(LoadInstruction load)
    {
        IrType type = load.Type.Element;
        LaneOffsets? offsets = shapes.ForAddress(load.Pointer).Offsets;
        bool fits = offsets is null ? api.Bits >= 256 && !shapes.HasScalar(load.Pointer)
            : offsets.Largest + load.Type.Size <= int.MaxValue && offsets.Smallest >= int.MinValue;
        if (!Avx2.IsSupported || load.IsVolatile || type.Size is not (4 or 8) || !fits)
        {
            return false;
        }

        LocalBuilder[] addresses = offsets is null ? EmitAddresses(load.Pointer) : [];
        Label end = il.DefineLabel();
        if (offsets is null && !load.Type.IsVector && (!masked || target.HasMaskedAccess))
        {
            Label apart = il.DefineLabel();
            EmitAdjacentLoad(load, addresses, apart);
            il.Emit(OpCodes.Br, end);
            il.MarkLabel(apart);
        }

        int parts = LaneLayout.Parts(type);
        for (int slot = 0; slot < load.Type.Lanes * parts; slot++)
        {
            long component = slot / parts * type.Size;
            int firstLane = slot % parts * (Lanes / parts);
            if (offsets is null)
            {
                EmitGatherByAddress(LaneLayout.Element(type), api.Bits, firstLane, addresses, component);
            }
            else
            {
                EmitGatherByOffset(load.Pointer, LaneLayout.Element(type), api.Bits, firstLane, offsets, component);
            }

            EmitSetVector(load, slot);
        }

        il.MarkLabel(end);
        return true;
    }

    /// <summary>Pushes elements at constant distances from the first lane's address.</summary>
    private void EmitGatherByOffset(Value pointer, Type e, int bits, int firstLane, LaneOffsets offsets, long component)
    {
        int size = ElementBytes(e);
        int count = bits / 8 / size;
        if (bits > 256)
        {
            EmitGatherByOffset(pointer, e, bits / 2, firstLane, offsets, component);
            EmitGatherByOffset(pointer, e, bits / 2, firstLane + (count / 2), offsets, component);
            EmitJoin(e, bits);
            return;
        }

        Type result = VectorApi.OfWidth(bits).Of(e);
        Type index = VectorApi.OfWidth(Math.Max(128, count * 32)).Of(typeof(int));
        EmitGatherSource(e, bits);
        EmitScalar(pointer);
        EmitByteOffset(component);
        // Two 64-bit elements take the lower half of their four indices.
        int indices = Math.Max(4, count);
        for (int i = 0; i < indices; i++)
        {
            LoadInt((int)offsets[firstLane + Math.Min(i, count - 1)]);
        }

        il.Emit(OpCodes.Call, VectorApi.OfWidth(indices * 32).Operation("Create", typeof(int), [.. Enumerable.Repeat(typeof(int), indices)]));
        EmitGatherCall(e, bits, firstLane, result, index);
    }

    /// <summary>Pushes elements at the lanes' addresses.</summary>
    private void EmitGatherByAddress(Type e, int bits, int firstLane, LocalBuilder[] addresses, long component)
    {
        int size = ElementBytes(e);
        int count = bits / 8 / size;
        if (count > 4)
        {
            EmitGatherByAddress(e, bits / 2, firstLane, addresses, component);
            EmitGatherByAddress(e, bits / 2, firstLane + (count / 2), addresses, component);
            EmitJoin(e, bits);
            return;
        }

        EmitGatherSource(e, bits);
        LoadLong(component);
        il.Emit(OpCodes.Conv_U);
        int laneInPart = firstLane % (Lanes / 2);
        EmitSlice(typeof(long), () => il.Emit(OpCodes.Ldloc, addresses[firstLane / (Lanes / 2)]), laneInPart, 256);
        EmitGatherCall(e, bits, firstLane, VectorApi.OfWidth(bits).Of(e), VectorApi.OfWidth(256).Of(typeof(long)));
    }

    private void EmitGatherSource(Type e, int bits)
    {
        if (masked)
        {
            il.Emit(OpCodes.Call, VectorApi.OfWidth(bits).Constant("Zero", e));
        }
    }

    private void EmitGatherCall(Type e, int bits, int firstLane, Type result, Type index)
    {
        if (masked)
        {
            bool isWide = ElementBytes(e) == 8;
            int part = isWide ? firstLane / (Lanes / 2) : 0;
            EmitSlice(
                e,
                () =>
                {
                    il.Emit(OpCodes.Ldloc, current);
                    EmitMaskPart(e, part);
                },
                isWide ? firstLane % (Lanes / 2) : firstLane,
                bits);
        }

        LoadInt(1);
        string width = bits == 256 ? "256" : "128";
        Type pointer = e.MakePointerType();
        il.Emit(OpCodes.Call, masked
            ? VectorApi.Find(typeof(Avx2), $"GatherMaskVector{width}", [], [result, pointer, index, result, typeof(byte)])
            : VectorApi.Find(typeof(Avx2), $"GatherVector{width}", [], [pointer, index, typeof(byte)]));
    }

    /// <summary>Pushes the part of a vector that begins at an element.</summary>
    private void EmitSlice(Type e, Action push, int first, int bits)
    {
        push();
        for (int width = api.Bits; width > bits; width /= 2)
        {
            var whole = VectorApi.OfWidth(width);
            int half = width / 16 / ElementBytes(e);
            il.Emit(OpCodes.Call, whole.Operation(first >= half ? "GetUpper" : "GetLower", e, whole.Of(e)));
            first %= half;
        }
    }

    /// <summary>Joins the two halves on the stack.</summary>
    private void EmitJoin(Type e, int bits)
    {
        Type half = VectorApi.OfWidth(bits / 2).Of(e);
        il.Emit(OpCodes.Call, VectorApi.OfWidth(bits).Operation("Create", e, half, half));
    }

    private static int ElementBytes(Type e) => e == typeof(long) || e == typeof(double) ? 8 : 4;
}
