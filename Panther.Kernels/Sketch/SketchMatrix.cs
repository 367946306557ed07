using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Sketch.Csr;

namespace Panther.Kernels.Sketch;

/// <summary>
/// A sketching matrix S that is not stored: a function of a seed, applied by kernels that draw what they need of it. Every method enqueues and returns.
/// Sums are accumulated in <typeparamref name="T"/>, in an order that depends on shapes and device alone; the entries of S have the same bits on every device.
/// </summary>
/// <typeparam name="T">The element type, float or double.</typeparam>
/// <param name="rows">The rows of S.</param>
/// <param name="columns">The columns of S.</param>
internal abstract class SketchMatrix<T>(long rows, long columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gets the rows of S.</summary>
    public long Rows { get; } = rows;

    /// <summary>Gets the columns of S.</summary>
    public long Columns { get; } = columns;

    /// <summary>destination = the entries of S from (firstRow, firstColumn) on.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="destination">The window.</param>
    /// <param name="firstRow">Its first row in S.</param>
    /// <param name="firstColumn">Its first column in S.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window leaves S.</exception>
    public void Window(DeviceStream queue, MatrixOperand<T> destination, long firstRow, long firstColumn)
    {
        CheckRange(firstRow, destination.Rows, Rows, nameof(firstRow));
        CheckRange(firstColumn, destination.Columns, Columns, nameof(firstColumn));
        if (destination.Rows > 0 && destination.Columns > 0)
        {
            EnqueueWindow(queue, StridedMatrix<T>.Of(destination), firstRow, firstColumn);
        }
    }

    /// <summary>destination = S[:, firstColumn .. firstColumn + source.Rows] · source + beta · destination.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix, r×n.</param>
    /// <param name="firstColumn">The first of the r columns of S that take part.</param>
    /// <param name="beta">The factor of the former content, which is not read when this is zero.</param>
    /// <param name="destination">The result, rows of S × n; does not overlap the source.</param>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The columns leave S.</exception>
    public void Multiply(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        CheckRange(firstColumn, source.Rows, Columns, nameof(firstColumn));
        CheckShape(Rows, source.Columns, destination);
        if (destination.Rows > 0 && destination.Columns > 0)
        {
            EnqueueMultiply(queue, source, firstColumn, beta, destination);
        }
    }

    /// <summary>destination = S[:, firstColumn .. firstColumn + destination.Rows]ᵀ · source + beta · destination.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix, rows of S × n.</param>
    /// <param name="firstColumn">The first of the columns of S that take part.</param>
    /// <param name="beta">The factor of the former content, which is not read when this is zero.</param>
    /// <param name="destination">The result, r×n; does not overlap the source.</param>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The columns leave S.</exception>
    public void MultiplyTransposed(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination)
    {
        CheckRange(firstColumn, destination.Rows, Columns, nameof(firstColumn));
        CheckShape(source.Rows, source.Columns, new MatrixOperand<T>(default, Rows, destination.Columns, destination.Columns));
        if (destination.Rows > 0 && destination.Columns > 0)
        {
            EnqueueMultiplyTransposed(queue, source, firstColumn, beta, destination);
        }
    }

    /// <summary>destination = source · Sᵀ, or source · S, of a sparse source.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="source">The matrix, with as many columns as S has, or as many as S has rows.</param>
    /// <param name="isTransposed">Whether Sᵀ is meant.</param>
    /// <param name="destination">The result, rows of the source × rows of S, or × columns of S.</param>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public void MultiplySparse(DeviceStream queue, CsrOperand<T> source, bool isTransposed, MatrixOperand<T> destination)
    {
        CheckShape(source.Rows, isTransposed ? Rows : Columns, destination);
        if (source.Columns != (isTransposed ? Columns : Rows))
        {
            throw new ArgumentException($"A sparse matrix of {source.Columns} columns does not go with a {Rows}×{Columns} sketch.");
        }

        if (destination.Rows > 0 && destination.Columns > 0)
        {
            EnqueueMultiplySparse(queue, source, isTransposed, StridedMatrix<T>.Of(destination));
        }
    }

    /// <summary>See <see cref="Window"/>; the arguments are sound and not empty.</summary>
    protected abstract void EnqueueWindow(DeviceStream queue, StridedMatrix<T> destination, long firstRow, long firstColumn);

    /// <summary>See <see cref="Multiply"/>; the arguments are sound and the destination is not empty.</summary>
    protected abstract void EnqueueMultiply(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination);

    /// <summary>See <see cref="MultiplyTransposed"/>; the arguments are sound and the destination is not empty.</summary>
    protected abstract void EnqueueMultiplyTransposed(DeviceStream queue, MatrixOperand<T> source, long firstColumn, T beta, MatrixOperand<T> destination);

    /// <summary>See <see cref="MultiplySparse"/>; the arguments are sound and the destination is not empty.</summary>
    protected abstract void EnqueueMultiplySparse(DeviceStream queue, CsrOperand<T> source, bool isTransposed, StridedMatrix<T> destination);

    /// <summary>Some neighbouring rows of an operand.</summary>
    protected static MatrixOperand<T> RowsOf(MatrixOperand<T> operand, long first, long count) => operand.IsTransposed
        ? operand with { Elements = operand.Elements.SubView(first), StoredColumns = count }
        : operand with { Elements = operand.Elements.SubView(first * operand.LeadingDimension), StoredRows = count };

    private static void CheckRange(long first, long count, long limit, string name)
    {
        if (first < 0 || count > limit - first)
        {
            throw new ArgumentOutOfRangeException(name, first, $"{count} rows or columns from {first} on leave the {limit} of the sketching matrix.");
        }
    }

    private static void CheckShape(long rows, long columns, MatrixOperand<T> expected)
    {
        if (rows != expected.Rows || columns != expected.Columns)
        {
            throw new ArgumentException($"The matrix is {expected.Rows}×{expected.Columns}, but {rows}×{columns} goes with the sketch.");
        }
    }
}
