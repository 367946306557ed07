namespace Panther.Jit.Runtime;

/// <summary>What a <see cref="Device"/> may or may not be able to do; asked by <see cref="Device.Supports"/>.</summary>
public enum DeviceFeature
{
    /// <summary>Arithmetic on <see cref="double"/>.</summary>
    Float64,

    /// <summary>Arithmetic on <see cref="Half"/>.</summary>
    Float16,

    /// <summary>Native conversion to and from bfloat16 (elsewhere it is emulated).</summary>
    BFloat16,

    /// <summary>Atomic operations on 64-bit integers.</summary>
    Int64Atomics,

    /// <summary>Atomic addition to <see cref="double"/> without a compare-exchange loop.</summary>
    Float64Atomics,

    /// <summary>Matrix multiply-accumulate units with TF32, BF16 and FP16 operands, and with <see cref="double"/> in the smallest shape.</summary>
    TensorCores,

    /// <summary>Matrix multiply-accumulate units with <see cref="double"/> operands in all shapes.</summary>
    TensorCoresFloat64,

    /// <summary>Matrix products by groups of four warps, with operands in shared memory (Hopper's wgmma).</summary>
    WarpGroupMma,

    /// <summary>Asynchronous copies from global to shared memory.</summary>
    AsyncCopy,

    /// <summary>Bulk copies between global and shared memory, one dimensional and by tensor map, that end at a barrier in shared memory.</summary>
    BulkCopy,

    /// <summary>Device memory that the host can read and write in place, and host routines in stream order
    /// (<see cref="DeviceStream.EnqueueHost{TState}"/>).</summary>
    HostRoutines,
}
