using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Pooling;

namespace Panther.Nn;

/// <summary>The largest elements and the averages of windows over the last dimensions. Gradients have gradients, of any order.</summary>
/// <remarks>The kernels are <see cref="Kernels.Pooling.PoolingKernels"/>, launched by <see cref="Kernels.Pooling.Poolings"/>.</remarks>
public static class Pooling
{
    /// <summary>The largest element of each window; the gradient goes to the first of equal ones. NaN stays.</summary>
    /// <param name="x">The input, n×c×h×w.</param>
    /// <param name="window">The windows.</param>
    /// <returns>n×c×⌊(h + 2·padding - size)/stride + 1⌋×…</returns>
    /// <exception cref="ArgumentException">The tensor has not four dimensions, or no window fits.</exception>
    public static Tensor<T> MaxPool2d<T>(this Tensor<T> x, PoolingWindow window)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Max(x, Over(x, window));

    /// <summary>The largest element of each window along the last dimension; see <see cref="MaxPool2d"/>.</summary>
    /// <param name="x">The input, n×c×w.</param>
    /// <param name="window">The windows.</param>
    /// <exception cref="ArgumentException">The tensor has not three dimensions, or no window fits.</exception>
    public static Tensor<T> MaxPool1d<T>(this Tensor<T> x, PoolingWindow window)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNotRank(x, 3);
        ArgumentNullException.ThrowIfNull(window);
        return x.Unsqueeze(2).MaxPool2d(window.AlongWidth()).Squeeze(2);
    }

    /// <summary>The average of each window.</summary>
    /// <param name="x">The input, n×c×h×w.</param>
    /// <param name="window">The windows.</param>
    /// <returns>n×c×⌊(h + 2·padding - size)/stride + 1⌋×…</returns>
    /// <exception cref="ArgumentException">The tensor has not four dimensions, or no window fits.</exception>
    public static Tensor<T> AveragePool2d<T>(this Tensor<T> x, PoolingWindow window)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Average(x, Over(x, window));

    /// <summary>The average of each window along the last dimension; see <see cref="AveragePool2d"/>.</summary>
    /// <param name="x">The input, n×c×w.</param>
    /// <param name="window">The windows.</param>
    /// <exception cref="ArgumentException">The tensor has not three dimensions, or no window fits.</exception>
    public static Tensor<T> AveragePool1d<T>(this Tensor<T> x, PoolingWindow window)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNotRank(x, 3);
        ArgumentNullException.ThrowIfNull(window);
        return x.Unsqueeze(2).AveragePool2d(window.AlongWidth()).Squeeze(2);
    }

    /// <summary>The largest elements of as many windows as are wanted: window i of m over n places goes from ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉.</summary>
    /// <param name="x">The input, n×c×h×w.</param>
    /// <param name="height">The windows in height.</param>
    /// <param name="width">The windows in width.</param>
    /// <exception cref="ArgumentException">The tensor has not four dimensions, or its last two are empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of windows is below 1.</exception>
    public static Tensor<T> AdaptiveMaxPool2d<T>(this Tensor<T> x, int height, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Max(x, Adaptive(x, height, width));

    /// <summary>The averages of as many windows as are wanted; see <see cref="AdaptiveMaxPool2d"/>. One window is the average of the plane.</summary>
    /// <param name="x">The input, n×c×h×w.</param>
    /// <param name="height">The windows in height.</param>
    /// <param name="width">The windows in width.</param>
    /// <exception cref="ArgumentException">The tensor has not four dimensions, or its last two are empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of windows is below 1.</exception>
    public static Tensor<T> AdaptiveAveragePool2d<T>(this Tensor<T> x, int height, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Average(x, Adaptive(x, height, width));

    /// <summary>The largest elements of as many windows along the last dimension as are wanted; see <see cref="AdaptiveMaxPool2d"/>.</summary>
    /// <param name="x">The input, n×c×w.</param>
    /// <param name="width">The windows.</param>
    /// <exception cref="ArgumentException">The tensor has not three dimensions, or its last is empty.</exception>
    public static Tensor<T> AdaptiveMaxPool1d<T>(this Tensor<T> x, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNotRank(x, 3);
        return x.Unsqueeze(2).AdaptiveMaxPool2d(1, width).Squeeze(2);
    }

    /// <summary>The averages of as many windows along the last dimension as are wanted; see <see cref="AdaptiveMaxPool2d"/>.</summary>
    /// <param name="x">The input, n×c×w.</param>
    /// <param name="width">The windows.</param>
    /// <exception cref="ArgumentException">The tensor has not three dimensions, or its last is empty.</exception>
    public static Tensor<T> AdaptiveAveragePool1d<T>(this Tensor<T> x, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNotRank(x, 3);
        return x.Unsqueeze(2).AdaptiveAveragePool2d(1, width).Squeeze(2);
    }

    private static Tensor<T> Max<T>(Tensor<T> images, PoolingShape s)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NarrowFloat.Refuse<T>("Pooling");
        using var scope = new OperationScope(images);
        Tensor<T> x = scope.Dense(images);
        Tensor<T> result = Tensor<T>.ForResult(Output(x, s), x);
        DeviceBuffer<int> places = x.Device.Allocate<int>(result.Length, result.Stream);
        Poolings.Max(result.Stream, s, x.Elements, result.Elements, places.View);
        result.Record(Edge.To(x, g => Place(g.Contiguous(), s, places), t => Pick(t.Contiguous(), s, places)));
        if (result.Node is null)
        {
            places.Dispose();
        }
        else
        {
            result.Tape!.Own(new Storage(places));
        }

        return scope.Leave(result);
    }

    private static Tensor<T> Pick<T>(Tensor<T> x, PoolingShape s, DeviceBuffer<int> places)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> result = Tensor<T>.ForResult(Output(x, s), x);
        Poolings.Pick(result.Stream, s, x.Elements, places.View, result.Elements);
        return result.Record(Edge.To(x, g => Place(g.Contiguous(), s, places), t => Pick(t.Contiguous(), s, places)));
    }

    private static Tensor<T> Place<T>(Tensor<T> y, PoolingShape s, DeviceBuffer<int> places)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> result = Tensor<T>.ForResult(Input(y, s), y);
        Poolings.Place(result.Stream, s, y.Elements, places.View, result.Elements);
        return result.Record(Edge.To(y, g => Pick(g.Contiguous(), s, places), t => Place(t.Contiguous(), s, places)));
    }

    private static Tensor<T> Average<T>(Tensor<T> images, PoolingShape s)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NarrowFloat.Refuse<T>("Pooling");
        using var scope = new OperationScope(images);
        Tensor<T> x = scope.Dense(images);
        Tensor<T> result = Tensor<T>.ForResult(Output(x, s), x);
        Poolings.Average(result.Stream, s, x.Elements, result.Elements);
        return scope.Leave(result.Record(Edge.To(x, g => Spread(g.Contiguous(), s), t => Average(t, s))));
    }

    private static Tensor<T> Spread<T>(Tensor<T> y, PoolingShape s)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> result = Tensor<T>.ForResult(Input(y, s), y);
        Poolings.Spread(result.Stream, s, y.Elements, result.Elements);
        return result.Record(Edge.To(y, g => Average(g, s), t => Spread(t.Contiguous(), s)));
    }

    private static Shape Output(Tensor x, PoolingShape s) => [x.Shape[0], x.Shape[1], s.Y.Output, s.X.Output];

    private static Shape Input(Tensor y, PoolingShape s) => [y.Shape[0], y.Shape[1], s.Y.Input, s.X.Input];

    private static PoolingShape Over(Tensor x, PoolingWindow window)
    {
        ThrowIfNotRank(x, 4);
        ArgumentNullException.ThrowIfNull(window);
        return window.Over(x.Shape);
    }

    private static PoolingShape Adaptive(Tensor x, int height, int width)
    {
        ThrowIfNotRank(x, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (x.Shape[2] * x.Shape[3] == 0)
        {
            throw new ArgumentException($"A tensor of shape {x.Shape} has no element to pool.", nameof(x));
        }

        return new PoolingShape
        {
            Planes = x.Shape[0] * x.Shape[1],
            Y = new PoolingAxis { Input = checked((int)x.Shape[2]), Output = height },
            X = new PoolingAxis { Input = checked((int)x.Shape[3]), Output = width },
            IsAdaptive = true,
        };
    }

    private static void ThrowIfNotRank(Tensor x, int rank)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != rank)
        {
            throw new ArgumentException($"The pooling takes a tensor of {rank} dimensions, not of shape {x.Shape}.", nameof(x));
        }
    }
}
