using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Transpose;

namespace Panther.Core;

/// <summary>The leading rows of an upper trapezoidal factor R, which passes of a QR factorisation multiply from the left.</summary>
internal sealed class TriangularFactor<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceStream stream;
    private DeviceBuffer<T> current;
    private DeviceBuffer<T> spare;

    /// <summary>Reserves a factor; its elements are undefined.</summary>
    public TriangularFactor(DeviceStream stream, int rows, int columns)
    {
        this.stream = stream;
        (Rows, Columns) = (rows, columns);
        current = stream.Device.Allocate<T>((long)rows * columns, stream);
        try
        {
            spare = stream.Device.Allocate<T>((long)rows * columns, stream);
        }
        catch
        {
            current.Dispose();
            throw;
        }
    }

    /// <summary>Gets or sets the leading rows that count.</summary>
    public int Rows { get; set; }

    /// <summary>Gets the columns.</summary>
    public int Columns { get; }

    /// <summary>Gets R, stored by rows.</summary>
    public RowMatrix<T> Matrix => new(current.View, Rows, Columns);

    /// <summary>Gets the leading square of R.</summary>
    public MatrixOperand<T> Triangle => new(current.View, Rows, Rows, Columns);

    /// <summary>Gets R as an operand.</summary>
    public MatrixOperand<T> Operand => MatrixOperand<T>.Dense(current.View, Rows, Columns);

    /// <summary>Replaces R by <paramref name="left"/> R.</summary>
    public void MultiplyFromLeft(MatrixOperand<T> left)
    {
        MatrixProduct.Enqueue(stream, T.One, left, Operand, T.Zero, MatrixOperand<T>.Dense(spare.View, Rows, Columns));
        (current, spare) = (spare, current);
    }

    /// <summary>Replaces a square R by the transpose of a lower triangle.</summary>
    /// <param name="lower">The triangle with zeros above its diagonal, by rows.</param>
    public void Replace(RowMatrix<T> lower) => Transposition.Transpose(stream, lower, Matrix);

    /// <summary>Copies the diagonal to the host and waits for it.</summary>
    public double[] Diagonal()
    {
        using DeviceBuffer<T> diagonal = stream.Device.Allocate<T>(Rows, stream);
        MatrixOperations.Copy(stream, new RowMatrix<T>(current.View, Rows, 1, Columns + 1), new RowMatrix<T>(diagonal.View, Rows, 1));
        return Array.ConvertAll(diagonal.ToArray(stream), double.CreateTruncating);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        current.Dispose();
        spare.Dispose();
    }
}
