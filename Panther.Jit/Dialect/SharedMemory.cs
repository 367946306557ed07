namespace Panther.Jit.Dialect;

/// <summary>Memory that the threads of a group share for as long as the group runs; its first contents are undefined.</summary>
public static class SharedMemory
{
    /// <summary>Reserves elements; each call in the source is one allocation of the group.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="length">The number of elements, a compile-time constant.</param>
    [Intrinsic(Intrinsic.SharedAllocate)]
    public static ArrayView<T> Allocate<T>(int length)
        where T : unmanaged
        => HostThread.Current.AllocateShared<T>(length);

    /// <summary>Reserves elements at a multiple of some bytes; each call in the source is one allocation of the group.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="length">The number of elements, a compile-time constant.</param>
    /// <param name="alignment">The bytes, a power of two and a compile-time constant; 16 hold in any case.</param>
    [Intrinsic(Intrinsic.SharedAllocate)]
    public static ArrayView<T> Allocate<T>(int length, int alignment)
        where T : unmanaged
        => HostThread.Current.AllocateShared<T>(length);

    /// <summary>Returns the memory that the launch asked for with <see cref="KernelConfig.DynamicSharedBytes"/>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    [Intrinsic(Intrinsic.SharedDynamic)]
    public static unsafe ArrayView<T> GetDynamic<T>()
        where T : unmanaged
        => HostThread.Current.AllocateShared<T>(HostThread.Current.DynamicSharedBytes / sizeof(T));
}
