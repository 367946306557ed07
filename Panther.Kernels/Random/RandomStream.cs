namespace Panther.Kernels.Random;

/// <summary>
/// Names one infinite random matrix: everything drawn from it is a function of seed, stream, row and column alone, not of the device, the
/// launch or the number of threads.
/// </summary>
/// <param name="Seed">The seed; the same seed gives the same results everywhere.</param>
/// <param name="Stream">The number of the matrix among those of one seed.</param>
/// <remarks>
/// A routine that needs several random matrices takes <see cref="Next"/> for each one after the first, and hands on the one after its last:
/// the next free state is known without drawing, whatever the sizes.
/// </remarks>
internal readonly record struct RandomStream(ulong Seed, uint Stream = 0)
{
    /// <summary>Gets the stream after this one, independent of it.</summary>
    public RandomStream Next => new(Seed, Stream + 1);
}
