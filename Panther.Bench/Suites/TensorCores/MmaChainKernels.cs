using Panther.Jit.Dialect;

namespace Panther.Bench.Suites.TensorCores;

/// <summary>
/// Chains of products by one warp, operands in registers: <see cref="Accumulators"/> chains of independent sums a warp, each product adding to what the one
/// before it left. Every warp stores what its first accumulator's first element holds in the end.
/// </summary>
internal static class MmaChainKernels
{
    /// <summary>The chains of a warp.</summary>
    public const int Accumulators = 8;

    public static void Tf32(ArrayView<float> a, ArrayView<float> b, ArrayView<float> result, int turns)
    {
        var left = Tf32A16x8.Load(a, 0, 8, 1);
        var right = Tf32B8x8.Load(b, 0, 8, 1);
        var sums = new FloatC16x8[Accumulators];
        for (int turn = 0; turn < turns; turn++)
        {
            for (int i = 0; i < Accumulators; i++)
            {
                sums[i] = TensorCore.MultiplyAdd(left, right, sums[i]);
            }
        }

        Store(sums, result);
    }

    public static void HalfPrecision(ArrayView<Half> a, ArrayView<Half> b, ArrayView<float> result, int turns)
    {
        var left = HalfA16x16.Load(a, 0, 16, 1);
        var right = HalfB16x8.Load(b, 0, 8, 1);
        var sums = new FloatC16x8[Accumulators];
        for (int turn = 0; turn < turns; turn++)
        {
            for (int i = 0; i < Accumulators; i++)
            {
                sums[i] = TensorCore.MultiplyAdd(left, right, sums[i]);
            }
        }

        Store(sums, result);
    }

    public static void BFloat(ArrayView<BFloat16> a, ArrayView<BFloat16> b, ArrayView<float> result, int turns)
    {
        var left = BFloat16A16x16.Load(a, 0, 16, 1);
        var right = BFloat16B16x8.Load(b, 0, 8, 1);
        var sums = new FloatC16x8[Accumulators];
        for (int turn = 0; turn < turns; turn++)
        {
            for (int i = 0; i < Accumulators; i++)
            {
                sums[i] = TensorCore.MultiplyAdd(left, right, sums[i]);
            }
        }

        Store(sums, result);
    }

    public static void DoubleSmall(ArrayView<double> a, ArrayView<double> b, ArrayView<double> result, int turns)
    {
        var left = DoubleA8x4.Load(a, 0, 4, 1);
        var right = DoubleB4x8.Load(b, 0, 8, 1);
        var sums = new DoubleC8x8[Accumulators];
        for (int turn = 0; turn < turns; turn++)
        {
            for (int i = 0; i < Accumulators; i++)
            {
                sums[i] = TensorCore.MultiplyAdd(left, right, sums[i]);
            }
        }

        double sum = 0;
        for (int i = 0; i < Accumulators; i++)
        {
            sum += sums[i].R0;
        }

        result[Group.IdxX + (Grid.IdxX * Group.DimX)] = sum;
    }

    public static void DoubleLarge(ArrayView<double> a, ArrayView<double> b, ArrayView<double> result, int turns)
    {
        var left = DoubleA16x16.Load(a, 0, 16, 1);
        var right = DoubleB16x8.Load(b, 0, 8, 1);
        var sums = new DoubleC16x8[Accumulators];
        for (int turn = 0; turn < turns; turn++)
        {
            for (int i = 0; i < Accumulators; i++)
            {
                sums[i] = TensorCore.MultiplyAdd(left, right, sums[i]);
            }
        }

        double sum = 0;
        for (int i = 0; i < Accumulators; i++)
        {
            sum += sums[i].R0;
        }

        result[Group.IdxX + (Grid.IdxX * Group.DimX)] = sum;
    }

    private static void Store(FloatC16x8[] sums, ArrayView<float> result)
    {
        float sum = 0;
        for (int i = 0; i < Accumulators; i++)
        {
            sum += sums[i].R0;
        }

        result[Group.IdxX + (Grid.IdxX * Group.DimX)] = sum;
    }
}
