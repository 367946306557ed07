using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>Lends MathNet matrices to computations on devices, and makes MathNet matrices of their results.</summary>
internal static class MathNetMatrix
{
    /// <summary>
    /// Runs a computation on a matrix: in place if it is dense and the device a CPU, else on a copy; sparse and diagonal matrices are made dense first.
    /// </summary>
    public static TResult Use<T, TResult>(Matrix<T> matrix, Device? device, Func<DeviceMatrix<T>, TResult> compute)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return HostInput.Use(Elements(matrix), matrix.RowCount, matrix.ColumnCount, MatrixLayout.ColumnMajor, device, compute);
    }

    /// <summary>Runs a computation on a vector as a matrix of one column, as <see cref="Use{T, TResult}(Matrix{T}, Device?, Func{DeviceMatrix{T}, TResult})"/> does.</summary>
    public static TResult Use<T, TResult>(Vector<T> vector, Device? device, Func<DeviceMatrix<T>, TResult> compute)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(vector);
        return HostInput.Use(Elements(vector), vector.Count, 1, MatrixLayout.ColumnMajor, device, compute);
    }

    /// <summary>Runs a computation that only multiplies by the matrix: a sparse matrix stays sparse, in a copy; any other is lent as a dense one.</summary>
    public static TResult UseOperator<T, TResult>(Matrix<T> matrix, Device? device, Func<ILinearOperator<T>, TResult> compute)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => Use(matrix, device, compute, compute);

    /// <summary>Runs a computation on a matrix: one on a copy that is sparse too for a sparse matrix, and one on a dense matrix for any other.</summary>
    public static TResult Use<T, TResult>(Matrix<T> matrix, Device? device, Func<DeviceMatrix<T>, TResult> computeDense, Func<CsrMatrix<T>, TResult> computeSparse)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        if (matrix?.Storage is not SparseCompressedRowMatrixStorage<T>)
        {
            return Use(matrix!, device, computeDense);
        }

        using CsrMatrix<T> sparse = ToSparse(matrix, device ?? Device.Default);
        return computeSparse(sparse);
    }

    /// <summary>The elements column by column; a dense matrix's own.</summary>
    public static ReadOnlySpan<T> Elements<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => matrix.Storage is DenseColumnMajorMatrixStorage<T> dense ? dense.Data : matrix.ToColumnMajorArray();

    /// <summary>The elements of a vector; a dense one's own.</summary>
    public static ReadOnlySpan<T> Elements<T>(Vector<T> vector)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => vector.Storage is DenseVectorStorage<T> dense ? dense.Data : vector.ToArray();

    /// <summary>Copies the elements that are stored, or for a matrix that is not sparse all that are not zero, to a device.</summary>
    public static CsrMatrix<T> ToSparse<T>(Matrix<T> matrix, Device device)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        InputCheck.ElementType<T>();
        SparseCompressedRowMatrixStorage<T> storage = matrix.Storage as SparseCompressedRowMatrixStorage<T>
            ?? SparseCompressedRowMatrixStorage<T>.OfMatrix(matrix.Storage);
        long[] starts = Array.ConvertAll(storage.RowPointers, start => (long)start);
        int count = storage.ValueCount;
        return CsrMatrix<T>.Create(
            device, storage.RowCount, storage.ColumnCount, starts, storage.ColumnIndices.AsSpan(0, count), storage.Values.AsSpan(0, count));
    }

    /// <summary>Copies a matrix from its device into a dense MathNet matrix.</summary>
    public static Matrix<T> From<T>(DeviceMatrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        (int rows, int columns) = (checked((int)matrix.Rows), checked((int)matrix.Columns));
        var elements = new T[checked(rows * columns)];
        matrix.CopyTo(elements);
        if (matrix.Layout == MatrixLayout.RowMajor && rows > 1 && columns > 1)
        {
            var transposed = new T[elements.Length];
            HostElements.Transpose<T>(elements, transposed, rows, columns);
            elements = transposed;
        }

        return Matrix<T>.Build.Dense(rows, columns, elements);
    }

    /// <summary>Copies a sparse matrix from its device into a sparse MathNet matrix.</summary>
    public static Matrix<T> From<T>(CsrMatrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        HostCsr<T> host = matrix.ToHost();
        return Matrix<T>.Build.SparseFromCompressedSparseRowFormat(
            checked((int)host.Rows),
            checked((int)host.Columns),
            host.Values.Length,
            Array.ConvertAll(host.Starts, start => (int)start),
            host.Indices,
            host.Values);
    }

    /// <summary>Copies a matrix of one column from its device into a dense MathNet vector.</summary>
    public static Vector<T> FromColumn<T>(DeviceMatrix<T> column)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => From(DenseOperand.Vector(column));

    /// <summary>Takes an array as a dense MathNet vector, without a copy.</summary>
    public static Vector<T> From<T>(T[] elements)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => Vector<T>.Build.Dense(elements);
}
