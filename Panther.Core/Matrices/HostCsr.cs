using System.Numerics;

namespace Panther.Core;

/// <summary>A sparse matrix in compressed rows, in host memory.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Starts">Where each row's elements start, and the number of elements.</param>
/// <param name="Indices">The column of each element.</param>
/// <param name="Values">The elements, row by row.</param>
internal sealed record HostCsr<T>(long Rows, long Columns, long[] Starts, int[] Indices, T[] Values)
    where T : unmanaged, IFloatingPointIeee754<T>;
