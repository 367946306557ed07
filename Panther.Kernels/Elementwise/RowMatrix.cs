using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Elementwise;

/// <summary>A matrix in device memory, stored row by row; usable on the host and in kernels.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Elements">The elements; (i, j) is at i·<paramref name="LeadingDimension"/> + j.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="LeadingDimension">The distance, in elements, between the starts of neighbouring rows.</param>
internal readonly record struct RowMatrix<T>(ArrayView<T> Elements, long Rows, long Columns, long LeadingDimension)
    where T : unmanaged
{
    /// <summary>Makes a matrix of densely stored rows.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    public RowMatrix(ArrayView<T> elements, long rows, long columns)
        : this(elements, rows, columns, columns)
    {
    }

    /// <summary>Gets a reference to an element.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    public ref T this[long row, long column] => ref Elements[(row * LeadingDimension) + column];

    /// <summary>Gets the matrix as a product sees it.</summary>
    public MatrixOperand<T> Operand => new(Elements, Rows, Columns, LeadingDimension);

    /// <summary>Gets a value indicating whether the matrix has no element.</summary>
    public bool IsEmpty => Rows == 0 || Columns == 0;

    /// <summary>Gets a value indicating whether no gap lies between the rows.</summary>
    public bool IsDense => LeadingDimension == Columns || Rows == 1;

    /// <summary>Checks, on the host, that sizes are sound and the view holds all elements.</summary>
    /// <exception cref="ArgumentException">A size is negative, rows overlap, or the view is too short.</exception>
    public void Validate()
    {
        if (Rows < 0 || Columns < 0 || LeadingDimension < Columns
            || (!IsEmpty && checked(((Rows - 1) * LeadingDimension) + Columns) > Elements.Length))
        {
            throw new ArgumentException(
                $"A {Rows}x{Columns} matrix with leading dimension {LeadingDimension} does not fit a view of {Elements.Length} elements.");
        }
    }

    /// <summary>Returns how many elements every row can be read at a time, on the host: <paramref name="width"/> if that divides rows and distances, and the view is aligned to it, else 1.</summary>
    /// <param name="width">The elements wanted, a power of two.</param>
    public int AccessWidth(int width) =>
        Columns % width == 0 && LeadingDimension % width == 0 && Elements.IsAlignedTo(width * Unsafe.SizeOf<T>()) ? width : 1;

    /// <summary>Checks, on the host, that this matrix and another are sound and have one shape.</summary>
    /// <typeparam name="TOther">The other's element type.</typeparam>
    /// <param name="destination">The other matrix.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a matrix does not fit its view.</exception>
    public void ValidateSameShape<TOther>(RowMatrix<TOther> destination)
        where TOther : unmanaged
    {
        Validate();
        destination.Validate();
        if (Rows != destination.Rows || Columns != destination.Columns)
        {
            throw new ArgumentException($"The source is {Rows}x{Columns} and the destination {destination.Rows}x{destination.Columns}.");
        }
    }
}
