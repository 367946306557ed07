using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Sketch;

namespace Panther.Core;

/// <summary>A matrix A that columns and rows are picked from: what the choice needs of it, by products with panels unless there is a shorter way.</summary>
/// <remarks>Where a method says so it is about Aᵀ instead, m is the number of rows and n the number of columns of what it is about.</remarks>
internal abstract class SkeletonSource<T>(ILinearOperator<T> matrix)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes the source of a matrix of which picked columns and rows are to be dense, by the shortest way that its type has.</summary>
    /// <exception cref="ArgumentException">There is a NaN or an infinity.</exception>
    public static SkeletonSource<T, DeviceMatrix<T>> WithDensePicks(ILinearOperator<T> matrix) => matrix switch
    {
        DeviceMatrix<T> dense => new DenseSkeletonSource<T>(dense),
        CsrMatrix<T> sparse => new DensePicksSource<T>(sparse),
        _ => new OperatorSkeletonSource<T>(matrix),
    };

    /// <summary>Gets the stream that everything is enqueued on.</summary>
    public DeviceStream Stream { get; } = matrix.Device.DefaultStream;

    /// <summary>Gets the rows of A.</summary>
    public long Rows => matrix.Rows;

    /// <summary>Gets the columns of A.</summary>
    public long Columns => matrix.Columns;

    /// <summary>Gets how often the matrix was read.</summary>
    public int Passes { get; protected set; }

    /// <summary>Gets a power of two that brings elements near one; known once there is a sketch.</summary>
    public T Scale { get; protected set; } = T.One;

    /// <summary>Gets the Frobenius norm; known once there is a sketch.</summary>
    public double Norm { get; protected set; }

    /// <summary>Gets the norm of the scaled matrix.</summary>
    public double ScaledNorm => Norm * double.CreateChecked(Scale);

    /// <summary>destination (rows of S × n) = S·A, or S·Aᵀ; not scaled.</summary>
    public virtual void Sketch(bool isTransposed, SketchMatrix<T> sketch, MatrixOperand<T> destination)
    {
        using DeviceMatrix<T> drawn = DeviceMatrix<T>.Allocate(Stream.Device, sketch.Columns, sketch.Rows);
        sketch.Window(Stream, drawn.Operand.Transposed, 0, 0);
        MultiplyLeft(isTransposed, drawn, destination);
    }

    /// <summary>destination (m×n) = A, or Aᵀ, for an m no larger than a sketch; not scaled.</summary>
    public virtual void CopyTo(bool isTransposed, MatrixOperand<T> destination)
    {
        using DeviceMatrix<T> identity = DeviceMatrix<T>.Allocate(Stream.Device, destination.Rows, destination.Rows);
        MatrixOperations.Identity(Stream, T.One, identity.Stored);
        MultiplyLeft(isTransposed, identity, destination);
    }

    /// <summary>Takes note of a sketch with a number of random vectors, or with one of the matrix itself, where nothing else tells how large the matrix is.</summary>
    /// <exception cref="ArgumentException">There is a NaN or an infinity.</exception>
    public virtual void Note(ArrayView<T> sketch, long vectors)
    {
    }

    /// <summary>destination (k×n) = scale · Qᵀ·A.</summary>
    public virtual void Project(DeviceMatrix<T> basis, MatrixOperand<T> destination)
    {
        MultiplyLeft(isTransposed: false, basis, destination);
        VectorOperations.Scale(Stream, Scale, destination.Elements, destination.Elements);
    }

    /// <summary>destination = A · panel, or Aᵀ · panel; not scaled.</summary>
    public void Multiply(bool isTransposed, DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        if (isTransposed)
        {
            matrix.MultiplyTransposed(panel, destination);
        }
        else
        {
            matrix.Multiply(panel, destination);
        }

        Passes++;
    }

    /// <summary>destination (k×n, dense by rows) = panelᵀ·A, or panelᵀ·Aᵀ.</summary>
    private void MultiplyLeft(bool isTransposed, DeviceMatrix<T> panel, MatrixOperand<T> destination)
    {
        using DeviceMatrix<T> product = DeviceMatrix<T>.Allocate(Stream.Device, destination.Columns, destination.Rows);
        Multiply(!isTransposed, panel, product);
        DenseOperand.CopyByRows(Stream, product.Operand.Transposed, destination.Elements);
    }
}
