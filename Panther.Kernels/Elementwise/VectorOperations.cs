using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Elementwise;

/// <summary>
/// Elementwise work on vectors in device memory. Every method enqueues and returns; views of one call have one length, and a destination
/// may be the same view as a source, except where elements are reversed. The results have the same bits on every device.
/// </summary>
internal static class VectorOperations
{
    /// <summary>destination = value.</summary>
    public static void Fill<T>(DeviceStream queue, T value, ArrayView<T> destination)
        where T : unmanaged
        => queue.Device.LoadKernel<LongIndex1D, T, ArrayView<T>>(ElementwiseKernels.Fill)
            .Launch(queue, new LongIndex1D(destination.Length), value, destination);

    /// <summary>destination = 0, 1, 2, ...</summary>
    public static void Count<T>(DeviceStream queue, ArrayView<T> destination)
        where T : unmanaged, INumberBase<T>
        => queue.Device.LoadKernel<LongIndex1D, ArrayView<T>>(ElementwiseKernels.Count)
            .Launch(queue, new LongIndex1D(destination.Length), destination);

    /// <summary>destination = source, widened exactly.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Convert(DeviceStream queue, ArrayView<float> source, ArrayView<double> destination)
        => Convert<float, double, SingleToDouble>(queue, source, destination);

    /// <summary>destination = source, rounded to nearest.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Convert(DeviceStream queue, ArrayView<double> source, ArrayView<float> destination)
        => Convert<double, float, DoubleToSingle>(queue, source, destination);

    /// <summary>destination = factor · source.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Scale<T>(DeviceStream queue, T factor, ArrayView<T> source, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfLengthsDiffer(source.Length, destination.Length);
        queue.Device.LoadKernel<LongIndex1D, T, ArrayView<T>, ArrayView<T>>(ElementwiseKernels.Scale)
            .Launch(queue, new LongIndex1D(destination.Length), factor, source, destination);
    }

    /// <summary>destination = first + second.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Add<T>(DeviceStream queue, ArrayView<T> first, ArrayView<T> second, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfLengthsDiffer(first.Length, destination.Length);
        ThrowIfLengthsDiffer(second.Length, destination.Length);
        queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, ArrayView<T>, ArrayView<T>>(ElementwiseKernels.Add)
            .Launch(queue, new LongIndex1D(destination.Length), first, second, destination);
    }

    /// <summary>destination = first - second.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Subtract<T>(DeviceStream queue, ArrayView<T> first, ArrayView<T> second, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfLengthsDiffer(first.Length, destination.Length);
        ThrowIfLengthsDiffer(second.Length, destination.Length);
        queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, ArrayView<T>, ArrayView<T>>(ElementwiseKernels.Subtract)
            .Launch(queue, new LongIndex1D(destination.Length), first, second, destination);
    }

    /// <summary>destination = first · second, element by element.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Multiply<T>(DeviceStream queue, ArrayView<T> first, ArrayView<T> second, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfLengthsDiffer(first.Length, destination.Length);
        ThrowIfLengthsDiffer(second.Length, destination.Length);
        queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, ArrayView<T>, ArrayView<T>>(ElementwiseKernels.Multiply)
            .Launch(queue, new LongIndex1D(destination.Length), first, second, destination);
    }

    /// <summary>destination = the smaller of source and limit, element by element.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Minimum<T>(DeviceStream queue, ArrayView<T> source, T limit, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfLengthsDiffer(source.Length, destination.Length);
        queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, T, ArrayView<T>>(ElementwiseKernels.Minimum)
            .Launch(queue, new LongIndex1D(destination.Length), source, limit, destination);
    }

    /// <summary>destination = factor · scaled + added with one rounding.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Triad<T>(DeviceStream queue, T factor, ArrayView<T> scaled, ArrayView<T> added, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfLengthsDiffer(scaled.Length, destination.Length);
        ThrowIfLengthsDiffer(added.Length, destination.Length);
        queue.Device.LoadKernel<LongIndex1D, T, ArrayView<T>, ArrayView<T>, ArrayView<T>>(ElementwiseKernels.Triad)
            .Launch(queue, new LongIndex1D(destination.Length), factor, scaled, added, destination);
    }

    /// <summary>destination += factor · source with one rounding.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Axpy<T>(DeviceStream queue, T factor, ArrayView<T> source, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Triad(queue, factor, source, destination, destination);

    /// <summary>destination = source from its end to its beginning; not in place.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Reverse<T>(DeviceStream queue, ArrayView<T> source, ArrayView<T> destination)
        where T : unmanaged
    {
        ThrowIfLengthsDiffer(source.Length, destination.Length);
        queue.Device.LoadKernel<LongIndex1D, ArrayView<T>, ArrayView<T>>(ElementwiseKernels.Reverse)
            .Launch(queue, new LongIndex1D(destination.Length), source, destination);
    }

    private static void Convert<TSource, TDestination, TConversion>(
        DeviceStream queue, ArrayView<TSource> source, ArrayView<TDestination> destination)
        where TSource : unmanaged
        where TDestination : unmanaged
        where TConversion : struct, IConversion<TSource, TDestination>
    {
        ThrowIfLengthsDiffer(source.Length, destination.Length);
        queue.Device.LoadKernel<LongIndex1D, ArrayView<TSource>, ArrayView<TDestination>>(
                ElementwiseKernels.Convert<TSource, TDestination, TConversion>)
            .Launch(queue, new LongIndex1D(destination.Length), source, destination);
    }

    private static void ThrowIfLengthsDiffer(long source, long destination)
    {
        if (source != destination)
        {
            throw new ArgumentException($"A source has {source} elements and the destination {destination}.");
        }
    }
}
