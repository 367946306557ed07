namespace Panther.Core;

/// <summary>What an interpolative decomposition picks from a matrix.</summary>
public enum InterpolationAxis
{
    /// <summary>Columns: A ≈ A[:, J]·X.</summary>
    Columns,

    /// <summary>Rows: A ≈ X·A[J, :].</summary>
    Rows,
}
