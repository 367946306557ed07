namespace Panther.Jit.Dialect;

/// <summary>Copies from global to shared memory that go on while the thread computes (cp.async).</summary>
/// <remarks>
/// Only for devices with <c>DeviceFeature.AsyncCopy</c>. Each thread starts copies, closes them into a group with <see cref="Commit"/>, and waits for
/// its own groups; <see cref="Group.Barrier"/> behind the wait makes what all threads copied visible to all.
/// </remarks>
public static class AsyncCopy
{
    /// <summary>Starts to copy one element.</summary>
    /// <typeparam name="T">A type of 4, 8 or 16 bytes.</typeparam>
    /// <param name="destination">Shared memory, aligned to the element's size.</param>
    /// <param name="source">Global memory, aligned to the element's size; nobody writes it before the wait.</param>
    [DeviceIntrinsic(IR.DeviceOp.CopyAsync)]
    public static void Copy<T>(ref T destination, ref T source)
        where T : unmanaged
        => throw TensorCore.OnlyInKernels();

    /// <summary>Starts to copy one element, or to write zeros.</summary>
    /// <typeparam name="T">A type of 4, 8 or 16 bytes.</typeparam>
    /// <param name="destination">Shared memory, aligned to the element's size.</param>
    /// <param name="source">Global memory, aligned to the element's size; not read when <paramref name="isInside"/> is false.</param>
    /// <param name="isInside">Whether there is an element to copy.</param>
    [DeviceIntrinsic(IR.DeviceOp.CopyAsyncOrZero)]
    public static void CopyOrZero<T>(ref T destination, ref T source, bool isInside)
        where T : unmanaged
        => throw TensorCore.OnlyInKernels();

    /// <summary>Closes the group of the copies that this thread has started since the last group.</summary>
    [DeviceIntrinsic(IR.DeviceOp.CopyCommit)]
    public static void Commit() => throw TensorCore.OnlyInKernels();

    /// <summary>Waits until all of this thread's groups but the latest few are complete.</summary>
    /// <param name="pendingGroups">The groups that may still be under way, a compile-time constant.</param>
    [DeviceIntrinsic(IR.DeviceOp.CopyWait)]
    public static void Wait(int pendingGroups) => throw TensorCore.OnlyInKernels();

    /// <summary>Waits until all copies of this thread are complete, those outside a group too.</summary>
    [DeviceIntrinsic(IR.DeviceOp.CopyWaitAll)]
    public static void WaitAll() => throw TensorCore.OnlyInKernels();
}
