using Panther.Jit.Dialect;

namespace Panther.Tests.TensorCores;

/// <summary>Kernels that move memory in bulk; groups of 128 threads.</summary>
internal static class BulkCopyKernels
{
    private const int Threads = 128;

    /// <summary>Sums tiles of 256 elements, in two stages that are filled in turn, so that every barrier goes through phases of both parities.</summary>
    public static void SumTiles(ArrayView<float> source, ArrayView<float> destination)
    {
        const int Length = 256;
        const int Stages = 2;
        ArrayView<float> tiles = SharedMemory.Allocate<float>(Stages * Length, 128);
        ArrayView<ulong> barriers = SharedMemory.Allocate<ulong>(Stages);
        int thread = Group.IdxX;
        int turns = (int)source.Length / Length;
        if (thread == 0)
        {
            SharedBarrier.Initialize(ref barriers[0], 1);
            SharedBarrier.Initialize(ref barriers[1], 1);
            SharedBarrier.FenceInitialization();
            for (int stage = 0; stage < Stages; stage++)
            {
                if (stage < turns)
                {
                    Start(source, tiles, barriers, stage, stage);
                }
            }
        }

        Group.Barrier();
        float low = 0;
        float high = 0;
        for (int turn = 0; turn < turns; turn++)
        {
            int stage = turn % Stages;
            SharedBarrier.Wait(ref barriers[stage], turn / Stages % 2);
            low += tiles[(stage * Length) + thread] * (turn + 1);
            high += tiles[(stage * Length) + Threads + thread] * (turn + 1);
            Group.Barrier();
            if (thread == 0 && turn + Stages < turns)
            {
                Start(source, tiles, barriers, turn + Stages, stage);
            }
        }

        destination[thread] = low;
        destination[Threads + thread] = high;
        Group.Barrier();
        if (thread == 0)
        {
            SharedBarrier.Invalidate(ref barriers[0]);
            SharedBarrier.Invalidate(ref barriers[1]);
        }

        static void Start(ArrayView<float> source, ArrayView<float> tiles, ArrayView<ulong> barriers, int tile, int stage)
        {
            SharedBarrier.ArriveExpecting(ref barriers[stage], Length * 4);
            BulkCopy.ToShared(ref tiles[stage * Length], ref source[tile * Length], Length * 4, ref barriers[stage]);
        }
    }

    /// <summary>All threads arrive at a barrier, and read what another wrote before.</summary>
    public static void Arrivals(ArrayView<int> destination)
    {
        ArrayView<int> tile = SharedMemory.Allocate<int>(Threads);
        ArrayView<ulong> barrier = SharedMemory.Allocate<ulong>(1);
        int thread = Group.IdxX;
        if (thread == 0)
        {
            SharedBarrier.Initialize(ref barrier[0], Threads);
        }

        Group.Barrier();
        tile[thread] = (thread * 7) + 1;
        SharedBarrier.Arrive(ref barrier[0]);
        SharedBarrier.Wait(ref barrier[0], 0);
        destination[thread] = tile[(thread + 77) % Threads];
    }

    /// <summary>Writes twice each element through shared memory, in two pieces.</summary>
    public static void Double(ArrayView<float> source, ArrayView<float> destination)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(2 * Threads, 128);
        int thread = Group.IdxX;
        tile[thread] = source[thread] * 2;
        tile[Threads + thread] = source[Threads + thread] * 2;
        BulkCopy.FenceShared();
        Group.Barrier();
        if (thread == 0)
        {
            BulkCopy.ToGlobal(ref destination[0], ref tile[0], Threads * 4);
            BulkCopy.Commit();
            BulkCopy.ToGlobal(ref destination[Threads], ref tile[Threads], Threads * 4);
            BulkCopy.Commit();
            BulkCopy.WaitRead(1);
            BulkCopy.Wait(0);
        }
    }

    /// <summary>Moves a tile of 16 rows by 32 columns from one matrix to another, from and to places that may lie over an edge; <paramref name="raw"/> gets shared memory as it is.</summary>
    public static void MoveTile(ArrayView<TensorMap> maps, ArrayView<float> raw, int fromRow, int fromColumn, int toRow, int toColumn)
    {
        const int Tile = 16 * 32;
        ArrayView<float> tile = SharedMemory.Allocate<float>(Tile, 1024);
        ArrayView<ulong> barrier = SharedMemory.Allocate<ulong>(1);
        int thread = Group.IdxX;
        if (thread == 0)
        {
            SharedBarrier.Initialize(ref barrier[0], 1);
            SharedBarrier.FenceInitialization();
            BulkCopy.Acquire(ref maps[0]);
            BulkCopy.Acquire(ref maps[1]);
            SharedBarrier.ArriveExpecting(ref barrier[0], Tile * 4);
            BulkCopy.ToShared(ref tile[0], ref maps[0], fromColumn, fromRow, ref barrier[0]);
        }

        Group.Barrier();
        SharedBarrier.Wait(ref barrier[0], 0);
        for (int i = thread; i < Tile; i += Threads)
        {
            raw[i] = tile[i];
        }

        BulkCopy.FenceShared();
        Group.Barrier();
        if (thread == 0)
        {
            BulkCopy.ToGlobal(ref maps[1], toColumn, toRow, ref tile[0]);
            BulkCopy.Commit();
            BulkCopy.Wait(0);
        }
    }

    /// <summary>A product of 64×32 by 32×64 in TF32 whose operands come by tensor map, swizzled as the product wants them.</summary>
    public static void TensorProduct(ArrayView<TensorMap> maps, ArrayView<float> destination)
    {
        const int Side = 64;
        const int Depth = 32;
        ArrayView<float> left = SharedMemory.Allocate<float>(Side * Depth, 1024);
        ArrayView<float> right = SharedMemory.Allocate<float>(Side * Depth, 1024);
        ArrayView<ulong> barrier = SharedMemory.Allocate<ulong>(1);
        if (Group.IdxX == 0)
        {
            SharedBarrier.Initialize(ref barrier[0], 1);
            SharedBarrier.FenceInitialization();
            BulkCopy.Acquire(ref maps[0]);
            BulkCopy.Acquire(ref maps[1]);
            SharedBarrier.ArriveExpecting(ref barrier[0], 2 * Side * Depth * 4);
            BulkCopy.ToShared(ref left[0], ref maps[0], 0, 0, ref barrier[0]);
            BulkCopy.ToShared(ref right[0], ref maps[1], 0, 0, ref barrier[0]);
        }

        Group.Barrier();
        SharedBarrier.Wait(ref barrier[0], 0);
        ArrayView<float> sum = LocalMemory.Allocate<float>(Side / 2);
        var rows = SharedMatrix.At(ref left[0], 16, 1024, SharedSwizzle.Bytes128);
        var columns = SharedMatrix.At(ref right[0], 16, 1024, SharedSwizzle.Bytes128);
        WarpGroup.Fence();
        for (int step = 0; step < Depth / 8; step++)
        {
            WarpGroup.MultiplyAddTf32(sum, rows.Advance(step * 32), columns.Advance(step * 32), true);
        }

        WarpGroup.Commit();
        WarpGroup.Wait(0);
        for (int i = 0; i < Side / 2; i++)
        {
            int row = (16 * Warp.WarpIdx) + (Warp.LaneIdx / 4) + (8 * (i / 2 % 2));
            int column = (8 * (i / 4)) + (2 * (Warp.LaneIdx % 4)) + (i % 2);
            destination[(row * Side) + column] = sum[i];
        }
    }
}
