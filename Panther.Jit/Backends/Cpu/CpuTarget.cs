using Panther.Jit.Dialect;

namespace Panther.Jit.Backends.Cpu;

/// <summary>What the CPU backend compiles for: one vector width and one group shape.</summary>
/// <param name="VectorBits">The bits of a vector: 128, 256 or 512.</param>
/// <param name="GroupDim">The threads of a group.</param>
internal readonly record struct CpuTarget(int VectorBits, Index3D GroupDim)
{
    /// <summary>Gets the threads that run in lock step: one 32-bit element of a vector each.</summary>
    public int Lanes => VectorBits / 32;

    /// <summary>Gets the widest vectors that the machine runs fast.</summary>
    public static int NativeVectorBits =>
        System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 512
        : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? 256
        : 128;
}
