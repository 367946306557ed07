using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>P as a dense matrix, stored by rows; owns it.</summary>
internal sealed class DensePreconditioner(DeviceStream stream, DeviceBuffer<double> matrix, int order, int rank, DeviceBuffer<double>? start)
    : RightPreconditioner(stream, order, rank, start)
{
    private MatrixOperand<double> Matrix => MatrixOperand<double>.Dense(matrix.View, Order, Rank);

    /// <inheritdoc/>
    public override void Apply(ArrayView<double> source, ArrayView<double> destination, int columns) =>
        MatrixProduct.Enqueue(Stream, 1, Matrix, MatrixOperand<double>.Dense(source, Rank, columns), 0, MatrixOperand<double>.Dense(destination, Order, columns));

    /// <inheritdoc/>
    public override void ApplyTransposed(ArrayView<double> source, ArrayView<double> destination, int columns) =>
        MatrixProduct.Enqueue(
            Stream, 1, Matrix.Transposed, MatrixOperand<double>.Dense(source, Order, columns), 0, MatrixOperand<double>.Dense(destination, Rank, columns));

    /// <inheritdoc/>
    public override void Dispose()
    {
        matrix.Dispose();
        base.Dispose();
    }
}
