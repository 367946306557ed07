using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics.X86;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.Backends.Cpu.Lanes;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>
/// Memory accesses: one scalar access where all lanes mean one place, one vector access where they stand side by side, else lane by lane.
/// Lanes that do not take part touch no memory.
/// </summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Reads one scalar from the address on the stack, plus that of the component.</summary>
    private void EmitScalarLoad(LoadInstruction load, int component)
    {
        IrType type = load.Type.Element;
        EmitByteOffset(component * type.Size);
        if (load.IsVolatile)
        {
            il.Emit(OpCodes.Volatile);
        }

        il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(type.Kind switch
        {
            ScalarKind.Bool or ScalarKind.Int8 => OpCodes.Ldind_U1,
            ScalarKind.Int16 or ScalarKind.Float16 or ScalarKind.BFloat16 => OpCodes.Ldind_U2,
            ScalarKind.Int32 => OpCodes.Ldind_I4,
            ScalarKind.Float32 => OpCodes.Ldind_R4,
            ScalarKind.Float64 => OpCodes.Ldind_R8,
            _ => OpCodes.Ldind_I8,
        });
        if (type == IrType.Bool)
        {
            LoadInt(0);
            il.Emit(OpCodes.Cgt_Un);
        }
    }

    private void EmitByteOffset(long bytes)
    {
        if (bytes != 0)
        {
            LoadLong(bytes);
            il.Emit(OpCodes.Add);
        }

        il.Emit(OpCodes.Conv_U);
    }

    private void EmitScalarStore(IrType type)
    {
        il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(type.Kind switch
        {
            ScalarKind.Bool or ScalarKind.Int8 => OpCodes.Stind_I1,
            ScalarKind.Int16 or ScalarKind.Float16 or ScalarKind.BFloat16 => OpCodes.Stind_I2,
            ScalarKind.Int32 => OpCodes.Stind_I4,
            ScalarKind.Float32 => OpCodes.Stind_R4,
            ScalarKind.Float64 => OpCodes.Stind_R8,
            _ => OpCodes.Stind_I8,
        });
    }

    private void EmitContiguousLoad(LoadInstruction load, int part)
    {
        Type e = LaneLayout.Element(load.Type);
        if (!masked)
        {
            EmitScalar(load.Pointer);
            EmitByteOffset((long)part * api.Bits / 8);
            EmitLoadVector(e);
            return;
        }

        EmitScalar(load.Pointer);
        EmitByteOffset((long)part * api.Bits / 8);
        EmitMaskedLoad(e, part);
    }

    /// <summary>Reads the active lanes' elements from the address on the stack.</summary>
    private void EmitMaskedLoad(Type e, int part)
    {
        MethodInfo maskLoad = MaskedAccess("MaskLoad", e);
        il.Emit(OpCodes.Ldloc, current);
        EmitMaskPart(e, part);
        if (maskLoad.GetParameters().Length == 3)
        {
            CallConstant("Zero", e);
        }

        il.Emit(OpCodes.Call, maskLoad);
    }

    /// <summary>Returns the machine's masked load or store of whole vectors.</summary>
    private MethodInfo MaskedAccess(string name, Type element)
    {
        Type vector = V(element);
        Type pointer = element.MakePointerType();
        if (api.Bits == 512 || Avx512F.VL.IsSupported)
        {
            return VectorApi.Find(api.Bits == 512 ? typeof(Avx512F) : typeof(Avx512F.VL), name, [], [pointer, vector, vector]);
        }

        Type owner = element == typeof(float) || element == typeof(double) ? typeof(Avx) : typeof(Avx2);
        return VectorApi.Find(owner, name, [], name == "MaskLoad" ? [pointer, vector] : [pointer, vector, vector]);
    }

    private bool IsVectorAccess(Value pointer, IrType type) =>
        StatementOps.IsContiguous(pointer, type, shapes) && (!masked || target.HasMaskedAccess);

    private void EmitLoadStatement(LoadInstruction load)
    {
        if ((!load.IsVolatile && EmitNarrowRunLoad(load)) || (!masked && !load.IsVolatile && EmitPatternLoad(load)) || EmitGatherLoad(load))
        {
            return;
        }

        long? stride = shapes.ForAddress(load.Pointer).Stride;
        bool scalarAddress = stride is not null;
        IrType type = load.Type.Element;
        int parts = LaneLayout.Parts(type);
        if (!scalarAddress)
        {
            EmitAddressesToBuffer(load.Pointer);
        }

        EmitMaskToBuffer();
        for (int component = 0; component < load.Type.Lanes; component++)
        {
            if (scalarAddress)
            {
                EmitScalar(load.Pointer);
                EmitByteOffset(component * type.Size);
                LoadLong(stride!.Value);
            }
            else
            {
                EmitBuffer(0);
                LoadLong(component * type.Size);
            }

            LoadInt(type.Size);
            EmitMaskPointer();
            EmitBuffer(ResultBuffer);
            LoadInt(Lanes);
            CallHelper(typeof(LaneMemory), scalarAddress ? nameof(LaneMemory.Load) : nameof(LaneMemory.Gather));
            EmitFromBuffer(load, component * parts);
        }
    }

    private void EmitStore(StoreInstruction store)
    {
        IrType type = store.Stored.Type.Element;
        if (forms.IsUniformStore(store))
        {
            for (int component = 0; component < store.Stored.Type.Lanes; component++)
            {
                EmitScalar(store.Pointer);
                EmitByteOffset(component * type.Size);
                if (store.Stored.Type.IsVector)
                {
                    il.Emit(OpCodes.Ldloc, ScalarLocal(store.Stored, component));
                }
                else
                {
                    EmitScalar(store.Stored);
                }

                EmitScalarStore(type);
            }

            return;
        }

        if (IsVectorAccess(store.Pointer, store.Stored.Type))
        {
            EmitContiguousStore(store);
            return;
        }

        if (EmitNarrowRunStore(store) || EmitPatternStore(store))
        {
            return;
        }

        if (!shapes.HasScalar(store.Pointer) && !store.Stored.Type.IsVector && type.Size is (4 or 8) && (!masked || target.HasMaskedAccess))
        {
            EmitScatter(store);
            return;
        }

        long? stride = shapes.ForAddress(store.Pointer).Stride;
        bool scalarAddress = stride is not null;
        if (!scalarAddress)
        {
            EmitAddressesToBuffer(store.Pointer);
        }

        EmitMaskToBuffer();
        int parts = LaneLayout.Parts(type);
        for (int component = 0; component < store.Stored.Type.Lanes; component++)
        {
            for (int part = 0; part < parts; part++)
            {
                EmitBuffer(1, part);
                EmitStoredPart(store.Stored, (component * parts) + part, part);
                EmitStoreVector(LaneLayout.Element(type));
            }

            if (scalarAddress)
            {
                EmitScalar(store.Pointer);
                EmitByteOffset(component * type.Size);
                LoadLong(stride!.Value);
            }
            else
            {
                EmitBuffer(0);
                LoadLong(component * type.Size);
            }

            LoadInt(type.Size);
            EmitMaskPointer();
            EmitBuffer(1);
            LoadInt(Lanes);
            CallHelper(typeof(LaneMemory), scalarAddress ? nameof(LaneMemory.Store) : nameof(LaneMemory.Scatter));
        }
    }

    /// <summary>Writes 4- or 8-byte elements to addresses of which nothing is known.</summary>
    private void EmitScatter(StoreInstruction store)
    {
        IrType type = store.Stored.Type;
        LocalBuilder[] addresses = EmitAddresses(store.Pointer);
        LocalBuilder[] values = EmitToLocals(store.Stored);
        Label apart = il.DefineLabel();
        Label end = il.DefineLabel();
        EmitAdjacentStore(type, values, addresses, apart);
        il.Emit(OpCodes.Br, end);
        il.MarkLabel(apart);
        EmitToBuffer(store.Pointer, 0, part => il.Emit(OpCodes.Ldloc, addresses[part]));
        EmitToBuffer(store.Stored, 1, part => il.Emit(OpCodes.Ldloc, values[part]));
        EmitMaskToBuffer();
        EmitBuffer(0);
        LoadLong(0);
        LoadInt(type.Size);
        EmitMaskPointer();
        EmitBuffer(1);
        LoadInt(Lanes);
        CallHelper(typeof(LaneMemory), nameof(LaneMemory.Scatter));
        il.MarkLabel(end);
    }

    /// <summary>Pushes a part of what is stored; a bool becomes 0 or 1.</summary>
    private void EmitStoredPart(Value stored, int slot, int part)
    {
        if (stored.Type.IsVector)
        {
            il.Emit(OpCodes.Ldloc, VectorLocal(stored, slot));
        }
        else
        {
            EmitVector(stored, part);
        }

        if (stored.Type.Kind == ScalarKind.Bool)
        {
            EmitVectorOf(1, typeof(int));
            Call("BitwiseAnd", typeof(int), V(typeof(int)), V(typeof(int)));
        }
    }

    private void EmitContiguousStore(StoreInstruction store)
    {
        Type e = LaneLayout.Element(store.Stored.Type);
        for (int part = 0; part < LaneLayout.Parts(store.Stored.Type); part++)
        {
            if (masked)
            {
                EmitScalar(store.Pointer);
                EmitByteOffset((long)part * api.Bits / 8);
                il.Emit(OpCodes.Ldloc, current);
                EmitMaskPart(e, part);
                EmitVector(store.Stored, part);
                il.Emit(OpCodes.Call, MaskedAccess("MaskStore", e));
            }
            else
            {
                EmitScalar(store.Pointer);
                EmitByteOffset((long)part * api.Bits / 8);
                EmitVector(store.Stored, part);
                EmitStoreVector(e);
            }
        }
    }

    private void EmitAllocaAddress(AllocaInstruction alloca)
    {
        if (alloca.Space == AddressSpace.Local)
        {
            il.Emit(OpCodes.Ldloc, frame);
        }
        else
        {
            il.Emit(OpCodes.Ldarg_S, (byte)6);
            il.Emit(OpCodes.Conv_I8);
        }

        LoadLong(scratch.OffsetOf(alloca));
        il.Emit(OpCodes.Add);
    }

    private void EmitClear(AllocaInstruction alloca)
    {
        EmitMaskToBuffer();
        EmitAllocaAddress(alloca);
        il.Emit(OpCodes.Conv_U);
        LoadLong(LaneShapes.LocalBytes(alloca));
        EmitMaskPointer();
        LoadInt(Lanes);
        CallHelper(typeof(LaneMemory), nameof(LaneMemory.Clear));
    }
}
