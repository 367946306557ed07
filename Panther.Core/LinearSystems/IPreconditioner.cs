using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>A symmetric positive definite matrix M that is close to another one and easy to solve with.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>One's own enqueues its work on <see cref="Device.DefaultStream"/> of <see cref="Device"/> and need not wait for it. Panels are dense and stored by rows.</remarks>
public interface IPreconditioner<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gets the number of rows and columns, n.</summary>
    long Order { get; }

    /// <summary>Gets the device that the work is done on.</summary>
    Device Device { get; }

    /// <summary>destination = M⁻¹ · panel.</summary>
    /// <param name="panel">A panel of columns, n×k.</param>
    /// <param name="destination">Receives the solution, n×k; not the panel.</param>
    void Solve(DeviceMatrix<T> panel, DeviceMatrix<T> destination);
}
