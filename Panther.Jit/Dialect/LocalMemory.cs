namespace Panther.Jit.Dialect;

/// <summary>Memory of one thread; where all indices become constants it lives in registers.</summary>
public static class LocalMemory
{
    /// <summary>Reserves zeroed elements.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="length">The number of elements, a compile-time constant.</param>
    [Intrinsic(Intrinsic.LocalAllocate)]
    public static ArrayView<T> Allocate<T>(int length)
        where T : unmanaged
        => HostThread.Current.AllocateLocal<T>(length);
}
