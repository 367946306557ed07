using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>P = R⁻¹ by substitution: the inverse itself would lose what a badly conditioned R holds. Does not own R.</summary>
internal sealed class TrianglePreconditioner(DeviceStream stream, DeviceBuffer<double> triangle, int order, DeviceBuffer<double>? start)
    : RightPreconditioner(stream, order, order, start)
{
    private MatrixOperand<double> Triangle => MatrixOperand<double>.Dense(triangle.View, Order, Order);

    /// <inheritdoc/>
    public override void Apply(ArrayView<double> source, ArrayView<double> destination, int columns)
    {
        Stream.Copy(source, destination);
        TriangularSolve.Left(Stream, upper: true, Triangle, MatrixOperand<double>.Dense(destination, Order, columns));
    }

    /// <inheritdoc/>
    public override void ApplyTransposed(ArrayView<double> source, ArrayView<double> destination, int columns)
    {
        Stream.Copy(source, destination);
        TriangularSolve.Left(Stream, upper: false, Triangle.Transposed, MatrixOperand<double>.Dense(destination, Order, columns));
    }
}
