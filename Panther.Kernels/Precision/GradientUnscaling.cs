using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Optimizers;

namespace Panther.Kernels.Precision;

/// <summary>Launches <see cref="PrecisionKernels"/>, sixteen views a launch.</summary>
internal static class GradientUnscaling
{
    /// <summary>Divides gradients by the scale, and adjusts it.</summary>
    /// <param name="queue">The device stream to work on.</param>
    /// <param name="gradients">The scaled gradients.</param>
    /// <param name="results">Receive as many elements of each.</param>
    /// <param name="state">The state of the scaler.</param>
    /// <param name="growthInterval">The good steps in a row after which the scale is doubled.</param>
    /// <returns>Whether all gradients were finite. Waits for it.</returns>
    public static bool Apply<T>(
        DeviceStream queue, ReadOnlySpan<ArrayView<T>> gradients, ReadOnlySpan<ArrayView<float>> results, ArrayView<float> state, int growthInterval)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DeviceBuffer<int> nonFinite = queue.Device.AllocateZeroed<int>(1, queue);
        Divide(queue, gradients, results, state, nonFinite.View);
        queue.Device.LoadKernel<Index1D, ArrayView<float>, ArrayView<int>, int>(PrecisionKernels.Adjust).Launch(queue, 1, state, nonFinite.View, growthInterval);
        int value = 0;
        queue.Copy(nonFinite.View, new Span<int>(ref value));
        return value == 0;
    }

    /// <summary>results = gradients/scale. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="gradients">The scaled gradients.</param>
    /// <param name="results">Receive as many elements of each.</param>
    /// <param name="state">The state of the scaler.</param>
    /// <param name="nonFinite">Becomes 1 if an element is infinite or NaN, and stays what it is otherwise.</param>
    public static void Divide<T>(
        DeviceStream queue, ReadOnlySpan<ArrayView<T>> gradients, ReadOnlySpan<ArrayView<float>> results, ArrayView<float> state, ArrayView<int> nonFinite)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SpecializedValue<int> threads = ViewLists.Threads(queue.Device);
        Kernel<ViewList<T>, ViewList<float>, ArrayView<float>, ArrayView<int>, SpecializedValue<int>> unscale =
            queue.Device.LoadKernel<ViewList<T>, ViewList<float>, ArrayView<float>, ArrayView<int>, SpecializedValue<int>>(PrecisionKernels.Unscale);
        for (int begin = 0; begin < gradients.Length; begin += ViewList<T>.Capacity)
        {
            ReadOnlySpan<ArrayView<T>> list = ViewLists.At(gradients, begin);
            unscale.Launch(queue, ViewLists.Config(queue.Device, list), ViewList<T>.Of(list), ViewList<float>.Of(ViewLists.At(results, begin)), state, nonFinite, threads);
        }
    }

    /// <summary>results = values, rounded. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="values">The values.</param>
    /// <param name="results">Receive as many elements of each.</param>
    public static void Round<T>(DeviceStream queue, ReadOnlySpan<ArrayView<float>> values, ReadOnlySpan<ArrayView<T>> results)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SpecializedValue<int> threads = ViewLists.Threads(queue.Device);
        Kernel<ViewList<float>, ViewList<T>, SpecializedValue<int>> round = queue.Device.LoadKernel<ViewList<float>, ViewList<T>, SpecializedValue<int>>(PrecisionKernels.Round);
        for (int begin = 0; begin < values.Length; begin += ViewList<T>.Capacity)
        {
            ReadOnlySpan<ArrayView<float>> list = ViewLists.At(values, begin);
            round.Launch(queue, ViewLists.Config(queue.Device, list), ViewList<float>.Of(list), ViewList<T>.Of(ViewLists.At(results, begin)), threads);
        }
    }
}
