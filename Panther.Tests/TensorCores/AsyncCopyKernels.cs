using System.Runtime.InteropServices;
using Panther.Jit.Dialect;

namespace Panther.Tests.TensorCores;

/// <summary>Kernels whose shared memory is filled by asynchronous copies; groups of 32 threads.</summary>
internal static class AsyncCopyKernels
{
    /// <summary>Copies an element a thread, reading the place before and after the wait.</summary>
    public static void CopyOne<T>(ArrayView<T> source, ArrayView<T> before, ArrayView<T> after)
        where T : unmanaged
    {
        ArrayView<T> tile = SharedMemory.Allocate<T>(32);
        int i = Group.IdxX;
        tile[i] = before[i];
        T own = tile[i];
        AsyncCopy.Copy(ref tile[i], ref source[i]);
        AsyncCopy.Commit();
        AsyncCopy.Wait(0);
        after[i] = tile[i];
        before[i] = own;
    }

    /// <summary>Every third element is out of the way and becomes zero; all groups are waited for at once, and neighbours' elements are read.</summary>
    public static void CopyOrZero(ArrayView<float> source, ArrayView<float> destination)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(32);
        int i = Group.IdxX;
        tile[i] = -1;
        AsyncCopy.CopyOrZero(ref tile[i], ref source[i], i % 3 != 0);
        AsyncCopy.WaitAll();
        Group.Barrier();
        destination[i] = tile[31 - i];
    }

    /// <summary>Sums tiles of 32 elements with the next copy always under way.</summary>
    public static void Pipeline(ArrayView<float> source, ArrayView<float> destination)
    {
        ArrayView<float> tiles = SharedMemory.Allocate<float>(64);
        int i = Group.IdxX;
        int turns = (int)source.Length / 32;
        AsyncCopy.Copy(ref tiles[i], ref source[i]);
        AsyncCopy.Commit();
        float sum = 0;
        for (int turn = 0; turn < turns; turn++)
        {
            int next = turn + 1;
            if (next < turns)
            {
                AsyncCopy.Copy(ref tiles[(next % 2 * 32) + i], ref source[(next * 32) + i]);
            }

            AsyncCopy.Commit();
            AsyncCopy.Wait(1);
            Group.Barrier();
            sum += tiles[(turn % 2 * 32) + 31 - i] * (turn + 1);
            Group.Barrier();
        }

        destination[i] = sum;
    }

    [StructLayout(LayoutKind.Sequential)]
    public record struct Eight(float X, float Y);

    [StructLayout(LayoutKind.Sequential)]
    public record struct Sixteen(float X, float Y, float Z, float W);
}
