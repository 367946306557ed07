using System.Reflection;

namespace Panther.Jit.Frontend;

/// <summary>An argument or local variable of a method.</summary>
/// <param name="Method">The method.</param>
/// <param name="IsArgument">Whether it is an argument.</param>
/// <param name="Index">Its number.</param>
internal readonly record struct SlotKey(MethodBase Method, bool IsArgument, int Index);

/// <summary>
/// A slot was taken for immutable, because the method only lends its address to others, and somebody does write through the address.
/// The translation starts again and keeps the slot in memory.
/// </summary>
internal sealed class SlotWrittenException(SlotKey slot) : Exception
{
    public SlotKey Slot { get; } = slot;
}
