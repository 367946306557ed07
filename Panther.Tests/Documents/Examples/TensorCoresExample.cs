using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;

namespace Panther.Tests.Documents.Examples;

/// <summary>The kernels of which docs/tensor-cores.md shows parts.</summary>
internal static class TensorCoresExample
{
    private const int N = 64;

    /// <summary>Compiles them for Hopper, which needs no GPU.</summary>
    public static void Run()
    {
        Assert.Contains("mma.sync", Ptx(Multiply), StringComparison.Ordinal);
        Assert.Contains("wgmma.mma_async", Ptx(MultiplyTiles), StringComparison.Ordinal);
        Assert.Contains("cp.async.bulk.tensor", Ptx(Bring), StringComparison.Ordinal);
    }

    private static string Ptx(Delegate kernel) =>
        KernelCompiler.EmitPtx(
            CudaTarget.For(9, 0, 13000),
            32,
            new KernelRequest(kernel.Method, KernelForm.Explicit, new object?[kernel.Method.GetParameters().Length], JitOptions.Default)).Text;

    private static void Multiply(ArrayView<Half> a, ArrayView<Half> b, ArrayView<float> c, int n, int k)
    {
        int row = 16 * Grid.IdxY, column = 8 * Grid.IdxX;
        var sum = default(FloatC16x8);
        for (int i = 0; i < k; i += 16)
        {
            var left = HalfA16x16.Load(a, (row * k) + i, k, 1);
            var right = HalfB16x8.Load(b, (column * k) + i, 1, k);
            sum = TensorCore.MultiplyAdd(left, right, sum);
        }

        sum.Store(c, (row * n) + column, n, 1);
    }

    /// <summary>64 rows of 32 elements by as many of <c>N</c> columns; the operands come by threads, in the swizzled order.</summary>
    private static void MultiplyTiles(ArrayView<float> source, ArrayView<float> destination)
    {
        ArrayView<float> a = SharedMemory.Allocate<float>(64 * 32, 1024);
        ArrayView<float> b = SharedMemory.Allocate<float>(N * 32, 1024);
        for (int i = Group.IdxX; i < 64 * 32; i += 128)
        {
            a[i] = source[i];
            b[i] = source[(64 * 32) + i];
        }

        BulkCopy.FenceShared();
        Group.Barrier();

        ArrayView<float> sum = LocalMemory.Allocate<float>(N / 2);          // the accumulators: registers
        var rows = SharedMatrix.At(ref a[0], 16, 1024, SharedSwizzle.Bytes128);
        var columns = SharedMatrix.At(ref b[0], 16, 1024, SharedSwizzle.Bytes128);
        WarpGroup.Fence();
        for (int step = 0; step < 4; step++)
        {
            WarpGroup.MultiplyAddTf32(sum, rows.Advance(32 * step), columns.Advance(32 * step), true);
        }

        WarpGroup.Commit();
        WarpGroup.Wait(0);
        for (int i = 0; i < N / 2; i++)
        {
            destination[(Group.IdxX * (N / 2)) + i] = sum[i];               // unrolled, so each index is a constant
        }
    }

    private static void Bring(ArrayView<TensorMap> maps, ArrayView<float> destination, int column, int row)
    {
        const int stage = 0;
        const int bytes = 32 * 32 * sizeof(float);
        const int parity = 0;
        ArrayView<float> tile = SharedMemory.Allocate<float>(32 * 32, 128);
        ArrayView<ulong> barriers = SharedMemory.Allocate<ulong>(1);
        if (Group.IdxX == 0)
        {
            SharedBarrier.Initialize(ref barriers[stage], 1);
            SharedBarrier.FenceInitialization();
        }

        Group.Barrier();
        if (Group.IdxX == 0)
        {
            BulkCopy.Acquire(ref maps[0]);                              // once a kernel, when the buffer may have held other maps before
            SharedBarrier.ArriveExpecting(ref barriers[stage], bytes);
            BulkCopy.ToShared(ref tile[0], ref maps[0], column, row, ref barriers[stage]);
        }

        SharedBarrier.Wait(ref barriers[stage], parity);
        destination[Group.IdxX] = tile[Group.IdxX];
    }
}
