using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>The triangle of a triangle on top of a multiple of the identity: [R; shift] = Q R', so that R'ᵀR' = RᵀR + shift².</summary>
internal static class StackedTriangle
{
    /// <returns>R', order×order, by rows.</returns>
    public static DeviceBuffer<double> Factor(DeviceStream stream, ArrayView<double> triangle, int order, double shift)
    {
        long square = (long)order * order;
        using DeviceBuffer<double> stacked = stream.Device.Allocate<double>(2 * square, stream);
        stream.Copy(triangle.SubView(0, square), stacked.View.SubView(0, square));
        MatrixOperations.Identity(stream, shift, new RowMatrix<double>(stacked.View.SubView(square), order, order));
        using var qr = new PanelOrthonormalizer<double>(stream, 2L * order, order);
        MatrixOperand<double> panel = MatrixOperand<double>.Dense(stacked.View, 2L * order, order);
        return stream.Device.Allocate<double>(qr.Factorize(panel, panel), stream);
    }
}
