using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Interpolation;

/// <summary>A matrix that tells nothing but its products.</summary>
internal sealed class ProductsOnly<T>(ILinearOperator<T> matrix) : ILinearOperator<T>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    public long Rows => matrix.Rows;

    public long Columns => matrix.Columns;

    public Device Device => matrix.Device;

    /// <summary>Gets the number of products.</summary>
    public int Products { get; private set; }

    /// <summary>Gets the columns of the widest panel.</summary>
    public long Widest { get; private set; }

    public void Multiply(DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        Count(panel);
        matrix.Multiply(panel, destination);
    }

    public void MultiplyTransposed(DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        Count(panel);
        matrix.MultiplyTransposed(panel, destination);
    }

    private void Count(DeviceMatrix<T> panel)
    {
        Products++;
        Widest = Math.Max(Widest, panel.Columns);
    }
}
