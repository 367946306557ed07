namespace Panther.Nn;

/// <summary>Options of <see cref="DataLoader{TBatch}"/>.</summary>
public sealed record DataLoaderOptions
{
    /// <summary>The defaults: shuffled, all examples, two batches ahead.</summary>
    public static DataLoaderOptions Default { get; } = new();

    /// <summary>Gets the seed of the order.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets a value indicating whether each epoch has an order of its own; else all have that of the numbers.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Gets a value indicating whether a last batch that is not full is left out.</summary>
    public bool DropLast { get; init; }

    /// <summary>Gets the number of batches that are made while another is in use.</summary>
    public int Prefetch { get; init; } = 2;
}
