using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <content>Loads, stores, and the zeroing of local memory.</content>
internal sealed partial class PtxSelector
{
    private const int LongestAccess = 16;
    private const int LongestUnrolledZeroing = 16 * sizeof(long);

    private void SelectLoad(LoadInstruction i)
    {
        if (FileRegister(i.Pointer, i.Type) is { } register)
        {
            Emit(MoveOpcode(register.Kind, PtxTypes.Kind(i.Type)), Define(i), register);
            return;
        }

        RequireStorable(i.Type);
        AddressOperand place = Place(i.Pointer);
        IrType element = i.Type.Element;
        bool isReadOnly = i.IsReadOnly && !i.IsVolatile && i.Pointer.Type.Space == AddressSpace.Global;
        string opcode = $"ld{(i.IsVolatile ? ".volatile" : string.Empty)}.{PtxTypes.Space(i.Pointer.Type.Space)}{(isReadOnly ? ".nc" : string.Empty)}"
            + (i.Pointer.Type.Space == AddressSpace.Global && !i.IsVolatile ? cacheFetch : string.Empty);
        PtxRegister[] raw =
            [.. Enumerable.Range(0, i.Type.Lanes).Select(_ => new PtxRegister(element == IrType.Bool ? RegisterKind.Int32 : PtxTypes.Kind(element)))];
        if (IsPacked(i.Type))
        {
            SelectPackedLoad(i, place, opcode, raw);
            return;
        }

        foreach ((int lane, int count) in Accesses(i.Type))
        {
            PtxOperand destination = Lanes([.. raw.AsSpan(lane, count)]);
            string typed = $"{opcode}{VectorSuffix(count)}.{PtxTypes.Memory(element)}";
            AddressOperand address = place with { Offset = place.Offset + (lane * element.Size) };
            if (i.IsVolatile)
            {
                Act(typed, destination, address);
            }
            else
            {
                Emit(typed, destination, address);
            }
        }

        results.Add(i, [.. raw.Select(r => (PtxOperand)(element == IrType.Bool ? Compute(RegisterKind.Predicate, "setp.ne.s32", r, Immediate(0)) : r))]);
    }

    private void SelectStore(StoreInstruction i)
    {
        if (FileRegister(i.Pointer, i.Stored.Type) is { } register)
        {
            Emit(MoveOpcode(PtxTypes.Kind(i.Stored.Type), register.Kind), register, Use(i.Stored));
            return;
        }

        AddressOperand place = Place(i.Pointer);
        IrType type = i.Stored.Type;
        string opcode = $"st.{PtxTypes.Space(i.Pointer.Type.Space)}";
        if (IsPacked(type))
        {
            SelectPackedStore(i.Stored, place, opcode);
            return;
        }

        foreach ((int lane, int count) in Accesses(type))
        {
            PtxOperand[] stored = [.. Enumerable.Range(lane, count).Select(l => StoredLane(i.Stored, l, type.IsVector))];
            AddressOperand address = place with { Offset = place.Offset + (lane * type.Element.Size) };
            Act($"{opcode}{VectorSuffix(count)}.{PtxTypes.Memory(type.Element)}", null, address, Lanes(stored));
        }
    }

    private PtxOperand StoredLane(Value value, int lane, bool wantsRegister)
    {
        if (value.Type.Element == IrType.Bool)
        {
            return Compute(RegisterKind.Int32, "selp.u32", Immediate(1), Immediate(0), UseRegister(value, lane));
        }

        RequireStorable(value.Type);
        return wantsRegister ? UseRegister(value, lane) : Use(value, lane);
    }

    /// <summary>A pointer into shared memory has 32 bits in a register, but 64 in memory.</summary>
    private void RequireStorable(IrType type)
    {
        if (type.IsPointer && PtxTypes.Kind(type) == RegisterKind.Int32)
        {
            throw Unsupported("views of shared memory that are kept in memory", "keep such views in local variables and constant-indexed arrays");
        }
    }

    /// <summary>Cuts a value into accesses of at most 16 bytes.</summary>
    private static IEnumerable<(int Lane, int Count)> Accesses(IrType type)
    {
        int count = Math.Min(type.Lanes, LongestAccess / type.Element.Size);
        for (int lane = 0; lane < type.Lanes; lane += count)
        {
            yield return (lane, count);
        }
    }

    /// <summary>A move between registers of different kinds moves bits.</summary>
    private static string MoveOpcode(RegisterKind from, RegisterKind to) => $"mov.{(from == to ? PtxTypes.Move(to) : "b32")}";

    private static string VectorSuffix(int count) => count == 1 ? string.Empty : $".v{count}";

    private static PtxOperand Lanes(IReadOnlyList<PtxOperand> lanes) => lanes.Count == 1 ? lanes[0] : new VectorOperand(lanes);

    private static PtxOperand Lanes(PtxRegister[] lanes) => Lanes([.. lanes.Select(l => (PtxOperand)l)]);

    private static long ZeroedSize(AllocaInstruction allocation) => (allocation.Size + sizeof(long) - 1) / sizeof(long) * sizeof(long);

    private void SelectAlloca(AllocaInstruction i)
    {
        if (i.Space == AddressSpace.Shared || !i.HasUsers)
        {
            return;
        }

        if (registerFiles.TryGetValue(i, out PtxRegister[]? file))
        {
            foreach (PtxRegister register in file)
            {
                Emit($"mov.{PtxTypes.Move(register.Kind)}", register, register.Kind == RegisterKind.Float32 ? new TextOperand("0f00000000") : Immediate(0));
            }

            return;
        }

        AddressOperand place = places[i];
        long size = ZeroedSize(i);
        if (size <= LongestUnrolledZeroing)
        {
            for (long offset = 0; offset < size; offset += sizeof(long))
            {
                Act("st.local.b64", null, place with { Offset = offset }, Immediate(0));
            }

            return;
        }

        PtxRegister cursor = Compute(RegisterKind.Int64, "mov.b64", Base(place));
        PtxRegister end = Compute(RegisterKind.Int64, "add.s64", cursor, Immediate(size));
        PtxBlock before = current;
        PtxBlock loop = StartBlock();
        Act("st.local.b64", null, new AddressOperand(cursor, 0), Immediate(0));
        Emit("add.s64", cursor, cursor, Immediate(sizeof(long)));
        PtxRegister goesOn = Compute(RegisterKind.Predicate, "setp.lt.u64", cursor, end);
        PtxBlock after = StartBlock();
        before.BranchTo(loop);
        loop.BranchIf(goesOn, loop, after);
    }

    /// <summary>The launch's own part: what the module's own allocations in front of it take is not counted.</summary>
    private void SelectDynamicSize(DynamicSharedSizeInstruction i)
    {
        PtxRegister size = Compute(RegisterKind.Int32, "mov.u32", new TextOperand("%dynamic_smem_size"));
        if (shared.ExtraDynamicBytes == 0)
        {
            Alias(i, size);
        }
        else
        {
            Emit("sub.s32", Define(i), size, Immediate(shared.ExtraDynamicBytes));
        }
    }
}
