using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>Copies chosen columns of an operand, whose layout the copy keeps.</summary>
internal static class ColumnSelection
{
    /// <summary>destination = the columns of a matrix, in the given order.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="columns">The columns, count of them, each below n; not checked.</param>
    /// <param name="count">How many columns.</param>
    /// <param name="destination">Receives m·count elements.</param>
    /// <returns>The copy, m×count, by columns where A is a transposed operand and by rows where not.</returns>
    public static MatrixOperand<T> Copy<T>(DeviceStream stream, MatrixOperand<T> matrix, ArrayView<int> columns, int count, ArrayView<T> destination)
        where T : unmanaged
    {
        var stored = new RowMatrix<T>(matrix.Elements, matrix.StoredRows, matrix.StoredColumns, matrix.LeadingDimension);
        if (matrix.IsTransposed)
        {
            MatrixOperations.GatherRows(stream, columns, stored, new RowMatrix<T>(destination, count, matrix.Rows));
            return MatrixOperand<T>.Dense(destination, count, matrix.Rows).Transposed;
        }

        MatrixOperations.GatherColumns(stream, columns, stored, new RowMatrix<T>(destination, matrix.Rows, count));
        return MatrixOperand<T>.Dense(destination, matrix.Rows, count);
    }
}
