using Panther.Jit.Dialect;
using Panther.Kernels.Random;

namespace Panther.Nn;

/// <summary>
/// Where random operations draw from: each takes the next of the random matrices that a seed names, so seed and position say what comes, on every device; save both to resume exactly.
/// </summary>
public sealed class RandomState
{
    private readonly ArrayView<uint> origin;

    /// <summary>Makes a state.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="position">The number of random operations that went before.</param>
    public RandomState(ulong seed, uint position = 0)
        : this(seed, position, default)
    {
    }

    /// <summary>Makes a state whose position is counted from a value on the device.</summary>
    internal RandomState(ulong seed, uint position, ArrayView<uint> origin)
    {
        Seed = seed;
        Position = position;
        this.origin = origin;
    }

    /// <summary>Gets the seed.</summary>
    public ulong Seed { get; }

    /// <summary>Gets the number of random operations so far; on the tape of a <see cref="CapturedRandomState"/> those since the beginning of the step.</summary>
    public uint Position { get; private set; }

    /// <summary>The same state, apart from this one.</summary>
    public RandomState Copy() => new(Seed, Position, origin);

    /// <inheritdoc/>
    public override string ToString() => $"RandomState of seed {Seed} at position {Position}";

    /// <summary>What the next random operation draws from, for drawing once.</summary>
    /// <exception cref="InvalidOperationException">The state is that of a captured step, in which only operations on its tape draw.</exception>
    internal RandomStream Take() => origin.Length == 0
        ? new(Seed, Position++)
        : throw new InvalidOperationException("What is drawn once cannot be drawn from the state of a captured step; draw it before the capture.");

    /// <summary>What the next random operation draws from, also when it is captured.</summary>
    internal RandomSource TakeSource() => new(new RandomStream(Seed, Position++), origin);

    /// <summary>Passes over operations that draw elsewhere.</summary>
    internal void Skip(uint operations) => Position += operations;
}
