using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Attention;

/// <summary>Dropout of weights that are stored.</summary>
internal static class WeightDropoutKernels
{
    /// <summary>Writes the factor of each weight, head by head and query by query; one thread each.</summary>
    public static void Factors<T>(LongIndex1D index, WeightDropout<T> dropout, int queries, int keys, ArrayView<T> factors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long row = index.X / keys;
        factors[index] = dropout.Factor(row / queries, (int)(row % queries), (int)(index.X % keys));
    }
}
