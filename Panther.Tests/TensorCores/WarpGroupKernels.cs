using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Tests.TensorCores;

/// <summary>One product of 64 rows by N columns a group of 128 threads: D = A·B + C, with A and C row by row, B column by column.</summary>
internal static class WarpGroupKernels
{
    private const int Threads = 128;
    private const int M = 64;

    public static void SharedOperands<T, TOperand, TColumns, TRows>(ArrayView<T> a, ArrayView<T> b, ArrayView<float> c, ArrayView<float> d)
        where T : unmanaged
        where TOperand : struct, IOperand<T>
        where TColumns : struct, IColumns
        where TRows : struct, IRows
    {
        int size = Unsafe.SizeOf<T>();
        ArrayView<T> left = SharedMemory.Allocate<T>(M * TRows.Bytes / size, 1024);
        ArrayView<T> right = SharedMemory.Allocate<T>(TColumns.N * TRows.Bytes / size, 1024);
        Fill<T, TRows>(a, left, M);
        Fill<T, TRows>(b, right, TColumns.N);
        BulkCopy.FenceShared();
        Group.Barrier();

        ArrayView<float> sum = LocalMemory.Allocate<float>(TColumns.N / 2);
        Load(c, sum, TColumns.N);
        var rows = SharedMatrix.At(ref left[0], TRows.LeadingBytes, 8 * TRows.Bytes, TRows.Swizzle);
        var columns = SharedMatrix.At(ref right[0], TRows.LeadingBytes, 8 * TRows.Bytes, TRows.Swizzle);
        WarpGroup.Fence();
        for (int step = 0; step < TRows.Bytes / 32; step++)
        {
            TOperand.MultiplyAdd(sum, rows.Advance(step * TRows.StepBytes), columns.Advance(step * TRows.StepBytes), true);
        }

        WarpGroup.Commit();
        WarpGroup.Wait(0);
        Store(d, sum, TColumns.N);
    }

    /// <summary>A in registers; the sum starts with the first product instead of C.</summary>
    public static void RegisterOperand<T, TOperand, TColumns, TRows>(ArrayView<T> a, ArrayView<T> b, ArrayView<float> c, ArrayView<float> d)
        where T : unmanaged
        where TOperand : struct, IOperand<T>
        where TColumns : struct, IColumns
        where TRows : struct, IRows
    {
        int size = Unsafe.SizeOf<T>();
        int depth = TRows.Bytes / size;
        ArrayView<T> right = SharedMemory.Allocate<T>(TColumns.N * depth, 1024);
        Fill<T, TRows>(b, right, TColumns.N);
        BulkCopy.FenceShared();
        Group.Barrier();

        ArrayView<float> sum = LocalMemory.Allocate<float>(TColumns.N / 2);
        Load(c, sum, TColumns.N);
        ArrayView<uint> left = LocalMemory.Allocate<uint>(TRows.Bytes / 8);
        var columns = SharedMatrix.At(ref right[0], TRows.LeadingBytes, 8 * TRows.Bytes, TRows.Swizzle);
        for (int step = 0; step < TRows.Bytes / 32; step++)
        {
            TOperand.Load(left.SubView(step * 4, 4), a, (Warp.WarpIdx * 16 * depth) + (step * 32 / size), depth);
        }

        WarpGroup.Fence();
        for (int step = 0; step < TRows.Bytes / 32; step++)
        {
            TOperand.MultiplyAdd(sum, left.SubView(step * 4, 4), columns.Advance(step * TRows.StepBytes), step > 0);
        }

        WarpGroup.Commit();
        WarpGroup.Wait(0);
        Store(d, sum, TColumns.N);
    }

    /// <summary>Half precision with A and B the other way round in shared memory: M and N run fastest, in rows of 128 swizzled bytes; K is 16.</summary>
    public static void Transposed(ArrayView<Half> a, ArrayView<Half> b, ArrayView<float> c, ArrayView<float> d)
    {
        const int Columns = 128;
        const int Depth = 16;
        const int Block = 64;
        ArrayView<Half> left = SharedMemory.Allocate<Half>(M * Depth, 1024);
        ArrayView<Half> right = SharedMemory.Allocate<Half>(Columns * Depth, 1024);
        for (int i = Group.IdxX; i < M * Depth; i += Threads)
        {
            left[TransposedPlace(i / Depth, i % Depth)] = a[i];
        }

        for (int i = Group.IdxX; i < Columns * Depth; i += Threads)
        {
            right[TransposedPlace(i / Depth, i % Depth)] = b[i];
        }

        BulkCopy.FenceShared();
        Group.Barrier();
        ArrayView<float> sum = LocalMemory.Allocate<float>(Columns / 2);
        Load(c, sum, Columns);
        var rows = SharedMatrix.At(ref left[0], Block * Depth * 2, 1024, SharedSwizzle.Bytes128);
        var columns = SharedMatrix.At(ref right[0], Block * Depth * 2, 1024, SharedSwizzle.Bytes128);
        WarpGroup.Fence();
        WarpGroup.MultiplyAddHalf(sum, rows, columns, true, true, true);
        WarpGroup.Commit();
        WarpGroup.Wait(0);
        Store(d, sum, Columns);

        static int TransposedPlace(int row, int k) =>
            (row / Block * (Block * Depth)) + (k / 8 * 512) + (k % 8 * 64) + (((row % Block / 8) ^ (k % 8)) * 8) + (row % 8);
    }

    /// <summary>A loop of products that is not unrolled, with one group always under way, in two accumulators of one array.</summary>
    public static void Chain(ArrayView<float> a, ArrayView<float> b, ArrayView<float> d, int turns)
    {
        const int Columns = 64;
        ArrayView<float> left = SharedMemory.Allocate<float>(M * 8, 1024);
        ArrayView<float> right = SharedMemory.Allocate<float>(Columns * 8, 1024);
        Fill<float, Rows32>(a, left, M);
        Fill<float, Rows32>(b, right, Columns);
        BulkCopy.FenceShared();
        Group.Barrier();
        ArrayView<float> sums = LocalMemory.Allocate<float>(Columns);
        var rows = SharedMatrix.At(ref left[0], 16, 256, SharedSwizzle.Bytes32);
        var columns = SharedMatrix.At(ref right[0], 16, 256, SharedSwizzle.Bytes32);
        for (int turn = 0; turn < turns; turn++)
        {
            WarpGroup.Fence();
            WarpGroup.MultiplyAddTf32(sums.SubView(0, Columns / 2), rows, columns, true);
            WarpGroup.MultiplyAddTf32(sums.SubView(Columns / 2, Columns / 2), rows, columns, true);
            WarpGroup.Commit();
            WarpGroup.Wait(1);
        }

        WarpGroup.Wait(0);
        for (int i = 0; i < Columns / 2; i++)
        {
            sums[i] += sums[i + (Columns / 2)];
        }

        Store(d, sums, Columns);
    }

    private static void Fill<T, TRows>(ArrayView<T> source, ArrayView<T> tile, int rows)
        where T : unmanaged
        where TRows : struct, IRows
    {
        int size = Unsafe.SizeOf<T>();
        int depth = TRows.Bytes / size;
        for (int i = Group.IdxX; i < rows * depth; i += Threads)
        {
            tile[TRows.Place(i / depth, i % depth * size) / size] = source[i];
        }
    }

    private static void Load(ArrayView<float> c, ArrayView<float> sum, int columns)
    {
        for (int i = 0; i < columns / 2; i++)
        {
            sum[i] = c[Place(i, columns)];
        }
    }

    private static void Store(ArrayView<float> d, ArrayView<float> sum, int columns)
    {
        for (int i = 0; i < columns / 2; i++)
        {
            d[Place(i, columns)] = sum[i];
        }
    }

    /// <summary>Where an accumulator's element lies in a matrix, as <see cref="WarpGroup"/> says.</summary>
    private static int Place(int i, int columns)
    {
        int row = (16 * Warp.WarpIdx) + (Warp.LaneIdx / 4) + (8 * (i / 2 % 2));
        int column = (8 * (i / 4)) + (2 * (Warp.LaneIdx % 4)) + (i % 2);
        return (row * columns) + column;
    }
}
