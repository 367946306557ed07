using System.Numerics;

namespace Panther.Core;

/// <summary>What a product of a matrix and a panel asks of its arguments.</summary>
internal static class ProductCheck
{
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="ArgumentException">The shapes do not go together, the destination is the panel, or a matrix is on another device.</exception>
    public static void Operands<T>(ILinearOperator<T> matrix, bool isTransposed, DeviceMatrix<T> panel, DeviceMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        InputCheck.ElementType<T>();
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(destination);
        (long rows, long columns) = isTransposed ? (matrix.Columns, matrix.Rows) : (matrix.Rows, matrix.Columns);
        if (panel.Rows != columns || destination.Rows != rows || destination.Columns != panel.Columns)
        {
            throw new ArgumentException(
                $"A {rows}×{columns} by {panel.Rows}×{panel.Columns} product does not fit a {destination.Rows}×{destination.Columns} destination.");
        }

        if (panel.Device != matrix.Device || destination.Device != matrix.Device)
        {
            throw new ArgumentException(
                $"The matrix is on {matrix.Device.Id}, the panel on {panel.Device.Id} and the destination on {destination.Device.Id}.");
        }

        if (ReferenceEquals(panel, destination))
        {
            throw new ArgumentException("The destination is the panel itself.", nameof(destination));
        }
    }
}
