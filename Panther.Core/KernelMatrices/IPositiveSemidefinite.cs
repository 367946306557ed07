using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>A symmetric positive semidefinite matrix of which single elements and columns can be computed: it need never be stored.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <see cref="PositiveSemidefiniteMatrix{T}"/> and <see cref="GaussianKernelMatrix{T}"/> are such matrices. One's own enqueues its work on
/// <see cref="Device.DefaultStream"/> of <see cref="Device"/> and need not wait for it. Destinations are dense and stored by rows.
/// </remarks>
public interface IPositiveSemidefinite<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gets the number of rows and columns, n.</summary>
    long Order { get; }

    /// <summary>Gets the device that the elements are computed on.</summary>
    Device Device { get; }

    /// <summary>Computes the main diagonal.</summary>
    /// <param name="destination">Receives it, n×1.</param>
    void Diagonal(DeviceMatrix<T> destination);

    /// <summary>Computes columns.</summary>
    /// <param name="columns">The numbers of the columns, on the device.</param>
    /// <param name="destination">Receives them, n × as many.</param>
    void Columns(ArrayView<int> columns, DeviceMatrix<T> destination);

    /// <summary>Computes the elements where some rows and the same columns meet.</summary>
    /// <param name="places">The numbers of the rows and columns, on the device; some may be equal.</param>
    /// <param name="destination">Receives the elements, as many × as many.</param>
    void Block(ArrayView<int> places, DeviceMatrix<T> destination);
}
