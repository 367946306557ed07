using System.Runtime.InteropServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Transpose;

namespace Panther.Core;

/// <summary>Makes operands of dense matrices in either layout.</summary>
internal static class DenseOperand
{
    /// <summary>A column-major matrix is the transpose of the row-major one with the same elements.</summary>
    public static MatrixOperand<T> Of<T>(ArrayView<T> elements, long rows, long columns, MatrixLayout layout)
        where T : unmanaged
        => layout == MatrixLayout.RowMajor
            ? MatrixOperand<T>.Dense(elements, rows, columns)
            : MatrixOperand<T>.Dense(elements, columns, rows).Transposed;

    /// <summary>Copies a matrix into dense rows, whatever its own layout. Enqueues and returns.</summary>
    public static void CopyByRows<T>(DeviceStream stream, MatrixOperand<T> source, ArrayView<T> destination)
        where T : unmanaged
    {
        var stored = new RowMatrix<T>(source.Elements, source.StoredRows, source.StoredColumns, source.LeadingDimension);
        var copy = new RowMatrix<T>(destination, source.Rows, source.Columns);
        if (source.IsTransposed)
        {
            Transposition.Transpose(stream, stored, copy);
        }
        else
        {
            MatrixOperations.Copy(stream, stored, copy);
        }
    }

    /// <summary>The elements of a two-dimensional array, row by row.</summary>
    public static Span<T> Span<T>(T[,] values)
        where T : unmanaged
        => MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);

    /// <exception cref="ArgumentOutOfRangeException">There is no such layout.</exception>
    public static void CheckLayout(MatrixLayout layout)
    {
        if (!Enum.IsDefined(layout))
        {
            throw new ArgumentOutOfRangeException(nameof(layout), layout, "There is no such layout.");
        }
    }

    /// <exception cref="ArgumentException">There are not rows * columns elements.</exception>
    public static void CheckLength(long length, long rows, long columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (length != checked(rows * columns))
        {
            throw new ArgumentException($"A {rows}×{columns} matrix has {rows * columns} elements, but {length} were given.");
        }
    }

    /// <summary>Copies a matrix of one column, or of one row, to the host.</summary>
    public static T[] Vector<T>(DeviceMatrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var result = new T[matrix.View.Length];
        matrix.CopyTo(result);
        return result;
    }
}
