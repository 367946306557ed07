using System.Numerics;
using Panther.Kernels.Random;

namespace Panther.Kernels.Sketch.Dense;

/// <summary>The entries of a <see cref="DenseSketch{T, TDistribution}"/>, a block of the generator for each.</summary>
/// <param name="Stream">The seed and the stream.</param>
/// <param name="Scale">The factor of every draw.</param>
internal readonly record struct DenseEntries<T, TDistribution>(RandomStream Stream, T Scale) : ISketchEntries<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TDistribution : struct, IDistribution<T>
{
    /// <inheritdoc/>
    public T Entry(long row, long column)
    {
        Draws<T> draws = TDistribution.Draw(Philox4x32.At(Stream, row / TDistribution.BlockLength, column));
        long place = row % TDistribution.BlockLength;
        return Scale * (place == 0 ? draws.First : place == 1 ? draws.Second : place == 2 ? draws.Third : draws.Fourth);
    }
}
