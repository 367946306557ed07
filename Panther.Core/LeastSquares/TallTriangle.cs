using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>QR factorisations with the triangle in double: by reflections where the host's routines are at hand, else by Cholesky factors.</summary>
internal static class TallTriangle
{
    /// <summary>Replaces a panel by Q, where panel = Q R.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="panel">The panel, at least as tall as wide, dense, by rows.</param>
    /// <param name="columns">n.</param>
    /// <returns>R, n×n, upper triangular, by rows; the caller's.</returns>
    public static DeviceBuffer<double> Factor<T>(DeviceStream stream, ArrayView<T> panel, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long rows = panel.Length / columns;
        DeviceBuffer<double> triangle = stream.Device.Allocate<double>((long)columns * columns, stream);
        var r = new RowMatrix<double>(triangle.View, columns, columns);
        if (!stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            using var qr = new PanelOrthonormalizer<T>(stream, rows, columns);
            MatrixOperand<T> operand = MatrixOperand<T>.Dense(panel, rows, columns);
            qr.Factorize(operand, operand, r);
            return triangle;
        }

        using DeviceBuffer<double> source = stream.Device.Allocate<double>(panel.Length, stream);
        using DeviceBuffer<double> basis = stream.Device.Allocate<double>(panel.Length, stream);
        PanelPrecision.Convert(stream, panel, source.View);
        HouseholderQr.Factor(stream, new RowMatrix<double>(source.View, rows, columns), new RowMatrix<double>(basis.View, rows, columns), r);
        PanelPrecision.Convert(stream, basis.View, panel);
        return triangle;
    }

    /// <summary>The triangle of a triangle on top of a multiple of the identity, [R; shift] = Q R', so that R'ᵀR' = RᵀR + shift².</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="triangle">R, order×order, by rows.</param>
    /// <param name="order">n.</param>
    /// <param name="shift">The multiple.</param>
    /// <returns>R', n×n, by rows, and Q, 2n×n, by rows; the caller's.</returns>
    public static (DeviceBuffer<double> Triangle, DeviceBuffer<double> Basis) Stack(DeviceStream stream, ArrayView<double> triangle, int order, double shift)
    {
        long square = (long)order * order;
        DeviceBuffer<double> stacked = stream.Device.Allocate<double>(2 * square, stream);
        try
        {
            stream.Copy(triangle.SubView(0, square), stacked.View.SubView(0, square));
            MatrixOperations.Identity(stream, shift, new RowMatrix<double>(stacked.View.SubView(square), order, order));
            return (Factor(stream, stacked.View, order), stacked);
        }
        catch
        {
            stacked.Dispose();
            throw;
        }
    }
}
