using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Optimizers;

/// <summary>Launches <see cref="UpdateKernels"/>.</summary>
internal static class ParameterUpdate
{
    private const int GroupSize = 256;
    private const int ElementsPerThread = 4;
    private const int MaxGroups = 1024;

    /// <summary>The numbers of <see cref="SetStep"/>.</summary>
    public const int StepLength = 3;

    /// <summary>Sends what the next update takes with the arguments of a launch, which unlike a copy from the host waits for nothing on any device.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="step">Receives the numbers.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="firstCorrection">The rule's first correction.</param>
    /// <param name="secondCorrection">The second one.</param>
    public static void SetStep<T>(DeviceStream queue, ArrayView<T> step, T rate, T firstCorrection, T secondCorrection)
        where T : unmanaged
        => queue.Device.LoadKernel<Index1D, ArrayView<T>, T, T, T>(UpdateKernels.SetStep)
            .Launch(queue, new Index1D(StepLength), step, rate, firstCorrection, secondCorrection);

    /// <summary>Updates up to <see cref="ViewList{T}.Capacity"/> parameters. Enqueues and returns.</summary>
    /// <param name="queue">The device stream to enqueue on.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="count">The number of parameters.</param>
    /// <param name="longest">The most elements of one.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="starts">Where the states of each start.</param>
    /// <param name="first">The first state of all parameters.</param>
    /// <param name="second">The second state.</param>
    /// <param name="step">The learning rate and the rule's two corrections.</param>
    public static void Enqueue<T, TRule>(
        DeviceStream queue,
        TRule rule,
        int count,
        long longest,
        ViewList<T> parameters,
        ViewList<T> gradients,
        ArrayView<long> starts,
        ArrayView<T> first,
        ArrayView<T> second,
        ArrayView<T> step)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        int threads = GroupLimits.Of(queue.Device).MostThreads(GroupSize);
        int elements = threads * ElementsPerThread;
        int groups = (int)Math.Clamp((longest + elements - 1) / elements, 1, MaxGroups);
        queue.Device
            .LoadKernel<TRule, ViewList<T>, ViewList<T>, ArrayView<long>, ArrayView<T>, ArrayView<T>, ArrayView<T>>(UpdateKernels.Step<T, TRule>)
            .Launch(
                queue,
                new KernelConfig(new Index2D(groups, count), new Index2D(threads, 1)),
                rule,
                parameters,
                gradients,
                starts,
                first,
                second,
                step);
    }
}
