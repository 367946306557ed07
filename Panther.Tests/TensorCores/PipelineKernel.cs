using Panther.Jit.Dialect;

namespace Panther.Tests.TensorCores;

/// <summary>
/// All of it together: one warp group brings tiles by tensor map into a ring of stages, and two multiply them. D = A·B of 128 by 128, TF32, A by rows and B by columns.
/// </summary>
internal static class PipelineKernel
{
    public const int Side = 128;
    public const int Depth = 32;
    public const int Threads = 384;

    private const int Stages = 3;
    private const int TileLength = Side * Depth;
    private const int ConsumerWarps = 8;

    public static void Multiply(ArrayView<TensorMap> maps, ArrayView<float> destination, int tiles)
    {
        ArrayView<float> a = SharedMemory.Allocate<float>(Stages * TileLength, 1024);
        ArrayView<float> b = SharedMemory.Allocate<float>(Stages * TileLength, 1024);
        ArrayView<ulong> full = SharedMemory.Allocate<ulong>(Stages);
        ArrayView<ulong> empty = SharedMemory.Allocate<ulong>(Stages);
        if (Group.IdxX == 0)
        {
            for (int stage = 0; stage < Stages; stage++)
            {
                SharedBarrier.Initialize(ref full[stage], 1);
                SharedBarrier.Initialize(ref empty[stage], ConsumerWarps);
            }

            SharedBarrier.FenceInitialization();
        }

        Group.Barrier();
        int warpGroup = Warp.WarpIdx / 4;
        if (warpGroup == 0)
        {
            WarpGroup.LowerRegisters(40);
            if (Group.IdxX == 0)
            {
                Bring(maps, a, b, full, empty, tiles);
            }
        }
        else
        {
            WarpGroup.RaiseRegisters(232);
            Consume(a, b, full, empty, destination, tiles, warpGroup - 1);
        }
    }

    private static void Bring(ArrayView<TensorMap> maps, ArrayView<float> a, ArrayView<float> b, ArrayView<ulong> full, ArrayView<ulong> empty, int tiles)
    {
        BulkCopy.Acquire(ref maps[0]);
        BulkCopy.Acquire(ref maps[1]);
        for (int tile = 0; tile < tiles; tile++)
        {
            int stage = tile % Stages;
            if (tile >= Stages)
            {
                SharedBarrier.Wait(ref empty[stage], ((tile / Stages) - 1) % 2);
            }

            SharedBarrier.ArriveExpecting(ref full[stage], 2 * TileLength * sizeof(float));
            BulkCopy.ToShared(ref a[stage * TileLength], ref maps[0], tile * Depth, 0, ref full[stage]);
            BulkCopy.ToShared(ref b[stage * TileLength], ref maps[1], tile * Depth, 0, ref full[stage]);
        }
    }

    private static void Consume(
        ArrayView<float> a, ArrayView<float> b, ArrayView<ulong> full, ArrayView<ulong> empty, ArrayView<float> destination, int tiles, int half)
    {
        ArrayView<float> sum = LocalMemory.Allocate<float>(Side / 2);
        for (int tile = 0; tile < tiles; tile++)
        {
            int stage = tile % Stages;
            SharedBarrier.Wait(ref full[stage], tile / Stages % 2);
            var rows = SharedMatrix.At(ref a[(stage * TileLength) + (half * 64 * Depth)], 16, 1024, SharedSwizzle.Bytes128);
            var columns = SharedMatrix.At(ref b[stage * TileLength], 16, 1024, SharedSwizzle.Bytes128);
            WarpGroup.Fence();
            for (int step = 0; step < Depth / 8; step++)
            {
                WarpGroup.MultiplyAddTf32(sum, rows.Advance(32 * step), columns.Advance(32 * step), true);
            }

            WarpGroup.Commit();
            WarpGroup.Wait(0);
            if (Warp.LaneIdx == 0)
            {
                SharedBarrier.Arrive(ref empty[stage]);
            }
        }

        for (int i = 0; i < Side / 2; i++)
        {
            int row = (64 * half) + (16 * (Warp.WarpIdx % 4)) + (Warp.LaneIdx / 4) + (8 * (i / 2 % 2));
            destination[(row * Side) + (8 * (i / 4)) + (2 * (Warp.LaneIdx % 4)) + (i % 2)] = sum[i];
        }
    }
}
