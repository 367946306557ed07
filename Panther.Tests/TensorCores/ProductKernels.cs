using Panther.Jit.Dialect;

namespace Panther.Tests.TensorCores;

/// <summary>One product a group of one warp: D = A·B + C, all row by row and one after another.</summary>
internal static class ProductKernels
{
    /// <summary>The example of docs/tensor-cores.md: a 16×8 tile of C = A·B a warp, A by rows, B by columns.</summary>
    public static void Multiply(ArrayView<Half> a, ArrayView<Half> b, ArrayView<float> c, int n, int k)
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

    public static void Tf32K4(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> d)
    {
        int g = Grid.IdxX;
        var sum = FloatC16x8.Load(c, g * 128, 8, 1);
        TensorCore.MultiplyAdd(Tf32A16x4.Load(a, g * 64, 4, 1), Tf32B4x8.Load(b, g * 32, 8, 1), sum).Store(d, g * 128, 8, 1);
    }

    public static void Tf32K8(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> d)
    {
        int g = Grid.IdxX;
        var sum = FloatC16x8.Load(c, g * 128, 8, 1);
        TensorCore.MultiplyAdd(Tf32A16x8.Load(a, g * 128, 8, 1), Tf32B8x8.Load(b, g * 64, 8, 1), sum).Store(d, g * 128, 8, 1);
    }

    public static void HalfK8(ArrayView<Half> a, ArrayView<Half> b, ArrayView<float> c, ArrayView<float> d)
    {
        int g = Grid.IdxX;
        var sum = FloatC16x8.Load(c, g * 128, 8, 1);
        TensorCore.MultiplyAdd(HalfA16x8.Load(a, g * 128, 8, 1), HalfB8x8.Load(b, g * 64, 8, 1), sum).Store(d, g * 128, 8, 1);
    }

    public static void HalfK16(ArrayView<Half> a, ArrayView<Half> b, ArrayView<float> c, ArrayView<float> d)
    {
        int g = Grid.IdxX;
        var sum = FloatC16x8.Load(c, g * 128, 8, 1);
        TensorCore.MultiplyAdd(HalfA16x16.Load(a, g * 256, 16, 1), HalfB16x8.Load(b, g * 128, 8, 1), sum).Store(d, g * 128, 8, 1);
    }

    public static void HalfSumK8(ArrayView<Half> a, ArrayView<Half> b, ArrayView<Half> c, ArrayView<Half> d)
    {
        int g = Grid.IdxX;
        var sum = HalfC16x8.Load(c, g * 128, 8, 1);
        TensorCore.MultiplyAdd(HalfA16x8.Load(a, g * 128, 8, 1), HalfB8x8.Load(b, g * 64, 8, 1), sum).Store(d, g * 128, 8, 1);
    }

    public static void HalfSumK16(ArrayView<Half> a, ArrayView<Half> b, ArrayView<Half> c, ArrayView<Half> d)
    {
        int g = Grid.IdxX;
        var sum = HalfC16x8.Load(c, g * 128, 8, 1);
        TensorCore.MultiplyAdd(HalfA16x16.Load(a, g * 256, 16, 1), HalfB16x8.Load(b, g * 128, 8, 1), sum).Store(d, g * 128, 8, 1);
    }

    public static void BFloat16K8(ArrayView<BFloat16> a, ArrayView<BFloat16> b, ArrayView<float> c, ArrayView<float> d)
    {
        int g = Grid.IdxX;
        var sum = FloatC16x8.Load(c, g * 128, 8, 1);
        TensorCore.MultiplyAdd(BFloat16A16x8.Load(a, g * 128, 8, 1), BFloat16B8x8.Load(b, g * 64, 8, 1), sum).Store(d, g * 128, 8, 1);
    }

    public static void BFloat16K16(ArrayView<BFloat16> a, ArrayView<BFloat16> b, ArrayView<float> c, ArrayView<float> d)
    {
        int g = Grid.IdxX;
        var sum = FloatC16x8.Load(c, g * 128, 8, 1);
        TensorCore.MultiplyAdd(BFloat16A16x16.Load(a, g * 256, 16, 1), BFloat16B16x8.Load(b, g * 128, 8, 1), sum).Store(d, g * 128, 8, 1);
    }

    public static void DoubleM8K4(ArrayView<double> a, ArrayView<double> b, ArrayView<double> c, ArrayView<double> d)
    {
        int g = Grid.IdxX;
        var sum = DoubleC8x8.Load(c, g * 64, 8, 1);
        TensorCore.MultiplyAdd(DoubleA8x4.Load(a, g * 32, 4, 1), DoubleB4x8.Load(b, g * 32, 8, 1), sum).Store(d, g * 64, 8, 1);
    }

    public static void DoubleK4(ArrayView<double> a, ArrayView<double> b, ArrayView<double> c, ArrayView<double> d)
    {
        int g = Grid.IdxX;
        var sum = DoubleC16x8.Load(c, g * 128, 8, 1);
        TensorCore.MultiplyAdd(DoubleA16x4.Load(a, g * 64, 4, 1), DoubleB4x8.Load(b, g * 32, 8, 1), sum).Store(d, g * 128, 8, 1);
    }

    public static void DoubleK8(ArrayView<double> a, ArrayView<double> b, ArrayView<double> c, ArrayView<double> d)
    {
        int g = Grid.IdxX;
        var sum = DoubleC16x8.Load(c, g * 128, 8, 1);
        TensorCore.MultiplyAdd(DoubleA16x8.Load(a, g * 128, 8, 1), DoubleB8x8.Load(b, g * 64, 8, 1), sum).Store(d, g * 128, 8, 1);
    }

    public static void DoubleK16(ArrayView<double> a, ArrayView<double> b, ArrayView<double> c, ArrayView<double> d)
    {
        int g = Grid.IdxX;
        var sum = DoubleC16x8.Load(c, g * 128, 8, 1);
        TensorCore.MultiplyAdd(DoubleA16x16.Load(a, g * 256, 16, 1), DoubleB16x8.Load(b, g * 128, 8, 1), sum).Store(d, g * 128, 8, 1);
    }
}
