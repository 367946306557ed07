using Panther.Jit.Frontend.Cil;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <content>Arguments and local variables.</content>
internal sealed partial class MethodTranslator
{
    private Slot MakeSlot(Type type, SlotUsage usage, SlotKey key, int initialWrites)
    {
        SlotKind kind = usage.Writes > initialWrites || usage.IsWrittenByAddress || Kernel.IsWrittenByAddress(key) ? SlotKind.Memory
            : usage.IsAddressed ? SlotKind.Immutable
            : SlotKind.Value;
        return new Slot(type, kind, key);
    }

    private void InitializeSlots(StackValue[] values)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            Write(arguments[i], values[i]);
        }

        // The memory of a kernel starts as zeros; only a call that is made again and again must clear what the last one left.
        foreach (Slot slot in locals.Where(s => s.Kind == SlotKind.Memory && isInLoop && IsData(s.Type)))
        {
            Emit.StoreZero(Memory(slot), TypeLayout.Of(slot.Type));
        }
    }

    /// <summary>Locals that the compiler made for constructs that fold away may be objects.</summary>
    private static bool IsData(Type type) => type.IsValueType && type != typeof(RuntimeTypeHandle) && type != typeof(RuntimeFieldHandle);

    private AllocaInstruction Memory(Slot slot)
    {
        if (slot.Memory is null)
        {
            TypeLayout layout = TypeLayout.Of(slot.Type);
            slot.Memory = Emit.Alloca(AddressSpace.Local, Math.Max(1, layout.Size), layout.Alignment, slot.Key.IsArgument ? "argument" : "local");
        }

        return slot.Memory;
    }

    private void Write(Slot slot, StackValue value)
    {
        value = Emit.Coerce(value, slot.Type);
        if (slot.Kind != SlotKind.Memory)
        {
            slot.Value = value;
        }

        if (slot.Kind != SlotKind.Value)
        {
            Emit.Store(Memory(slot), slot.Type, value);
        }

        if (slot.Kind == SlotKind.Immutable)
        {
            Emit.MakeImmutable(Memory(slot), TypeLayout.Of(slot.Type), Emit.Leaves(value, slot.Type), slot.Key);
        }
    }

    private void Load(Slot slot) => Push(slot.Kind == SlotKind.Memory
        ? Emit.Load(Memory(slot), slot.Type)
        : slot.Value ?? Emit.Zero(slot.Type));

    private void LoadAddress(Slot slot) => Push(Memory(slot));
}
