using Panther.Kernels.Random;

namespace Panther.Nn;

/// <summary>
/// Where random operations draw from: each takes the next of the random matrices that a seed names, so seed and position say what comes, on every device; save both to resume exactly.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="position">The number of random operations that went before.</param>
public sealed class RandomState(ulong seed, uint position = 0)
{
    /// <summary>Gets the seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>Gets the number of random operations so far.</summary>
    public uint Position { get; private set; } = position;

    /// <summary>The same state, apart from this one.</summary>
    public RandomState Copy() => new(Seed, Position);

    /// <summary>What the next random operation draws from.</summary>
    internal RandomStream Take() => new(Seed, Position++);
}
