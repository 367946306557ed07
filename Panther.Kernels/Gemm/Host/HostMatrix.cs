namespace Panther.Kernels.Gemm.Host;

/// <summary>
/// A view of a matrix in host memory: element (i, j) lies at <c>Pointer + i * RowStride + j * ColumnStride</c>.
/// Row-major, column-major and transposed matrices are all such views; no view copies or owns memory.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="pointer">The address of element (0, 0).</param>
/// <param name="rows">The number of rows.</param>
/// <param name="columns">The number of columns.</param>
/// <param name="rowStride">The distance, in elements, between two rows of one column.</param>
/// <param name="columnStride">The distance, in elements, between two columns of one row.</param>
internal readonly unsafe struct HostMatrix<T>(T* pointer, long rows, long columns, long rowStride, long columnStride)
    where T : unmanaged
{
    /// <summary>The address of element (0, 0).</summary>
    public T* Pointer { get; } = pointer;

    /// <summary>The number of rows.</summary>
    public long Rows { get; } = rows;

    /// <summary>The number of columns.</summary>
    public long Columns { get; } = columns;

    /// <summary>The distance, in elements, between two rows of one column.</summary>
    public long RowStride { get; } = rowStride;

    /// <summary>The distance, in elements, between two columns of one row.</summary>
    public long ColumnStride { get; } = columnStride;

    /// <summary>The same memory with rows and columns exchanged.</summary>
    public HostMatrix<T> Transposed => new(Pointer, Columns, Rows, ColumnStride, RowStride);

    /// <summary>The element in row <paramref name="i"/> and column <paramref name="j"/>, unchecked.</summary>
    /// <param name="i">The row.</param>
    /// <param name="j">The column.</param>
    public ref T this[long i, long j] => ref Pointer[i * RowStride + j * ColumnStride];

    /// <summary>A view of row-major memory.</summary>
    /// <param name="pointer">The address of element (0, 0).</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="leadingDimension">The distance, in elements, between two rows; at least <paramref name="columns"/>.</param>
    public static HostMatrix<T> RowMajor(T* pointer, long rows, long columns, long leadingDimension) =>
        new(pointer, rows, columns, leadingDimension, 1);

    /// <summary>A view of column-major memory.</summary>
    /// <param name="pointer">The address of element (0, 0).</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="leadingDimension">The distance, in elements, between two columns; at least <paramref name="rows"/>.</param>
    public static HostMatrix<T> ColumnMajor(T* pointer, long rows, long columns, long leadingDimension) =>
        new(pointer, rows, columns, 1, leadingDimension);

    /// <summary>A view of a rectangle of this view, unchecked.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="column">The first column.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    public HostMatrix<T> Block(long row, long column, long rows, long columns) =>
        new(Pointer + row * RowStride + column * ColumnStride, rows, columns, RowStride, ColumnStride);
}
