using Panther.Jit.Dialect;

namespace Panther.Kernels.Random;

/// <summary>What a kernel draws from: a random stream, or one whose number is counted from a value on the device, so that a captured launch draws anew each time.</summary>
/// <param name="Stream">The stream, or the seed and the distance of the stream's number from that value.</param>
/// <param name="Origin">The value, if there is one, else an empty view.</param>
internal readonly record struct RandomSource(RandomStream Stream, ArrayView<uint> Origin)
{
    /// <summary>The stream, in a kernel.</summary>
    public RandomStream Resolve() => Origin.Length > 0 ? new RandomStream(Stream.Seed, Stream.Stream + Origin[0]) : Stream;
}
