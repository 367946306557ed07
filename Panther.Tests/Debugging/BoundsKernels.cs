using Panther.Jit.Dialect;

namespace Panther.Tests.Debugging;

/// <summary>Kernels that may leave the memory that they are given.</summary>
internal static class BoundsKernels
{
    /// <summary>The line of the access in <see cref="CopyShifted"/>.</summary>
    public const int CopyShiftedLine = 14;

    /// <summary>The last thread reads behind the source when it is no longer than the extent.</summary>
    public static void CopyShifted(Index1D index, ArrayView<int> source, ArrayView<int> destination)
    {
        destination[index] = source[index + 1] + 7;
    }

    public static void PickFromArray(Index1D index, ArrayView<int> values)
    {
        int[] picked = new int[8];
        picked[values[index]] = 1;
        values[index] = picked[index & 7];
    }

    /// <summary>The last thread reads behind what the launch asked for.</summary>
    public static void ShiftInDynamicShared(ArrayView<int> values)
    {
        ArrayView<int> tile = SharedMemory.GetDynamic<int>();
        int thread = Group.IdxX;
        tile[thread] = values[thread];
        Group.Barrier();
        int read = tile[thread + 1];
        Group.Barrier();
        values[thread] = read;
    }

    /// <summary>The last thread reads in front of the tile.</summary>
    public static void ReverseInShared(ArrayView<int> values)
    {
        ArrayView<int> tile = SharedMemory.Allocate<int>(64);
        int thread = Group.IdxX;
        tile[thread] = values[thread];
        Group.Barrier();
        int read = tile[62 - thread];
        Group.Barrier();
        values[thread] = read;
    }
}
