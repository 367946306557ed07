using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Kernels.Precision;

/// <summary>Launches what decides on the device whether a step is made; nothing waits for the answer.</summary>
internal static class StepDecision
{
    /// <summary>Sends the learning rate, and clears the flag that <see cref="GradientUnscaling.Divide"/> sets. Enqueues and returns; not to be captured.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="nonFinite">The flag.</param>
    /// <param name="step">The optimiser's step.</param>
    /// <param name="rate">The learning rate.</param>
    public static void Begin(DeviceStream queue, ArrayView<int> nonFinite, ArrayView<float> step, float rate)
        => queue.Device.LoadKernel<Index1D, ArrayView<int>, ArrayView<float>, float>(PrecisionKernels.Begin).Launch(queue, 1, nonFinite, step, rate);

    /// <summary>Adjusts the scale, counts the step, and sets the optimiser's corrections. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="state">The state of the scaler.</param>
    /// <param name="nonFinite">The flag.</param>
    /// <param name="growthInterval">The good steps in a row after which the scale is doubled.</param>
    /// <param name="counts">The counts of the run.</param>
    /// <param name="corrections">Two numbers for each step from the one after <see cref="PrecisionKernels.MadeBefore"/> on.</param>
    /// <param name="step">The optimiser's step.</param>
    public static void Decide(
        DeviceStream queue, ArrayView<float> state, ArrayView<int> nonFinite, int growthInterval, ArrayView<long> counts, ArrayView<float> corrections, ArrayView<float> step)
        => queue.Device.LoadKernel<Index1D, ArrayView<float>, ArrayView<int>, int, ArrayView<long>, ArrayView<float>, ArrayView<float>>(PrecisionKernels.Decide)
            .Launch(queue, 1, state, nonFinite, growthInterval, counts, corrections, step);
}
