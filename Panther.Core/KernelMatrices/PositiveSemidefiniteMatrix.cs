using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Pivoting;
using Panther.Kernels.Sketch;

namespace Panther.Core;

/// <summary>A stored matrix as a positive semidefinite one. It reads the matrix where it is, and does not own it.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PositiveSemidefiniteMatrix<T> : IPositiveSemidefinite<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceMatrix<T> matrix;

    /// <summary>Wraps a matrix. Symmetry is taken on trust.</summary>
    /// <param name="matrix">The matrix, n×n; must outlive this.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    public PositiveSemidefiniteMatrix(DeviceMatrix<T> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        InputCheck.ElementType<T>();
        if (matrix.Rows != matrix.Columns)
        {
            throw new ArgumentException($"The {matrix.Rows}×{matrix.Columns} matrix is not square.", nameof(matrix));
        }

        this.matrix = matrix;
    }

    /// <inheritdoc/>
    public long Order => matrix.Rows;

    /// <inheritdoc/>
    public Device Device => matrix.Device;

    // Of a symmetric matrix the transpose will do, so the layout does not matter.
    private StridedMatrix<T> Elements => new(matrix.View, Order, Order, Order, 1);

    /// <inheritdoc/>
    public void Diagonal(DeviceMatrix<T> destination)
    {
        KernelMatrixCheck.Destination(Order, 1, Device, destination);
        Pivots.Diagonal(Device.DefaultStream, Elements, destination.View);
    }

    /// <inheritdoc/>
    public void Columns(ArrayView<int> columns, DeviceMatrix<T> destination)
    {
        KernelMatrixCheck.Destination(Order, columns.Length, Device, destination);
        Pivots.Gather(Device.DefaultStream, Elements, null, columns, new RowMatrix<T>(destination.View, Order, columns.Length));
    }

    /// <inheritdoc/>
    public void Block(ArrayView<int> places, DeviceMatrix<T> destination)
    {
        KernelMatrixCheck.Destination(places.Length, places.Length, Device, destination);
        Pivots.Gather(Device.DefaultStream, Elements, places, places, new RowMatrix<T>(destination.View, places.Length, places.Length));
    }
}
