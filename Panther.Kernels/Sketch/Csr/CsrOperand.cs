using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Csr;

/// <summary>A sparse matrix in device memory, row by row.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Starts">Where each row's non-zeros start, and behind them where the last row's end.</param>
/// <param name="Indices">The column of each non-zero.</param>
/// <param name="Values">The value of each non-zero.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Columns">The columns.</param>
internal readonly record struct CsrOperand<T>(ArrayView<long> Starts, ArrayView<int> Indices, ArrayView<T> Values, long Rows, long Columns)
    where T : unmanaged;
