using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Optimizers;

/// <summary>Launches <see cref="AverageKernels"/>: one launch for each sixteen tensors.</summary>
internal static class Averaging
{
    /// <summary>averages += weight·(values - averages). Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="averages">The averages.</param>
    /// <param name="values">As many values of each.</param>
    /// <param name="weight">The weight of the values.</param>
    public static void Move<T>(DeviceStream queue, ReadOnlySpan<ArrayView<T>> averages, ReadOnlySpan<ArrayView<T>> values, T weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SpecializedValue<int> threads = ViewLists.Threads(queue.Device);
        Kernel<ViewList<T>, ViewList<T>, T, SpecializedValue<int>> move = queue.Device.LoadKernel<ViewList<T>, ViewList<T>, T, SpecializedValue<int>>(AverageKernels.Move);
        for (int begin = 0; begin < averages.Length; begin += ViewList<T>.Capacity)
        {
            ReadOnlySpan<ArrayView<T>> list = ViewLists.At(averages, begin);
            move.Launch(queue, ViewLists.Config(queue.Device, list), ViewList<T>.Of(list), ViewList<T>.Of(ViewLists.At(values, begin)), weight, threads);
        }
    }

    /// <summary>Exchanges the elements of views. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="first">Some views.</param>
    /// <param name="second">As many others, of the same lengths.</param>
    public static void Exchange<T>(DeviceStream queue, ReadOnlySpan<ArrayView<T>> first, ReadOnlySpan<ArrayView<T>> second)
        where T : unmanaged
    {
        SpecializedValue<int> threads = ViewLists.Threads(queue.Device);
        Kernel<ViewList<T>, ViewList<T>, SpecializedValue<int>> exchange = queue.Device.LoadKernel<ViewList<T>, ViewList<T>, SpecializedValue<int>>(AverageKernels.Exchange);
        for (int begin = 0; begin < first.Length; begin += ViewList<T>.Capacity)
        {
            ReadOnlySpan<ArrayView<T>> list = ViewLists.At(first, begin);
            exchange.Launch(queue, ViewLists.Config(queue.Device, list), ViewList<T>.Of(list), ViewList<T>.Of(ViewLists.At(second, begin)), threads);
        }
    }
}
