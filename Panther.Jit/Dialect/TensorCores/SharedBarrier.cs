namespace Panther.Jit.Dialect;

/// <summary>
/// Barriers in shared memory (mbarrier) at which threads arrive and bulk copies count their bytes. A barrier is a <see cref="ulong"/> in shared memory; it goes through
/// phases, of which each ends when all arrivals and all announced bytes have come.
/// </summary>
/// <remarks>Only for devices with <c>DeviceFeature.BulkCopy</c>.</remarks>
public static class SharedBarrier
{
    /// <summary>Makes a barrier. One thread does it; then it calls <see cref="FenceInitialization"/>, and all pass <see cref="Group.Barrier"/>.</summary>
    /// <param name="barrier">8 bytes of shared memory.</param>
    /// <param name="arrivals">The arrivals that each phase waits for.</param>
    [DeviceIntrinsic(IR.DeviceOp.BarrierInit)]
    public static void Initialize(ref ulong barrier, int arrivals) => throw TensorCore.OnlyInKernels();

    /// <summary>Ends the life of a barrier, so that its memory can be used otherwise.</summary>
    /// <param name="barrier">The barrier.</param>
    [DeviceIntrinsic(IR.DeviceOp.BarrierInvalidate)]
    public static void Invalidate(ref ulong barrier) => throw TensorCore.OnlyInKernels();

    /// <summary>Makes barriers that this thread has initialized known to bulk copies.</summary>
    [DeviceIntrinsic(IR.DeviceOp.BarrierFenceInit)]
    public static void FenceInitialization() => throw TensorCore.OnlyInKernels();

    /// <summary>Arrives.</summary>
    /// <param name="barrier">The barrier.</param>
    [DeviceIntrinsic(IR.DeviceOp.BarrierArrive)]
    public static void Arrive(ref ulong barrier) => throw TensorCore.OnlyInKernels();

    /// <summary>Announces bytes that bulk copies will bring in this phase, and arrives.</summary>
    /// <param name="barrier">The barrier.</param>
    /// <param name="bytes">The bytes.</param>
    [DeviceIntrinsic(IR.DeviceOp.BarrierArriveExpect)]
    public static void ArriveExpecting(ref ulong barrier, int bytes) => throw TensorCore.OnlyInKernels();

    /// <summary>Waits a while for the end of a phase.</summary>
    /// <param name="barrier">The barrier.</param>
    /// <param name="parity">0 for the first phase, 1 for the second, and so on in turn.</param>
    /// <returns>Whether the phase has ended; what came with it is visible then.</returns>
    [DeviceIntrinsic(IR.DeviceOp.BarrierTryWait)]
    public static bool TryWait(ref ulong barrier, int parity) => throw TensorCore.OnlyInKernels();

    /// <summary>Waits for the end of a phase.</summary>
    /// <param name="barrier">The barrier.</param>
    /// <param name="parity">0 for the first phase, 1 for the second, and so on in turn.</param>
    public static void Wait(ref ulong barrier, int parity)
    {
        while (!TryWait(ref barrier, parity))
        {
        }
    }
}
