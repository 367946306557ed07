using Panther.Jit.Dialect;

namespace Panther.Tests.TensorCores;

/// <summary>The type of the operands, and the products of it.</summary>
internal interface IOperand<T>
    where T : unmanaged
{
    static abstract void MultiplyAdd(ArrayView<float> sum, SharedMatrix a, SharedMatrix b, bool accumulates);

    static abstract void MultiplyAdd(ArrayView<float> sum, ArrayView<uint> a, SharedMatrix b, bool accumulates);

    /// <summary>Loads a warp's 16 rows of A from global memory.</summary>
    static abstract void Load(ArrayView<uint> registers, ArrayView<T> a, int start, int rowStride);
}

internal readonly struct Tf32Operand : IOperand<float>
{
    public static void MultiplyAdd(ArrayView<float> sum, SharedMatrix a, SharedMatrix b, bool accumulates) => WarpGroup.MultiplyAddTf32(sum, a, b, accumulates);

    public static void MultiplyAdd(ArrayView<float> sum, ArrayView<uint> a, SharedMatrix b, bool accumulates) => WarpGroup.MultiplyAddTf32(sum, a, b, accumulates);

    public static void Load(ArrayView<uint> registers, ArrayView<float> a, int start, int rowStride)
    {
        var part = Tf32A16x8.Load(a, start, rowStride, 1);
        registers[0] = part.R0;
        registers[1] = part.R1;
        registers[2] = part.R2;
        registers[3] = part.R3;
    }
}

internal readonly struct HalfOperand : IOperand<Half>
{
    public static void MultiplyAdd(ArrayView<float> sum, SharedMatrix a, SharedMatrix b, bool accumulates) => WarpGroup.MultiplyAddHalf(sum, a, b, accumulates);

    public static void MultiplyAdd(ArrayView<float> sum, ArrayView<uint> a, SharedMatrix b, bool accumulates) => WarpGroup.MultiplyAddHalf(sum, a, b, accumulates);

    public static void Load(ArrayView<uint> registers, ArrayView<Half> a, int start, int rowStride)
    {
        var part = HalfA16x16.Load(a, start, rowStride, 1);
        registers[0] = part.R0;
        registers[1] = part.R1;
        registers[2] = part.R2;
        registers[3] = part.R3;
    }
}

internal readonly struct BFloat16Operand : IOperand<BFloat16>
{
    public static void MultiplyAdd(ArrayView<float> sum, SharedMatrix a, SharedMatrix b, bool accumulates) => WarpGroup.MultiplyAddBFloat16(sum, a, b, accumulates);

    public static void MultiplyAdd(ArrayView<float> sum, ArrayView<uint> a, SharedMatrix b, bool accumulates) => WarpGroup.MultiplyAddBFloat16(sum, a, b, accumulates);

    public static void Load(ArrayView<uint> registers, ArrayView<BFloat16> a, int start, int rowStride)
    {
        var part = BFloat16A16x16.Load(a, start, rowStride, 1);
        registers[0] = part.R0;
        registers[1] = part.R1;
        registers[2] = part.R2;
        registers[3] = part.R3;
    }
}
