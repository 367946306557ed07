using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>What matrices that are computed by elements ask of destinations.</summary>
internal static class KernelMatrixCheck
{
    /// <exception cref="ArgumentException">The destination has another shape, is stored by columns, is empty, or is on another device.</exception>
    public static void Destination<T>(long rows, long columns, Device device, DeviceMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.Rows != rows || destination.Columns != columns || rows == 0 || columns == 0)
        {
            throw new ArgumentException($"The destination is {destination.Rows}×{destination.Columns}; {rows}×{columns} elements do not fit or are none.", nameof(destination));
        }

        if (destination.Layout != MatrixLayout.RowMajor && columns > 1)
        {
            throw new ArgumentException("The destination is stored by columns; it must be stored by rows.", nameof(destination));
        }

        if (destination.Device != device)
        {
            throw new ArgumentException($"The matrix is on {device.Id} and the destination on {destination.Device.Id}.", nameof(destination));
        }
    }
}
