namespace Panther.Jit.Dialect;

/// <summary>
/// Matrix products by groups of four warps (128 threads that start at a multiple of 128 in the group), with B, and A if you like, in shared memory:
/// Hopper's wgmma. A product is 64 rows by N columns, N a multiple of 8 up to 256.
/// </summary>
/// <remarks>
/// <para>Only for devices with <c>DeviceFeature.WarpGroupMma</c>.</para>
/// <para>Accumulators are a local array of N / 2 floats, <c>LocalMemory.Allocate&lt;float&gt;(N / 2)</c>, or a part of one at a constant place; the compiler keeps
/// it in fixed registers, so its indices must be constants or become so by unrolling. With <c>w</c> the warp in the four, <c>g</c> the lane divided by 4 and <c>t</c> the lane modulo 4,
/// element <c>i</c> is row <c>16w + g + 8·(i / 2 % 2)</c> and column <c>8·(i / 4) + 2t + i % 2</c>.</para>
/// <para>Products run on after the call. The order is: <see cref="Fence"/> once the registers are written, products, <see cref="Commit"/>,
/// <see cref="Wait"/>; between a product and the wait for it neither its registers nor its shared memory may be touched. Products that add to the same
/// accumulators may follow each other without a wait. What threads wrote to shared memory needs <see cref="BulkCopy.FenceShared"/> by the writers and a barrier before the products.</para>
/// </remarks>
public static class WarpGroup
{
    /// <summary>Adds A·B, 64×8 by 8×N in TF32, to the accumulators, or writes it there.</summary>
    /// <param name="accumulators">N / 2 registers.</param>
    /// <param name="a">A, rows in one piece (8 floats along K).</param>
    /// <param name="b">B, columns in one piece.</param>
    /// <param name="accumulates">Whether to add to what is there.</param>
    [DeviceIntrinsic(IR.DeviceOp.WarpGroupTf32)]
    public static void MultiplyAddTf32(ArrayView<float> accumulators, SharedMatrix a, SharedMatrix b, bool accumulates)
        => throw TensorCore.OnlyInKernels();

    /// <summary>Adds A·B, 64×16 by 16×N in half precision, to the accumulators, or writes it there.</summary>
    /// <param name="accumulators">N / 2 registers.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="accumulates">Whether to add to what is there.</param>
    /// <param name="transposesA">Whether columns of A lie in one piece instead of rows; a compile-time constant.</param>
    /// <param name="transposesB">Whether rows of B lie in one piece instead of columns; a compile-time constant.</param>
    [DeviceIntrinsic(IR.DeviceOp.WarpGroupHalf)]
    public static void MultiplyAddHalf(
        ArrayView<float> accumulators, SharedMatrix a, SharedMatrix b, bool accumulates, bool transposesA = false, bool transposesB = false)
        => throw TensorCore.OnlyInKernels();

    /// <summary>Adds A·B, 64×16 by 16×N in bfloat16, to the accumulators, or writes it there.</summary>
    /// <inheritdoc cref="MultiplyAddHalf(ArrayView{float}, SharedMatrix, SharedMatrix, bool, bool, bool)"/>
    [DeviceIntrinsic(IR.DeviceOp.WarpGroupBFloat16)]
    public static void MultiplyAddBFloat16(
        ArrayView<float> accumulators, SharedMatrix a, SharedMatrix b, bool accumulates, bool transposesA = false, bool transposesB = false)
        => throw TensorCore.OnlyInKernels();

    /// <summary>Adds A·B, 64×8 by 8×N in TF32, to the accumulators, or writes it there.</summary>
    /// <param name="accumulators">N / 2 registers.</param>
    /// <param name="a">A: a local array of 4 registers, of each warp's 16 rows as in <see cref="Tf32A16x8"/>.</param>
    /// <param name="b">B, columns in one piece.</param>
    /// <param name="accumulates">Whether to add to what is there.</param>
    [DeviceIntrinsic(IR.DeviceOp.WarpGroupTf32Registers)]
    public static void MultiplyAddTf32(ArrayView<float> accumulators, ArrayView<uint> a, SharedMatrix b, bool accumulates)
        => throw TensorCore.OnlyInKernels();

    /// <summary>Adds A·B, 64×16 by 16×N in half precision, to the accumulators, or writes it there.</summary>
    /// <param name="accumulators">N / 2 registers.</param>
    /// <param name="a">A: a local array of 4 registers, of each warp's 16 rows as in <see cref="HalfA16x16"/>.</param>
    /// <param name="b">B.</param>
    /// <param name="accumulates">Whether to add to what is there.</param>
    /// <param name="transposesB">Whether rows of B lie in one piece instead of columns; a compile-time constant.</param>
    [DeviceIntrinsic(IR.DeviceOp.WarpGroupHalfRegisters)]
    public static void MultiplyAddHalf(ArrayView<float> accumulators, ArrayView<uint> a, SharedMatrix b, bool accumulates, bool transposesB = false)
        => throw TensorCore.OnlyInKernels();

    /// <summary>Adds A·B, 64×16 by 16×N in bfloat16, to the accumulators, or writes it there.</summary>
    /// <inheritdoc cref="MultiplyAddHalf(ArrayView{float}, ArrayView{uint}, SharedMatrix, bool, bool)"/>
    [DeviceIntrinsic(IR.DeviceOp.WarpGroupBFloat16Registers)]
    public static void MultiplyAddBFloat16(ArrayView<float> accumulators, ArrayView<uint> a, SharedMatrix b, bool accumulates, bool transposesB = false)
        => throw TensorCore.OnlyInKernels();

    /// <summary>Orders what was done to the registers before the products that come; needed before the first product and whenever registers of one were written.</summary>
    [DeviceIntrinsic(IR.DeviceOp.WarpGroupFence)]
    public static void Fence() => throw TensorCore.OnlyInKernels();

    /// <summary>Closes the group of the products since the last one.</summary>
    [DeviceIntrinsic(IR.DeviceOp.WarpGroupCommit)]
    public static void Commit() => throw TensorCore.OnlyInKernels();

    /// <summary>Waits until all groups of products but the latest few are complete.</summary>
    /// <param name="pendingGroups">The groups that may still be under way, a compile-time constant.</param>
    [DeviceIntrinsic(IR.DeviceOp.WarpGroupWait)]
    public static void Wait(int pendingGroups) => throw TensorCore.OnlyInKernels();

    /// <summary>Takes registers from the multiprocessor's store, waiting until there are any; the whole warp group calls it.</summary>
    /// <param name="registers">The registers of a thread from here on, a constant multiple of 8 from 24 to 256.</param>
    /// <remarks>Needs <c>JitOptions.MaxThreadsPerGroup</c>, so that the kernel starts with a known number.</remarks>
    [DeviceIntrinsic(IR.DeviceOp.RaiseRegisters)]
    public static void RaiseRegisters(int registers) => throw TensorCore.OnlyInKernels();

    /// <summary>Gives registers back to the multiprocessor's store; the whole warp group calls it.</summary>
    /// <inheritdoc cref="RaiseRegisters"/>
    [DeviceIntrinsic(IR.DeviceOp.LowerRegisters)]
    public static void LowerRegisters(int registers) => throw TensorCore.OnlyInKernels();
}
