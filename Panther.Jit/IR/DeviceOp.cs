namespace Panther.Jit.IR;

/// <summary>Instructions that only some devices have; <see cref="DeviceOpInfo"/> says what each takes, gives and does.</summary>
internal enum DeviceOp : byte
{
    /// <summary>Rounds a float to TF32, to the nearest, ties away from zero; gives the bits.</summary>
    ToTf32,

    /// <summary>Rounds two floats, the low half first, and gives them side by side.</summary>
    PackHalf,
    PackBFloat16,

    /// <summary>The 32-bit address of a place in the group's memory.</summary>
    SharedAddress,

    /// <summary>A·B + C by one warp; the fragments' registers one after another.</summary>
    MmaTf32K4,
    MmaTf32K8,
    MmaHalfK8,
    MmaHalfK16,
    MmaHalfSumK8,
    MmaHalfSumK16,
    MmaBFloat16K8,
    MmaBFloat16K16,
    MmaDoubleM8K4,
    MmaDoubleK4,
    MmaDoubleK8,
    MmaDoubleK16,

    /// <summary>One, two or four 8x8 matrices of 16-bit elements from shared memory; each lane passes a row's address.</summary>
    LoadMatrix,
    LoadMatrixTransposed,

    /// <summary>(shared destination, global source, bytes).</summary>
    CopyAsync,

    /// <summary>(shared destination, global source, bool whether to copy or to write zeros, bytes).</summary>
    CopyAsyncOrZero,
    CopyCommit,

    /// <summary>(groups that may still be under way).</summary>
    CopyWait,
    CopyWaitAll,

    /// <summary>(accumulator registers and their number, A in shared memory, B in shared memory, bool whether to add to what is there).</summary>
    WarpGroupTf32,

    /// <summary>As above, then two bools: whether A, and whether B, lie with M or N running fastest.</summary>
    WarpGroupHalf,
    WarpGroupBFloat16,

    /// <summary>(accumulator registers and their number, A's registers and their number, B in shared memory, bool whether to add).</summary>
    WarpGroupTf32Registers,

    /// <summary>As above, then a bool: whether B lies with N running fastest.</summary>
    WarpGroupHalfRegisters,
    WarpGroupBFloat16Registers,
    WarpGroupFence,
    WarpGroupCommit,

    /// <summary>(groups that may still be under way).</summary>
    WarpGroupWait,

    /// <summary>Orders this thread's writes to shared memory before reads by tensor cores and bulk copies.</summary>
    FenceAsyncShared,

    /// <summary>(registers of a thread from here on).</summary>
    RaiseRegisters,
    LowerRegisters,

    /// <summary>(barrier, arrivals).</summary>
    BarrierInit,
    BarrierInvalidate,
    BarrierFenceInit,
    BarrierArrive,

    /// <summary>(barrier, bytes).</summary>
    BarrierArriveExpect,

    /// <summary>(barrier, parity) -> bool.</summary>
    BarrierTryWait,

    /// <summary>(shared destination, global source, bytes, barrier).</summary>
    BulkLoad,

    /// <summary>(global destination, shared source, bytes).</summary>
    BulkStore,

    /// <summary>(tensor map): what is read of it from here on is what is in memory now.</summary>
    TensorAcquire,

    /// <summary>(shared destination, tensor map, x, y, barrier).</summary>
    TensorLoad,

    /// <summary>(tensor map, x, y, shared source).</summary>
    TensorStore,
    BulkCommit,

    /// <summary>(groups that may still be under way): their results are in memory.</summary>
    BulkWait,

    /// <summary>(groups that may still be under way): their sources have been read.</summary>
    BulkWaitRead,
}
