using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Panther.Jit.Dialect;

namespace Panther.Jit.Backends.Cpu;

/// <summary>What the CPU backend compiles for: one vector width and one group shape.</summary>
/// <param name="VectorBits">The bits of a vector: 128, 256 or 512.</param>
/// <param name="GroupDim">The threads of a group.</param>
internal readonly record struct CpuTarget(int VectorBits, Index3D GroupDim)
{
    /// <summary>Gets the threads that run in lock step: one 32-bit element of a vector each.</summary>
    public int Lanes => VectorBits / 32;

    /// <summary>Gets a value indicating whether the machine reads and writes vectors of this width under a mask.</summary>
    public bool HasMaskedAccess => VectorBits == 512 ? Avx512F.IsSupported : Avx2.IsSupported;

    /// <summary>Gets a value indicating whether the machine picks the elements of a vector of this width from two others.</summary>
    public bool HasTwoSourcePermutations => VectorBits == 512 ? Avx512F.IsSupported : VectorBits == 256 && Avx512F.VL.IsSupported;

    /// <summary>Gets the widest vectors that the machine runs fast.</summary>
    public static int NativeVectorBits =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : 128;
}
