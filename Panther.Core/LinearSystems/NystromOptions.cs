namespace Panther.Core;

/// <summary>How a Nyström preconditioner is made.</summary>
public sealed record NystromOptions
{
    /// <summary>Gets the default options.</summary>
    public static NystromOptions Default { get; } = new();

    /// <summary>Gets the rank to begin with; 32 by default, or n where that is less. It is doubled until the condition number is low enough.</summary>
    public int InitialRank { get; init; } = 32;

    /// <summary>Gets the largest rank; 1024 by default, or n where that is less.</summary>
    public int MaximumRank { get; init; } = 1024;

    /// <summary>Gets the bound of the preconditioned condition number that is low enough; 10 by default.</summary>
    public double ConditionTarget { get; init; } = 10;

    /// <summary>Gets the seed of all random numbers. The same seed, matrix and device give the same bits.</summary>
    public ulong Seed { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(InitialRank, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRank, InitialRank);
        if (!(ConditionTarget > 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ConditionTarget), ConditionTarget, "A condition number is above 1.");
        }
    }
}
