using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>A matrix in device memory as a product sees it: stored row by row, taken as it is or transposed.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Elements">The elements; element (i, j) of the stored matrix is at <c>i * LeadingDimension + j</c>.</param>
/// <param name="StoredRows">The rows as stored.</param>
/// <param name="StoredColumns">The columns as stored.</param>
/// <param name="LeadingDimension">The distance, in elements, between the starts of neighbouring stored rows.</param>
/// <param name="IsTransposed">Whether the transpose of what is stored is meant; a column-major matrix is such a transpose.</param>
internal readonly record struct MatrixOperand<T>(
    ArrayView<T> Elements,
    long StoredRows,
    long StoredColumns,
    long LeadingDimension,
    bool IsTransposed = false)
    where T : unmanaged
{
    /// <summary>Gets the rows of the matrix that is meant.</summary>
    public long Rows => IsTransposed ? StoredColumns : StoredRows;

    /// <summary>Gets the columns of the matrix that is meant.</summary>
    public long Columns => IsTransposed ? StoredRows : StoredColumns;

    /// <summary>Gets the transpose of the same elements.</summary>
    public MatrixOperand<T> Transposed => this with { IsTransposed = !IsTransposed };

    /// <summary>Gets the distance, in elements, between neighbouring rows of the matrix that is meant.</summary>
    public long RowStride => IsTransposed ? 1 : LeadingDimension;

    /// <summary>Gets the distance, in elements, between neighbouring columns of the matrix that is meant.</summary>
    public long ColumnStride => IsTransposed ? LeadingDimension : 1;

    /// <summary>A rectangle of the matrix that is meant, unchecked.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="column">The first column.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    public MatrixOperand<T> Block(long row, long column, long rows, long columns)
    {
        (long storedRows, long storedColumns) = IsTransposed ? (columns, rows) : (rows, columns);
        return this with
        {
            Elements = Elements.SubView((row * RowStride) + (column * ColumnStride)),
            StoredRows = storedRows,
            StoredColumns = storedColumns,
        };
    }

    /// <summary>Makes an operand of densely stored rows.</summary>
    /// <param name="elements">The elements, row by row.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    public static MatrixOperand<T> Dense(ArrayView<T> elements, long rows, long columns) => new(elements, rows, columns, columns);
}
