using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// The matrix A of a least-squares problem as the solvers see it: products with panels, and sketches. It is scaled by a power of two where its elements are so
/// large or small that squares would leave the range of the type.
/// </summary>
internal abstract class SystemMatrix<T>(long rows, long columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gets m.</summary>
    public long Rows { get; } = rows;

    /// <summary>Gets n.</summary>
    public long Columns { get; } = columns;

    /// <summary>Gets the power of two that the matrix is scaled by; 1 before <see cref="Normalize"/>.</summary>
    public T Scale { get; private set; } = T.One;

    /// <summary>Gets the stored elements.</summary>
    protected abstract ArrayView<T> Elements { get; }

    /// <summary>Gets or sets the powers of two that the columns are multiplied with from now on, n of them; null for ones.</summary>
    public DeviceBuffer<T>? ColumnFactors { get; set; }

    /// <summary>Measures the matrix, and scales it from now on. The elements stay as they are; what they are multiplied with is scaled.</summary>
    /// <returns>The Frobenius norm of the scaled matrix.</returns>
    /// <exception cref="ArgumentException">There is a NaN or an infinity.</exception>
    public double Normalize(DeviceStream stream)
    {
        Magnitude magnitude = InputCheck.Finite(stream, Elements);
        int exponent = SafeExponent.Of<T>(magnitude.Largest);
        Scale = T.ScaleB(T.One, -exponent);
        return Math.ScaleB(magnitude.Norm, -exponent);
    }

    /// <summary>destination = A · panel.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="panel">n×columns, dense, by rows; used up.</param>
    /// <param name="destination">m×columns, dense, by rows.</param>
    /// <param name="columns">The columns of the panels.</param>
    public void Multiply(DeviceStream stream, ArrayView<T> panel, ArrayView<T> destination, int columns)
    {
        ApplyScale(stream, panel);
        ApplyColumnFactors(stream, panel, columns);
        EnqueueProduct(stream, panel, destination, columns);
    }

    /// <summary>destination = Aᵀ · panel.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="panel">m×columns, dense, by rows; used up.</param>
    /// <param name="destination">n×columns, dense, by rows.</param>
    /// <param name="columns">The columns of the panels.</param>
    public void MultiplyTransposed(DeviceStream stream, ArrayView<T> panel, ArrayView<T> destination, int columns)
    {
        ApplyScale(stream, panel);
        EnqueueTransposedProduct(stream, panel, destination, columns);
        ApplyColumnFactors(stream, destination, columns);
    }

    /// <summary>image = A · panel, then panel = Aᵀ · image.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="panel">n×columns, dense, by rows; receives the result.</param>
    /// <param name="image">m×columns, dense, by rows; used up.</param>
    /// <param name="columns">The columns of the panels.</param>
    public void MultiplyNormal(DeviceStream stream, ArrayView<T> panel, ArrayView<T> image, int columns)
    {
        if (CanFuse(stream, columns))
        {
            ApplyColumnFactors(stream, panel, columns);
            EnqueueFused(stream, panel, null, image);
            ApplyColumnFactors(stream, panel, columns);
            return;
        }

        Multiply(stream, panel, image, columns);
        MultiplyTransposed(stream, image, panel, columns);
    }

    /// <summary>residual = b - A · panel, then panel = Aᵀ · residual.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="panel">n×columns, dense, by rows; receives the result.</param>
    /// <param name="b">m×columns, dense, by rows.</param>
    /// <param name="residual">m×columns, dense, by rows.</param>
    /// <param name="columns">The columns of the panels.</param>
    public void MultiplyResidual(DeviceStream stream, ArrayView<T> panel, ArrayView<T> b, ArrayView<T> residual, int columns)
    {
        if (CanFuse(stream, columns))
        {
            ApplyColumnFactors(stream, panel, columns);
            EnqueueFused(stream, panel, b, residual);
            ApplyColumnFactors(stream, panel, columns);
            return;
        }

        Multiply(stream, panel, residual, columns);
        VectorOperations.Subtract(stream, b, residual, residual);
        MultiplyTransposed(stream, residual, panel, columns);
        if (Scale != T.One)
        {
            VectorOperations.Scale(stream, T.One / Scale, residual, residual);
        }
    }

    /// <summary>Multiplies the rows of a panel with the factors of the columns.</summary>
    public void ApplyColumnFactors(DeviceStream stream, ArrayView<T> panel, int columns)
    {
        if (ColumnFactors is not null)
        {
            var rows = new RowMatrix<T>(panel, Columns, columns);
            MatrixOperations.ScaleRows(stream, ColumnFactors.View, rows, rows);
        }
    }

    /// <summary>destination = S · A, by rows, before the factors of the columns; S null for the matrix itself.</summary>
    public void Sketch(DeviceStream stream, SketchOperator? sketch, ArrayView<T> destination)
    {
        EnqueueSketch(stream, sketch, destination);
        ApplyScale(stream, destination);
    }

    /// <summary>Gets a value indicating whether <see cref="EnqueueFused"/> works on a stream.</summary>
    protected virtual bool CanEnqueueFused(DeviceStream stream) => false;

    /// <summary>image = A x, or b - A x where b is given, then x = Aᵀ image, in one pass over A; one column, without the scale.</summary>
    protected virtual void EnqueueFused(DeviceStream stream, ArrayView<T> x, ArrayView<T>? b, ArrayView<T> image) => throw new NotSupportedException();

    /// <summary>See <see cref="Multiply"/>; without the scale.</summary>
    protected abstract void EnqueueProduct(DeviceStream stream, ArrayView<T> panel, ArrayView<T> destination, int columns);

    /// <summary>See <see cref="MultiplyTransposed"/>; without the scale.</summary>
    protected abstract void EnqueueTransposedProduct(DeviceStream stream, ArrayView<T> panel, ArrayView<T> destination, int columns);

    /// <summary>See <see cref="Sketch"/>; without the scale.</summary>
    protected abstract void EnqueueSketch(DeviceStream stream, SketchOperator? sketch, ArrayView<T> destination);

    /// <summary>Densely stored rows.</summary>
    protected static MatrixOperand<T> Panel(ArrayView<T> elements, int columns) => MatrixOperand<T>.Dense(elements, elements.Length / columns, columns);

    private bool CanFuse(DeviceStream stream, int columns) => columns == 1 && Scale == T.One && CanEnqueueFused(stream);

    private void ApplyScale(DeviceStream stream, ArrayView<T> elements)
    {
        if (Scale != T.One)
        {
            VectorOperations.Scale(stream, Scale, elements, elements);
        }
    }
}
