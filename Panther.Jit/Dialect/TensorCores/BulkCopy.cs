namespace Panther.Jit.Dialect;

/// <summary>Copies of whole pieces of memory that one thread starts (cp.async.bulk).</summary>
/// <remarks>
/// Only for devices with <c>DeviceFeature.BulkCopy</c>. Copies into shared memory end at a <see cref="SharedBarrier"/>; copies out of it belong to groups,
/// for which the thread that started them waits.
/// </remarks>
public static class BulkCopy
{
    /// <summary>Starts to copy to shared memory.</summary>
    /// <typeparam name="TDestination">The element type there.</typeparam>
    /// <typeparam name="TSource">The element type here.</typeparam>
    /// <param name="destination">Shared memory, at a multiple of 16 bytes.</param>
    /// <param name="source">Global memory, at a multiple of 16 bytes.</param>
    /// <param name="bytes">The bytes, a multiple of 16.</param>
    /// <param name="barrier">The barrier to which the bytes are counted.</param>
    [DeviceIntrinsic(IR.DeviceOp.BulkLoad)]
    public static void ToShared<TDestination, TSource>(ref TDestination destination, ref TSource source, int bytes, ref ulong barrier)
        where TDestination : unmanaged
        where TSource : unmanaged
        => throw TensorCore.OnlyInKernels();

    /// <summary>Starts to copy a tile of a matrix to shared memory, as its tensor map says.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="destination">Shared memory, at a multiple of 128 bytes.</param>
    /// <param name="map">The matrix and the tile's shape, in global memory.</param>
    /// <param name="column">The tile's first column, a multiple of 16 bytes (else the device stops with an illegal instruction); elements outside the matrix, before it too, become zeros.</param>
    /// <param name="row">The tile's first row, negative before the matrix.</param>
    /// <param name="barrier">The barrier to which the tile's bytes are counted, those of the zeros too.</param>
    [DeviceIntrinsic(IR.DeviceOp.TensorLoad)]
    public static void ToShared<T>(ref T destination, ref TensorMap map, int column, int row, ref ulong barrier)
        where T : unmanaged
        => throw TensorCore.OnlyInKernels();

    /// <summary>Starts to copy to global memory.</summary>
    /// <typeparam name="TDestination">The element type there.</typeparam>
    /// <typeparam name="TSource">The element type here.</typeparam>
    /// <param name="destination">Global memory, at a multiple of 16 bytes.</param>
    /// <param name="source">Shared memory, at a multiple of 16 bytes; its writers have called <see cref="FenceShared"/> and met at a barrier.</param>
    /// <param name="bytes">The bytes, a multiple of 16.</param>
    [DeviceIntrinsic(IR.DeviceOp.BulkStore)]
    public static void ToGlobal<TDestination, TSource>(ref TDestination destination, ref TSource source, int bytes)
        where TDestination : unmanaged
        where TSource : unmanaged
        => throw TensorCore.OnlyInKernels();

    /// <summary>Starts to copy a tile from shared memory into a matrix, as its tensor map says.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="map">The matrix and the tile's shape, in global memory.</param>
    /// <param name="column">The tile's first column, a multiple of 16 bytes and not negative; elements beyond the matrix are left out.</param>
    /// <param name="row">The tile's first row, not negative.</param>
    /// <param name="source">Shared memory, at a multiple of 128 bytes.</param>
    [DeviceIntrinsic(IR.DeviceOp.TensorStore)]
    public static void ToGlobal<T>(ref TensorMap map, int column, int row, ref T source)
        where T : unmanaged
        => throw TensorCore.OnlyInKernels();

    /// <summary>Makes this thread's later copies see a tensor map as it is now in memory. Needed where another map stood in the same place before, as in a buffer from the pool.</summary>
    /// <param name="map">The map, in global memory.</param>
    [DeviceIntrinsic(IR.DeviceOp.TensorAcquire)]
    public static void Acquire(ref TensorMap map) => throw TensorCore.OnlyInKernels();

    /// <summary>Closes the group of this thread's copies to global memory since the last one.</summary>
    [DeviceIntrinsic(IR.DeviceOp.BulkCommit)]
    public static void Commit() => throw TensorCore.OnlyInKernels();

    /// <summary>Waits until all of this thread's groups but the latest few are complete.</summary>
    /// <param name="pendingGroups">The groups that may still be under way, a compile-time constant.</param>
    [DeviceIntrinsic(IR.DeviceOp.BulkWait)]
    public static void Wait(int pendingGroups) => throw TensorCore.OnlyInKernels();

    /// <summary>Waits until all of this thread's groups but the latest few have read their sources, whose memory can be written again then.</summary>
    /// <param name="pendingGroups">The groups that may still be under way, a compile-time constant.</param>
    [DeviceIntrinsic(IR.DeviceOp.BulkWaitRead)]
    public static void WaitRead(int pendingGroups) => throw TensorCore.OnlyInKernels();

    /// <summary>Orders what this thread wrote to shared memory before reads of it by bulk copies and <see cref="WarpGroup"/> products behind the next barrier.</summary>
    [DeviceIntrinsic(IR.DeviceOp.FenceAsyncShared)]
    public static void FenceShared() => throw TensorCore.OnlyInKernels();
}
