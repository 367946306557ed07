using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Precision;

namespace Panther.Nn;

/// <summary>
/// Keeps gradients within the range of 16 bits: the loss is multiplied by a scale, which the gradients are divided by in float. The scale is halved when a gradient overflows, and such a step is left out; it is
/// doubled after a number of good steps in a row (Micikevicius et al., "Mixed precision training", 2018, section 3.2). Scale and count are a state of this module, so they are saved with it.
/// </summary>
public sealed class LossScaler : Module<float>
{
    private readonly Tensor<float> state;

    /// <summary>Makes a scaler.</summary>
    /// <param name="device">The device of the gradients.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is no power of two from 2⁻²⁴ to 2²⁴, or the interval is below 1.</exception>
    public LossScaler(Device device, LossScalerOptions? options = null)
    {
        options ??= new LossScalerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.GrowthInterval, 1, nameof(options));
        if (!float.IsPow2(options.InitialScale) || Math.Abs(float.ILogB(options.InitialScale)) > 24)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.InitialScale, "A scale is a power of two from 2⁻²⁴ to 2²⁴.");
        }

        GrowthInterval = options.GrowthInterval;
        state = RegisterState("state", Tensor<float>.Create(device, [options.InitialScale, 0, 0], [PrecisionKernels.StateLength]));
    }

    /// <summary>Gets what the loss is multiplied by at present. Waits for it.</summary>
    public float Scale => state.ToArray()[PrecisionKernels.Scale];

    /// <summary>Gets the number of steps with finite gradients since the scale changed. Waits for it.</summary>
    public int GoodSteps
    {
        get
        {
            float[] numbers = state.ToArray();
            return ((int)numbers[PrecisionKernels.GoodSteps + 1] * PrecisionKernels.CountBase) + (int)numbers[PrecisionKernels.GoodSteps];
        }
    }

    /// <summary>Gets the number of steps in a row with finite gradients after which the scale is doubled.</summary>
    internal int GrowthInterval { get; }

    /// <summary>Gets scale and count on the device.</summary>
    internal ArrayView<float> State => state.Elements;

    /// <summary>The loss, or any other tensor whose gradients are asked for, times the scale. Nothing waits.</summary>
    /// <param name="loss">A tensor on a tape.</param>
    /// <exception cref="ArgumentException">The tensor is not on a tape.</exception>
    public Tensor<float> Apply(Tensor<float> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Tape tape = loss.Tape ?? throw new ArgumentException("The loss is not on a tape.", nameof(loss));
        return loss * tape.Use(state).Slice(0, PrecisionKernels.Scale, 1).Squeeze(0);
    }

    /// <summary>
    /// Divides the gradients of a scaled loss by the scale, finds out by the same launches whether all of them are finite, and adjusts the scale for the next step. Waits for the answer, so it cannot be captured.
    /// </summary>
    /// <typeparam name="T">The element type of the gradients.</typeparam>
    /// <param name="gradients">The gradients.</param>
    /// <param name="unscaled">The gradients of the loss itself; of no use if the answer is no.</param>
    /// <returns>Whether all gradients are finite; if not, the step is to be left out.</returns>
    /// <exception cref="ArgumentException">There is no gradient.</exception>
    /// <exception cref="InvalidOperationException">The gradients are not on the scaler's device, or on tapes of which neither is inside the other.</exception>
    public bool TryUnscale<T>(IReadOnlyList<Tensor<T>> gradients, out Tensor<float>[] unscaled)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using OperationScope scope = Scope(gradients);
        (ArrayView<T>[] scaled, unscaled) = Prepare(gradients, scope);
        return GradientUnscaling.Apply<T>(unscaled[0].Stream, scaled, Views(unscaled), State, GrowthInterval);
    }

    /// <summary>Divides the gradients of a scaled loss by the scale. Enqueues and returns; may be captured.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="nonFinite">Becomes 1 if one of them is not finite.</param>
    internal Tensor<float>[] Unscale<T>(IReadOnlyList<Tensor<T>> gradients, ArrayView<int> nonFinite)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using OperationScope scope = Scope(gradients);
        (ArrayView<T>[] scaled, Tensor<float>[] unscaled) = Prepare(gradients, scope);
        GradientUnscaling.Divide<T>(unscaled[0].Stream, scaled, Views(unscaled), State, nonFinite);
        return unscaled;
    }

    /// <summary>The elements of each tensor.</summary>
    internal static ArrayView<T>[] Views<T>(Tensor<T>[] tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Array.ConvertAll(tensors, tensor => tensor.Elements.SubView(0, tensor.Length));

    private OperationScope Scope<T>(IReadOnlyList<Tensor<T>> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.Count == 0)
        {
            throw new ArgumentException("There is no gradient.", nameof(gradients));
        }

        return new OperationScope([state, .. gradients]);
    }

    /// <summary>The elements of gradients, in order, and tensors for what they are divided to.</summary>
    private static (ArrayView<T>[] Scaled, Tensor<float>[] Unscaled) Prepare<T>(IReadOnlyList<Tensor<T>> gradients, OperationScope scope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sources = new Tensor<T>[gradients.Count];
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = scope.Dense(gradients[i].Detach());
        }

        return (Views(sources), [.. gradients.Select(gradient => Tensor<float>.ForResult(gradient.Shape, gradient))]);
    }
}
