using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>Chosen columns of a matrix, and how they combine to all of them.</summary>
/// <param name="Columns">J, the chosen columns.</param>
/// <param name="Coefficients">X, as many rows as chosen columns × n, by rows: the identity in the columns J.</param>
/// <param name="Largest">The largest magnitude in X.</param>
internal sealed record ColumnSkeleton<T>(int[] Columns, DeviceBuffer<T> Coefficients, double Largest) : IDisposable
    where T : unmanaged
{
    /// <inheritdoc/>
    public void Dispose() => Coefficients.Dispose();
}
