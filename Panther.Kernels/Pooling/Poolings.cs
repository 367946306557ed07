using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;
using Panther.Kernels.Pooling.Host;

namespace Panther.Kernels.Pooling;

/// <summary>Enqueues poolings over windows of planes.</summary>
internal static class Poolings
{
    /// <summary>The largest element of each window, and its place; see <see cref="PoolingKernels.Max"/>.</summary>
    public static void Max<T>(DeviceStream stream, PoolingShape shape, ArrayView<T> input, ArrayView<T> output, ArrayView<int> places)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        shape.ThrowIfTooLarge();
        if (shape.Planes * shape.OutputArea > 0 && stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            PoolingOnHost<T>.Max(stream, shape, input, output, places);
            return;
        }

        if (shape.Planes * shape.OutputArea > 0 && PairedPooling.Covers(shape, input))
        {
            PairedPooling.Max(stream, shape, input, output, places);
            return;
        }

        if (shape.Planes * shape.OutputArea > 0)
        {
            Kernel<ArrayView<T>, PoolingShape, ArrayView<T>, ArrayView<int>> kernel = shape.IsAdaptive && shape.HasLongProducts
                ? stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<T>, ArrayView<int>>(PoolingKernels.Max<T, LongAdaptiveWindows>)
                : shape.IsAdaptive
                ? stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<T>, ArrayView<int>>(PoolingKernels.Max<T, AdaptiveWindows>)
                : stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<T>, ArrayView<int>>(PoolingKernels.Max<T, SlidingWindows>);
            kernel.Launch(stream, PlaneGrid.Cover(stream.Device, shape.X.Output, shape.Planes * shape.Y.Output), input, shape, output, places);
        }
    }

    /// <summary>The elements of the input at the places.</summary>
    public static void Pick<T>(DeviceStream stream, PoolingShape shape, ArrayView<T> input, ArrayView<int> places, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        shape.ThrowIfTooLarge();
        stream.Device.LoadKernel<LongIndex1D, ArrayView<T>, PoolingShape, ArrayView<int>, ArrayView<T>>(PoolingKernels.Pick<T>)
            .Launch(stream, shape.Planes * shape.OutputArea, input, shape, places, output);
    }

    /// <summary>The transpose of <see cref="Pick"/>.</summary>
    public static void Place<T>(DeviceStream stream, PoolingShape shape, ArrayView<T> output, ArrayView<int> places, ArrayView<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        shape.ThrowIfTooLarge();
        if (shape.Planes * shape.OutputArea > 0 && stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            PoolingOnHost<T>.Place(stream, shape, output, places, input);
            return;
        }

        if (shape.Planes * shape.OutputArea > 0 && PairedPooling.Covers(shape, input))
        {
            PairedPooling.Place(stream, shape, output, places, input);
            return;
        }

        if (shape.Planes * shape.InputArea > 0)
        {
            Kernel<ArrayView<T>, PoolingShape, ArrayView<int>, ArrayView<T>> kernel = shape.IsAdaptive && shape.HasLongProducts
                ? stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<int>, ArrayView<T>>(PoolingKernels.Place<T, LongAdaptiveWindows>)
                : shape.IsAdaptive
                ? stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<int>, ArrayView<T>>(PoolingKernels.Place<T, AdaptiveWindows>)
                : stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<int>, ArrayView<T>>(PoolingKernels.Place<T, SlidingWindows>);
            kernel.Launch(stream, PlaneGrid.Cover(stream.Device, shape.X.Input, shape.Planes * shape.Y.Input), output, shape, places, input);
        }
    }

    /// <summary>The average of each window.</summary>
    public static void Average<T>(DeviceStream stream, PoolingShape shape, ArrayView<T> input, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        shape.ThrowIfTooLarge();
        if (shape.Planes * shape.OutputArea > 0 && stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            PoolingOnHost<T>.Average(stream, shape, input, output);
            return;
        }

        if (shape.Planes * shape.OutputArea > 0)
        {
            Kernel<ArrayView<T>, PoolingShape, ArrayView<T>> kernel = shape.IsAdaptive && shape.HasLongProducts
                ? stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<T>>(PoolingKernels.Average<T, LongAdaptiveWindows>)
                : shape.IsAdaptive
                ? stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<T>>(PoolingKernels.Average<T, AdaptiveWindows>)
                : stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<T>>(PoolingKernels.Average<T, SlidingWindows>);
            kernel.Launch(stream, PlaneGrid.Cover(stream.Device, shape.X.Output, shape.Planes * shape.Y.Output), input, shape, output);
        }
    }

    /// <summary>The transpose of <see cref="Average"/>.</summary>
    public static void Spread<T>(DeviceStream stream, PoolingShape shape, ArrayView<T> output, ArrayView<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        shape.ThrowIfTooLarge();
        if (shape.Planes * shape.OutputArea > 0 && stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            PoolingOnHost<T>.Spread(stream, shape, output, input);
            return;
        }

        if (shape.Planes * shape.InputArea > 0)
        {
            Kernel<ArrayView<T>, PoolingShape, ArrayView<T>> kernel = shape.IsAdaptive && shape.HasLongProducts
                ? stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<T>>(PoolingKernels.Spread<T, LongAdaptiveWindows>)
                : shape.IsAdaptive
                ? stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<T>>(PoolingKernels.Spread<T, AdaptiveWindows>)
                : stream.Device.LoadKernel<ArrayView<T>, PoolingShape, ArrayView<T>>(PoolingKernels.Spread<T, SlidingWindows>);
            kernel.Launch(stream, PlaneGrid.Cover(stream.Device, shape.X.Input, shape.Planes * shape.Y.Input), output, shape, input);
        }
    }
}
