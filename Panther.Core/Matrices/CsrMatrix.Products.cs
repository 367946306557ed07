using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Csr;

namespace Panther.Core;

/// <content>Products with dense panels of columns. Sums run in the order of the elements, by fused operations in <typeparamref name="T"/>.</content>
public sealed partial class CsrMatrix<T>
{
    private CsrMatrix<T>? transpose;

    /// <inheritdoc/>
    public void Multiply(DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        ProductCheck.Operands(this, isTransposed: false, panel, destination);
        Enqueue(panel, destination);
    }

    /// <summary>destination = Aᵀ · panel. The first such product makes the transpose on the device and keeps it, which takes as much memory again.</summary>
    /// <inheritdoc/>
    public void MultiplyTransposed(DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        ProductCheck.Operands(this, isTransposed: true, panel, destination);
        transpose ??= Transpose();
        transpose.Enqueue(panel, destination);
    }

    /// <summary>Gets the transpose, which the first call makes and the matrix keeps.</summary>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    internal CsrOperand<T> TransposedOperand => (transpose ??= Transpose()).Operand;

    private void Enqueue(DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        CsrOperand<T> source = Operand;
        StridedMatrix<T> right = StridedMatrix<T>.Of(panel.Operand);
        StridedMatrix<T> result = StridedMatrix<T>.Of(destination.Operand);
        if (destination.Rows > 0 && destination.Columns > 0)
        {
            CsrProduct.MultiplyDense(Device.DefaultStream, source, right, result);
        }
    }
}
