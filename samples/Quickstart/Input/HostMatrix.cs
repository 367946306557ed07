namespace Quickstart.Input;

/// <summary>A dense single-precision matrix in host memory, row-major without padding.</summary>
/// <param name="Values"><paramref name="Rows"/>×<paramref name="Columns"/> values; element (i, j) is at <c>i * Columns + j</c>.</param>
/// <param name="Rows">The number of rows, at least 1.</param>
/// <param name="Columns">The number of columns, at least 1.</param>
internal sealed record HostMatrix(float[] Values, int Rows, int Columns);
