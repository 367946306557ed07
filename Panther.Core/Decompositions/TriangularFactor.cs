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

    /// <summary>Takes the columns in another order, and makes them a triangle again by reflections.</summary>
    /// <param name="order">The column that comes to each place.</param>
    /// <returns>Q, rows×rows: R as it was, in the new order, is Q times R as it is. The caller disposes it.</returns>
    public DeviceMatrix<T> Reorder(int[] order)
    {
        using (DeviceBuffer<int> places = stream.Device.Allocate<int>(order, stream))
        {
            MatrixOperations.GatherColumns(stream, places.View, Matrix, new RowMatrix<T>(spare.View, Rows, Columns));
        }

        (current, spare) = (spare, current);
        RowMatrix<T> reordered = Matrix, leading = reordered with { Columns = Rows };
        DeviceMatrix<T> q = DeviceMatrix<T>.Allocate(stream.Device, Rows, Rows);
        try
        {
            MatrixOperations.Copy(stream, leading, q.Stored);
            ReflectionQr.Factor(stream, q, leading);
            if (Columns > Rows)
            {
                using DeviceBuffer<T> product = stream.Device.Allocate<T>((long)Rows * (Columns - Rows), stream);
                RowMatrix<T> others = reordered with { Elements = reordered.Elements.SubView(Rows), Columns = Columns - Rows };
                var projected = new RowMatrix<T>(product.View, Rows, Columns - Rows);
                MatrixProduct.Enqueue(stream, T.One, q.Operand.Transposed, others.Operand, T.Zero, projected.Operand);
                MatrixOperations.Copy(stream, projected, others);
            }

            return q;
        }
        catch
        {
            q.Dispose();
            throw;
        }
    }

    /// <summary>Returns how many elements of a diagonal there are up to the last that is above a tolerance relative to the largest.</summary>
    public static int Rank(double[] diagonal, double tolerance)
    {
        int rank = diagonal.Length;
        double limit = rank > 0 ? tolerance * diagonal.Max() : 0;
        while (rank > 0 && !(diagonal[rank - 1] > limit))
        {
            rank--;
        }

        return rank;
    }

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
