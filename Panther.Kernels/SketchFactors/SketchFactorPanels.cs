using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Pointwise;

namespace Panther.Kernels.SketchFactors;

/// <summary><see cref="SketchFactorProduct"/> on processors: signs are drawn in panels, always into the same memory, for the product of the device.</summary>
internal static class SketchFactorPanels
{
    // A panel stays in the caches between the drawing and the product.
    private const long PanelElements = 1 << 18;
    private const long PlaceStep = 64;

    /// <summary>See <see cref="SketchFactorProduct.Multiply{T}(DeviceStream, ArrayView{T}, long, in SketchFactor{T}, ArrayView{T})"/>.</summary>
    public static void Multiply<T>(DeviceStream queue, ArrayView<T> x, long rows, in SketchFactor<T> factor, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatrixOperand<T> left = MatrixOperand<T>.Dense(x, rows, factor.Places);
        MatrixOperand<T> product = MatrixOperand<T>.Dense(output, rows, 2 * factor.Rank);
        MatrixProduct.Enqueue(queue, T.One, left, factor.Trained, T.Zero, product.Block(0, factor.TrainedStart, rows, factor.Rank));
        MatrixOperand<T> signs = product.Block(0, factor.SignStart, rows, factor.Rank);
        long width = PanelPlaces(factor);
        using DeviceBuffer<T> panel = queue.Device.Allocate<T>(checked(width * factor.Rank), queue);
        for (long first = 0; first < factor.Places; first += width)
        {
            long places = Math.Min(width, factor.Places - first);
            SketchFactorProduct.Draw(queue, factor, first, places, panel.View);
            MatrixProduct.Enqueue(queue, T.One, left.Block(0, first, rows, places), MatrixOperand<T>.Dense(panel.View, places, factor.Rank), first == 0 ? T.Zero : T.One, signs);
        }
    }

    /// <summary>See <see cref="SketchFactorProduct.MultiplyTransposed{T}(DeviceStream, ArrayView{T}, long, in SketchFactor{T}, ArrayView{T}, ArrayView{T})"/>.</summary>
    public static void MultiplyTransposed<T>(DeviceStream queue, ArrayView<T> h, long rows, in SketchFactor<T> factor, ArrayView<T> bias, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatrixOperand<T> left = MatrixOperand<T>.Dense(h, rows, 2 * factor.Rank);
        MatrixOperand<T> product = MatrixOperand<T>.Dense(output, rows, factor.Places);
        T former = T.Zero;
        if (bias.Length > 0)
        {
            PointwiseLaunch.Apply(queue, default(IdentityFunction<T>), [rows, factor.Places], new StridedOperand<T>(output, [factor.Places, 1]), new StridedOperand<T>(bias, [0, 1]));
            former = T.One;
        }

        MatrixProduct.Enqueue(queue, T.One, left.Block(0, factor.TrainedStart, rows, factor.Rank), factor.Trained.Transposed, former, product);
        MatrixOperand<T> signs = left.Block(0, factor.SignStart, rows, factor.Rank);
        long width = PanelPlaces(factor);
        using DeviceBuffer<T> panel = queue.Device.Allocate<T>(checked(width * factor.Rank), queue);
        for (long first = 0; first < factor.Places; first += width)
        {
            long places = Math.Min(width, factor.Places - first);
            SketchFactorProduct.Draw(queue, factor, first, places, panel.View);
            MatrixProduct.Enqueue(queue, T.One, signs, MatrixOperand<T>.Dense(panel.View, places, factor.Rank).Transposed, T.One, product.Block(0, first, rows, places));
        }
    }

    private static long PanelPlaces<T>(in SketchFactor<T> factor)
        where T : unmanaged
        => Math.Min(factor.Places, Math.Max(PlaceStep, PanelElements / factor.Rank / PlaceStep * PlaceStep));
}
