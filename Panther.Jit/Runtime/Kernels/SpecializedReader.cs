using System.Reflection;
using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime;

/// <summary>Gets the value of a specialised argument back out of a kernel's key, for the compiler.</summary>
internal static class SpecializedReader
{
    private static readonly MethodInfo TypedRead =
        typeof(SpecializedReader).GetMethod(nameof(ReadValue), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The boxed value inside a <c>SpecializedValue</c> of the given closed type.</summary>
    public static object Read(Type specialized, ReadOnlySpan<byte> key)
        => TypedRead.MakeGenericMethod(specialized.GetGenericArguments()).Invoke(null, [key.ToArray()])!;

    // A SpecializedValue<T> has the one field of type T, so its bytes are T's.
    private static object ReadValue<T>(byte[] key)
        where T : unmanaged
        => MemoryMarshal.Read<T>(key);
}
