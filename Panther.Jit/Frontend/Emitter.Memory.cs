using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <content>Pointers and scalar accesses.</content>
internal sealed partial class Emitter
{
    private readonly Dictionary<AllocaInstruction, ImmutableSlot> immutable = [];

    /// <summary>Gets or sets what is known of the thread's own memory at the place that is being written.</summary>
    public LocalState State { get; set; } = new();

    public AllocaInstruction Alloca(AddressSpace space, long size, int alignment, string name)
    {
        var alloca = new AllocaInstruction(space, size, alignment, name) { Location = Location };
        entry.Append(alloca);
        return alloca;
    }

    /// <summary>Makes memory that holds the given scalars from the start of the kernel on.</summary>
    public AllocaInstruction Table(string name, TypeLayout element, IReadOnlyList<Constant[]> elements)
    {
        AllocaInstruction alloca = Alloca(AddressSpace.Local, Math.Max(1, element.Size * elements.Count), element.Alignment, name);
        var writer = new IrBuilder(Function) { Block = entry };
        for (int i = 0; i < elements.Count; i++)
        {
            for (int leaf = 0; leaf < element.Leaves.Count; leaf++)
            {
                writer.Store(writer.Offset(alloca, (i * element.Size) + element.Leaves[leaf].Offset), elements[i][leaf]);
            }
        }

        return alloca;
    }

    /// <summary>Declares that nothing but the given value will ever stand in a slot.</summary>
    public void MakeImmutable(AllocaInstruction alloca, TypeLayout layout, Value[] leaves, SlotKey key)
    {
        var values = new Dictionary<long, Value>();
        for (int i = 0; i < leaves.Length; i++)
        {
            values[layout.Leaves[i].Offset] = leaves[i];
        }

        immutable[alloca] = new ImmutableSlot(key, values);
    }

    public Value Offset(Value pointer, long bytes) => Gep(pointer, Function.Int32(0), 1, bytes);

    /// <summary>pointer + index * stride + offset, joined with the address computation that made the pointer.</summary>
    public Value Gep(Value pointer, Value index, long stride, long offset)
    {
        if (index is Constant c)
        {
            offset += c.AsInt64 * stride;
            if (offset == 0)
            {
                return pointer;
            }

            return pointer is GepInstruction outer
                ? builder.Gep(outer.Pointer, outer.Index, outer.Stride, outer.Offset + offset)
                : builder.Gep(pointer, Function.Int32(0), 1, offset);
        }

        return pointer is GepInstruction { Index: Constant } constant
            ? builder.Gep(constant.Pointer, index, stride, constant.Offset + offset)
            : builder.Gep(pointer, index, stride, offset);
    }

    public Value LoadLeaf(Value pointer, IrType type, bool isVolatile = false)
    {
        AllocaInstruction? local = FindLocal(pointer, out long? offset);
        if (local is not null && offset is { } known && !isVolatile)
        {
            if (immutable.TryGetValue(local, out ImmutableSlot? slot) && slot.Leaves.TryGetValue(known, out Value? fixedValue)
                && (fixedValue.Type == type || (fixedValue.Type.IsPointer && type.IsPointer)))
            {
                return fixedValue;
            }

            if (State.TryGet(local, known, type, out Value? value))
            {
                return value;
            }

            LoadInstruction load = builder.Load(pointer, type);
            State.Set(local, known, load);
            return load;
        }

        return builder.Add(new LoadInstruction(pointer, type) { IsVolatile = isVolatile });
    }

    public void StoreLeaf(Value pointer, Value value)
    {
        CheckEscape(value);
        AllocaInstruction? local = NoteWrite(pointer, out long? offset);
        builder.Store(pointer, value);
        if (local is not null && offset is { } known)
        {
            State.Set(local, known, value);
        }
    }

    public Value Atomic(AtomicOp op, Value pointer, Value operand)
    {
        NoteUpdate(pointer);
        return builder.Atomic(op, pointer, operand);
    }

    public Value CompareExchange(Value pointer, Value expected, Value desired)
    {
        NoteUpdate(pointer);
        return builder.CompareExchange(pointer, expected, desired);
    }

    /// <summary>Emits an instruction that only some devices have; what its pointers point to may change.</summary>
    public DeviceInstruction Device(DeviceOp op, IrType type, Value[] operands)
    {
        var device = new DeviceInstruction(op, type, operands);
        if (device.HasSideEffects)
        {
            foreach (Value pointer in operands.Where(o => o.Type.IsPointer))
            {
                NoteUpdate(pointer);
            }
        }

        return builder.Add(device);
    }

    public Value Lane(Value vector, int lane) => builder.ExtractLane(vector, lane);

    /// <summary>Refuses to lose sight of the address of a slot that was taken for immutable.</summary>
    public void CheckEscape(Value value)
    {
        if (value.Type.IsPointer && FindLocal(value, out _) is { } local && immutable.TryGetValue(local, out ImmutableSlot? slot))
        {
            throw new SlotWrittenException(slot.Key);
        }
    }

    /// <summary>Tells whether a pointer certainly points into the thread's own memory.</summary>
    public static bool IsLocal(Value pointer) => FindLocal(pointer, out _) is not null;

    /// <summary>Forgets what a read-modify-write changes.</summary>
    private void NoteUpdate(Value pointer)
    {
        if (NoteWrite(pointer, out _) is { } local)
        {
            State.Forget(local);
        }
    }

    private AllocaInstruction? NoteWrite(Value pointer, out long? offset)
    {
        CheckEscape(pointer);
        AllocaInstruction? local = FindLocal(pointer, out offset);
        if (local is not null)
        {
            if (offset is null)
            {
                State.Forget(local);
            }
        }
        else if (pointer.Type.Space is AddressSpace.Generic or AddressSpace.Local)
        {
            State.ForgetAll();
        }

        return local;
    }

    /// <summary>Finds the local allocation that a pointer was computed from, and the constant distance if it is one.</summary>
    private static AllocaInstruction? FindLocal(Value pointer, out long? offset)
    {
        offset = 0;
        while (pointer is GepInstruction gep)
        {
            offset += gep.Index is Constant c ? (c.AsInt64 * gep.Stride) + gep.Offset : null;
            pointer = gep.Pointer;
        }

        return pointer is AllocaInstruction { Space: AddressSpace.Local } alloca ? alloca : null;
    }

    private sealed record ImmutableSlot(SlotKey Key, Dictionary<long, Value> Leaves);
}
