using System.Numerics;

namespace Panther.Core;

/// <summary>What a CSV file holds.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class CsvTable<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gets the names of the columns; empty if the file names none.</summary>
    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>Gets the numbers; the first index is the row.</summary>
    public required T[,] Values { get; init; }
}
