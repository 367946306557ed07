using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>Where an argument or local variable lives during a translation.</summary>
internal enum SlotKind
{
    /// <summary>It is written once and its address is never taken: it is the value that was written.</summary>
    Value,

    /// <summary>It is written once and its address is only lent to readers: memory whose content is known everywhere.</summary>
    Immutable,

    Memory,
}

/// <summary>An argument or local variable of a method that is being translated.</summary>
internal sealed class Slot(Type type, SlotKind kind, SlotKey key)
{
    public Type Type { get; } = type;

    public SlotKind Kind { get; } = kind;

    public SlotKey Key { get; } = key;

    /// <summary>Gets or sets the value, unless the slot is plain memory.</summary>
    public StackValue? Value { get; set; }

    /// <summary>Gets or sets the memory, once the slot has any.</summary>
    public AllocaInstruction? Memory { get; set; }
}
