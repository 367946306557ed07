using Panther.Jit.Dialect;

namespace Panther.Kernels.Random;

/// <summary>Kernels that draw independent values.</summary>
internal static class RandomVectorKernels
{
    /// <summary>Fills a destination with the values of column 0 of the random matrix that a source names; one thread for each block of the generator.</summary>
    public static void Fill<T, TDistribution>(LongIndex1D block, RandomSource source, ArrayView<T> destination)
        where T : unmanaged
        where TDistribution : struct, IDistribution<T>
    {
        Draws<T> draws = TDistribution.Draw(Philox4x32.At(source.Resolve(), block.X, 0));
        long first = block.X * TDistribution.BlockLength;
        destination[first] = draws.First;
        if (first + 1 < destination.Length)
        {
            destination[first + 1] = draws.Second;
        }

        if (TDistribution.BlockLength > 2)
        {
            if (first + 2 < destination.Length)
            {
                destination[first + 2] = draws.Third;
            }

            if (first + 3 < destination.Length)
            {
                destination[first + 3] = draws.Fourth;
            }
        }
    }
}
