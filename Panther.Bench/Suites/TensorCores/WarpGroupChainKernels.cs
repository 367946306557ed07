using Panther.Jit.Dialect;

namespace Panther.Bench.Suites.TensorCores;

/// <summary>
/// Chains of products of 64 rows by 256 columns by warp groups. Operands lie in shared memory in rows of 128 swizzled bytes, each warp group with 64 rows of A of its own
/// and all with the same B; a turn is four products along those bytes. One group of products is always under way while the next is issued.
/// </summary>
internal static class WarpGroupChainKernels
{
    /// <summary>Columns of B.</summary>
    public const int Columns = 256;

    /// <summary>Warp groups of a group of threads.</summary>
    public const int WarpGroups = 2;

    private const int Rows = 64;
    private const int RowBytes = 128;
    private const int Threads = 128 * WarpGroups;

    public static void Tf32(ArrayView<float> a, ArrayView<float> b, ArrayView<float> result, int turns)
    {
        const int Depth = RowBytes / 4;
        ArrayView<float> left = SharedMemory.Allocate<float>(WarpGroups * Rows * Depth, 1024);
        ArrayView<float> right = SharedMemory.Allocate<float>(Columns * Depth, 1024);
        Fill(a, left, WarpGroups * Rows * Depth, 4);
        Fill(b, right, Columns * Depth, 4);
        BulkCopy.FenceShared();
        Group.Barrier();
        var rows = SharedMatrix.At(ref left[Group.IdxX / 128 * (Rows * Depth)], 16, 1024, SharedSwizzle.Bytes128);
        var columns = SharedMatrix.At(ref right[0], 16, 1024, SharedSwizzle.Bytes128);
        ArrayView<float> sum = LocalMemory.Allocate<float>(Columns / 2);
        for (int turn = 0; turn < turns; turn++)
        {
            WarpGroup.Fence();
            for (int step = 0; step < 4; step++)
            {
                WarpGroup.MultiplyAddTf32(sum, rows.Advance(32 * step), columns.Advance(32 * step), true);
            }

            WarpGroup.Commit();
            WarpGroup.Wait(1);
        }

        Store(sum, result);
    }

    /// <summary>As <see cref="Tf32"/>, with A in registers.</summary>
    public static void Tf32Registers(ArrayView<float> a, ArrayView<float> b, ArrayView<float> result, int turns)
    {
        const int Depth = RowBytes / 4;
        ArrayView<float> right = SharedMemory.Allocate<float>(Columns * Depth, 1024);
        Fill(b, right, Columns * Depth, 4);
        ArrayView<uint> left = LocalMemory.Allocate<uint>(16);
        for (int step = 0; step < 4; step++)
        {
            var part = Tf32A16x8.Load(a, (Warp.WarpIdx * 16 * Depth) + (8 * step), Depth, 1);
            left[4 * step] = part.R0;
            left[(4 * step) + 1] = part.R1;
            left[(4 * step) + 2] = part.R2;
            left[(4 * step) + 3] = part.R3;
        }

        BulkCopy.FenceShared();
        Group.Barrier();
        var columns = SharedMatrix.At(ref right[0], 16, 1024, SharedSwizzle.Bytes128);
        ArrayView<float> sum = LocalMemory.Allocate<float>(Columns / 2);
        for (int turn = 0; turn < turns; turn++)
        {
            WarpGroup.Fence();
            for (int step = 0; step < 4; step++)
            {
                WarpGroup.MultiplyAddTf32(sum, left.SubView(4 * step, 4), columns.Advance(32 * step), true);
            }

            WarpGroup.Commit();
            WarpGroup.Wait(1);
        }

        Store(sum, result);
    }

    public static void HalfPrecision(ArrayView<Half> a, ArrayView<Half> b, ArrayView<float> result, int turns)
    {
        const int Depth = RowBytes / 2;
        ArrayView<Half> left = SharedMemory.Allocate<Half>(WarpGroups * Rows * Depth, 1024);
        ArrayView<Half> right = SharedMemory.Allocate<Half>(Columns * Depth, 1024);
        Fill(a, left, WarpGroups * Rows * Depth, 2);
        Fill(b, right, Columns * Depth, 2);
        BulkCopy.FenceShared();
        Group.Barrier();
        var rows = SharedMatrix.At(ref left[Group.IdxX / 128 * (Rows * Depth)], 16, 1024, SharedSwizzle.Bytes128);
        var columns = SharedMatrix.At(ref right[0], 16, 1024, SharedSwizzle.Bytes128);
        ArrayView<float> sum = LocalMemory.Allocate<float>(Columns / 2);
        for (int turn = 0; turn < turns; turn++)
        {
            WarpGroup.Fence();
            for (int step = 0; step < 4; step++)
            {
                WarpGroup.MultiplyAddHalf(sum, rows.Advance(32 * step), columns.Advance(32 * step), true);
            }

            WarpGroup.Commit();
            WarpGroup.Wait(1);
        }

        Store(sum, result);
    }

    public static void BFloat(ArrayView<BFloat16> a, ArrayView<BFloat16> b, ArrayView<float> result, int turns)
    {
        const int Depth = RowBytes / 2;
        ArrayView<BFloat16> left = SharedMemory.Allocate<BFloat16>(WarpGroups * Rows * Depth, 1024);
        ArrayView<BFloat16> right = SharedMemory.Allocate<BFloat16>(Columns * Depth, 1024);
        Fill(a, left, WarpGroups * Rows * Depth, 2);
        Fill(b, right, Columns * Depth, 2);
        BulkCopy.FenceShared();
        Group.Barrier();
        var rows = SharedMatrix.At(ref left[Group.IdxX / 128 * (Rows * Depth)], 16, 1024, SharedSwizzle.Bytes128);
        var columns = SharedMatrix.At(ref right[0], 16, 1024, SharedSwizzle.Bytes128);
        ArrayView<float> sum = LocalMemory.Allocate<float>(Columns / 2);
        for (int turn = 0; turn < turns; turn++)
        {
            WarpGroup.Fence();
            for (int step = 0; step < 4; step++)
            {
                WarpGroup.MultiplyAddBFloat16(sum, rows.Advance(32 * step), columns.Advance(32 * step), true);
            }

            WarpGroup.Commit();
            WarpGroup.Wait(1);
        }

        Store(sum, result);
    }

    /// <summary>Lays rows of 128 bytes down, 16-byte pieces mixed as the swizzle wants them.</summary>
    private static void Fill<T>(ArrayView<T> source, ArrayView<T> tile, int length, int size)
        where T : unmanaged
    {
        int depth = RowBytes / size;
        int piece = 16 / size;
        for (int i = Group.IdxX; i < length; i += Threads)
        {
            int row = i / depth;
            int column = i % depth;
            tile[(row * depth) + (((column / piece) ^ (row % 8)) * piece) + (column % piece)] = source[i];
        }
    }

    /// <summary>Every thread stores its first element, of row 16·warp + lane / 4 and column 2·(lane % 4), and adds all others times zero, so that none is left out.</summary>
    private static void Store(ArrayView<float> sum, ArrayView<float> result)
    {
        WarpGroup.Wait(0);
        float rest = 0;
        for (int i = 1; i < Columns / 2; i++)
        {
            rest += sum[i];
        }

        result[Group.IdxX + (Grid.IdxX * Threads)] = sum[0] + (rest * 0);
    }
}
