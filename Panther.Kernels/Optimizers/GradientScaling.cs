using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Optimizers;

/// <summary>Launches <see cref="GradientKernels"/>: one launch for each sixteen gradients, and one more for their norm.</summary>
internal static class GradientScaling
{
    /// <summary>norm[0] = the Euclidean norm of all gradients together, accumulated in their type, over all its range, and in an order that their lengths alone decide. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="gradients">The gradients.</param>
    /// <param name="norm">Receives one number.</param>
    public static void Norm<T>(DeviceStream queue, ReadOnlySpan<ArrayView<T>> gradients, ArrayView<T> norm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int total = 0;
        for (int begin = 0; begin < gradients.Length; begin += ViewList<T>.Capacity)
        {
            KernelConfig config = ViewLists.Config(queue.Device, ViewLists.At(gradients, begin));
            total += config.GridDim.X * config.GridDim.Y;
        }

        const long Length = SumsOfSquares<T>.Length;
        NormRange<T> range = NormRange<T>.OfType;
        using DeviceBuffer<T> partials = queue.Device.Allocate<T>(Length * total, queue);
        SpecializedValue<int> threads = ViewLists.Threads(queue.Device);
        Kernel<ViewList<T>, ArrayView<T>, NormRange<T>, SpecializedValue<int>> sum =
            queue.Device.LoadKernel<ViewList<T>, ArrayView<T>, NormRange<T>, SpecializedValue<int>>(GradientKernels.SumSquares);
        int at = 0;
        for (int begin = 0; begin < gradients.Length; begin += ViewList<T>.Capacity)
        {
            ReadOnlySpan<ArrayView<T>> list = ViewLists.At(gradients, begin);
            KernelConfig config = ViewLists.Config(queue.Device, list);
            int count = config.GridDim.X * config.GridDim.Y;
            sum.Launch(queue, config, ViewList<T>.Of(list), partials.View.SubView(Length * at, Length * count), range, threads);
            at += count;
        }

        queue.Device.LoadKernel<ArrayView<T>, ArrayView<T>, NormRange<T>, SpecializedValue<int>>(GradientKernels.Norm)
            .Launch(queue, new KernelConfig(1, threads), partials.View, norm, range, threads);
    }

    /// <summary>results = gradients·min(1, maximum/norm). Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="gradients">The gradients.</param>
    /// <param name="results">As many elements of each.</param>
    /// <param name="norm">One number.</param>
    /// <param name="maximum">The largest norm.</param>
    public static void Scale<T>(DeviceStream queue, ReadOnlySpan<ArrayView<T>> gradients, ReadOnlySpan<ArrayView<T>> results, ArrayView<T> norm, T maximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SpecializedValue<int> threads = ViewLists.Threads(queue.Device);
        Kernel<ViewList<T>, ViewList<T>, ArrayView<T>, T, SpecializedValue<int>> scale =
            queue.Device.LoadKernel<ViewList<T>, ViewList<T>, ArrayView<T>, T, SpecializedValue<int>>(GradientKernels.Scale);
        for (int begin = 0; begin < gradients.Length; begin += ViewList<T>.Capacity)
        {
            ReadOnlySpan<ArrayView<T>> list = ViewLists.At(gradients, begin);
            scale.Launch(queue, ViewLists.Config(queue.Device, list), ViewList<T>.Of(list), ViewList<T>.Of(ViewLists.At(results, begin)), norm, maximum, threads);
        }
    }

    /// <summary>results = gradients, each element brought into ±maximum. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="gradients">The gradients.</param>
    /// <param name="results">As many elements of each.</param>
    /// <param name="maximum">The largest magnitude.</param>
    public static void Clamp<T>(DeviceStream queue, ReadOnlySpan<ArrayView<T>> gradients, ReadOnlySpan<ArrayView<T>> results, T maximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SpecializedValue<int> threads = ViewLists.Threads(queue.Device);
        Kernel<ViewList<T>, ViewList<T>, T, SpecializedValue<int>> clamp =
            queue.Device.LoadKernel<ViewList<T>, ViewList<T>, T, SpecializedValue<int>>(GradientKernels.Clamp);
        for (int begin = 0; begin < gradients.Length; begin += ViewList<T>.Capacity)
        {
            ReadOnlySpan<ArrayView<T>> list = ViewLists.At(gradients, begin);
            clamp.Launch(queue, ViewLists.Config(queue.Device, list), ViewList<T>.Of(list), ViewList<T>.Of(ViewLists.At(results, begin)), maximum, threads);
        }
    }
}
