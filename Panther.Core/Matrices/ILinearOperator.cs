using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>A matrix that is known only by its products with panels of columns.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <see cref="DeviceMatrix{T}"/> and <see cref="CsrMatrix{T}"/> are operators. One's own implements the two products with whatever enqueues its work on
/// <see cref="Device.DefaultStream"/> of <see cref="Device"/>; a product need not wait for the device. The panels that Panther gives are stored by
/// rows (<see cref="MatrixLayout.RowMajor"/>), and their elements are undefined before they are written.
/// </remarks>
public interface ILinearOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gets the number of rows, m.</summary>
    long Rows { get; }

    /// <summary>Gets the number of columns, n.</summary>
    long Columns { get; }

    /// <summary>Gets the device that the products run on.</summary>
    Device Device { get; }

    /// <summary>destination = A · panel.</summary>
    /// <param name="panel">A panel of columns, n×k.</param>
    /// <param name="destination">Receives the product, m×k; not the panel.</param>
    /// <exception cref="ArgumentException">The shapes do not go together, or a matrix is on another device.</exception>
    void Multiply(DeviceMatrix<T> panel, DeviceMatrix<T> destination);

    /// <summary>destination = Aᵀ · panel.</summary>
    /// <param name="panel">A panel of columns, m×k.</param>
    /// <param name="destination">Receives the product, n×k; not the panel.</param>
    /// <exception cref="ArgumentException">The shapes do not go together, or a matrix is on another device.</exception>
    void MultiplyTransposed(DeviceMatrix<T> panel, DeviceMatrix<T> destination);
}
