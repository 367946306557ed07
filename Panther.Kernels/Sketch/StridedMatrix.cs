using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Sketch;

/// <summary>A matrix in device memory with any distance between rows and between columns; usable on the host and in kernels.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Elements">The elements; (i, j) is at i·<paramref name="RowStride"/> + j·<paramref name="ColumnStride"/>.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="RowStride">The distance, in elements, between neighbouring rows.</param>
/// <param name="ColumnStride">The distance, in elements, between neighbouring columns.</param>
internal readonly record struct StridedMatrix<T>(ArrayView<T> Elements, long Rows, long Columns, long RowStride, long ColumnStride)
    where T : unmanaged
{
    /// <summary>Gets a reference to an element.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    public ref T this[long row, long column] => ref Elements[(row * RowStride) + (column * ColumnStride)];

    /// <summary>Gets a value indicating whether the matrix has no element.</summary>
    public bool IsEmpty => Rows == 0 || Columns == 0;

    /// <summary>Gets a value indicating whether neighbours in a column are neighbours in memory, and neighbours in a row are not.</summary>
    public bool IsByColumns => RowStride == 1 && ColumnStride != 1;

    /// <summary>The matrix that a product's operand means.</summary>
    /// <param name="operand">The operand.</param>
    public static StridedMatrix<T> Of(MatrixOperand<T> operand) => operand.IsTransposed
        ? new(operand.Elements, operand.StoredColumns, operand.StoredRows, 1, operand.LeadingDimension)
        : new(operand.Elements, operand.StoredRows, operand.StoredColumns, operand.LeadingDimension, 1);
}
