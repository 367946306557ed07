using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

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

    /// <summary>Gets the power of two that the matrix is scaled by; 1 unless <see cref="ScaleBy"/> was called.</summary>
    public T Scale { get; private set; } = T.One;

    /// <summary>Gets the stored elements.</summary>
    public abstract ArrayView<T> Elements { get; }

    /// <summary>Scales the matrix from now on. The elements stay as they are; what they are multiplied with is scaled.</summary>
    public void ScaleBy(T powerOfTwo) => Scale = powerOfTwo;

    /// <summary>destination = A · panel.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="panel">n×columns, dense, by rows; used up.</param>
    /// <param name="destination">m×columns, dense, by rows.</param>
    /// <param name="columns">The columns of the panels.</param>
    public void Multiply(DeviceStream stream, ArrayView<T> panel, ArrayView<T> destination, int columns)
    {
        ApplyScale(stream, panel);
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
    }

    /// <summary>destination = S · A, by rows; S null for the matrix itself.</summary>
    public void Sketch(DeviceStream stream, SketchOperator? sketch, ArrayView<T> destination)
    {
        EnqueueSketch(stream, sketch, destination);
        ApplyScale(stream, destination);
    }

    protected abstract void EnqueueProduct(DeviceStream stream, ArrayView<T> panel, ArrayView<T> destination, int columns);

    protected abstract void EnqueueTransposedProduct(DeviceStream stream, ArrayView<T> panel, ArrayView<T> destination, int columns);

    protected abstract void EnqueueSketch(DeviceStream stream, SketchOperator? sketch, ArrayView<T> destination);

    protected static MatrixOperand<T> Panel(ArrayView<T> elements, int columns) => MatrixOperand<T>.Dense(elements, elements.Length / columns, columns);

    private void ApplyScale(DeviceStream stream, ArrayView<T> elements)
    {
        if (Scale != T.One)
        {
            VectorOperations.Scale(stream, Scale, elements, elements);
        }
    }
}
