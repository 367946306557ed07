using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <content>Products with panels of columns, accumulated in <typeparamref name="T"/>.</content>
public sealed partial class DeviceMatrix<T>
{
    /// <inheritdoc/>
    public void Multiply(DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        ProductCheck.Operands(this, isTransposed: false, panel, destination);
        MatrixProduct.Enqueue(Device.DefaultStream, T.One, Operand, panel.Operand, T.Zero, destination.Operand);
    }

    /// <inheritdoc/>
    public void MultiplyTransposed(DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        ProductCheck.Operands(this, isTransposed: true, panel, destination);
        MatrixProduct.Enqueue(Device.DefaultStream, T.One, Operand.Transposed, panel.Operand, T.Zero, destination.Operand);
    }
}
