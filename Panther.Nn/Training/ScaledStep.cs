using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Precision;

namespace Panther.Nn;

/// <summary>
/// The steps of a run whose loss is scaled. Whether gradients are finite, the scale, and the number of steps that the optimiser has made are values on the device, so that nothing waits and a step may be captured.
/// </summary>
internal sealed class ScaledStep : IDisposable
{
    private const string StateName = "loss_scaler";

    private readonly Optimizer<float> optimizer;
    private readonly LossScaler scaler;
    private readonly bool ownsScaler;
    private readonly IMasterWeights? weights;
    private readonly DeviceStream stream;
    private readonly DeviceBuffer<int> isBad;
    private readonly DeviceBuffer<long> counts;
    private DeviceBuffer<float>? corrections;
    private long skipped;

    private ScaledStep(Optimizer<float> optimizer, IMasterWeights? weights, LossScalerOptions? options)
    {
        this.optimizer = optimizer;
        this.weights = weights;
        stream = optimizer.Parameters[0].Stream;
        ownsScaler = weights is null;
        scaler = weights?.Scaler ?? new LossScaler(stream.Device, options);
        isBad = stream.Device.AllocateZeroed<int>(1, stream);
        counts = stream.Device.AllocateZeroed<long>(PrecisionKernels.CountsLength, stream);
    }

    /// <summary>Gets what the loss is multiplied by in the next step. Waits for it.</summary>
    public float Scale => scaler.Scale;

    /// <summary>Gets the scaler's state, unless it is saved with the weights.</summary>
    public IEnumerable<NamedTensor<float>> States => ownsScaler ? scaler.NamedStates.Select(state => state with { Name = $"{StateName}.{state.Name}" }) : [];

    /// <summary>Makes the scaled steps of a trainer, or none if its loss is not scaled.</summary>
    /// <param name="model">The model; weights of a model in 16 bits scale the loss by a scaler of their own.</param>
    /// <param name="optimizer">The optimiser of its parameters.</param>
    /// <param name="options">How the loss of another model is scaled.</param>
    /// <exception cref="ArgumentException">The loss is not in float, the optimiser is not that of the weights, or the options are surplus.</exception>
    public static ScaledStep? Of<T>(Module<T> model, Optimizer<T> optimizer, LossScalerOptions? options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var weights = model as IMasterWeights;
        if (weights is null && options is null)
        {
            return null;
        }

        if (optimizer is not Optimizer<float> single)
        {
            throw new ArgumentException("Only a loss in float is scaled.", nameof(options));
        }

        if (weights is not null && options is not null)
        {
            throw new ArgumentException("The weights of a model in 16 bits have a scaler of their own; its options belong there.", nameof(options));
        }

        if (weights is not null && !model.Parameters.SequenceEqual(optimizer.Parameters, ReferenceEqualityComparer.Instance))
        {
            throw new ArgumentException("The optimiser has other parameters than the weights.", nameof(optimizer));
        }

        return new ScaledStep(single, weights, options);
    }

    /// <summary>A run begins, or goes on.</summary>
    /// <param name="steps">The most steps that are left.</param>
    public void Start(long steps)
    {
        if (corrections is null)
        {
            corrections = stream.Device.Allocate<float>(optimizer.CorrectionTable(optimizer.Steps + Math.Min(steps, long.MaxValue - optimizer.Steps)), stream);
            counts.CopyFrom([optimizer.Steps, skipped]);
        }
    }

    /// <summary>The run is resumed: its weights were read from a file.</summary>
    /// <param name="skippedSteps">The steps that it had left out.</param>
    public void Restore(long skippedSteps)
    {
        skipped = skippedSteps;
        Round();
    }

    /// <summary>A step begins; outside a captured one.</summary>
    public void Begin() => StepDecision.Begin(stream, isBad.View, optimizer.Present, (float)optimizer.LearningRate);

    /// <summary>The gradients of a loss, of use if they are finite.</summary>
    public Tensor<float>[] Gradients(Tensor<float> loss)
    {
        Tensor<float>[] gradients;
        if (weights is null)
        {
            Tensor<float> scaled = scaler.Apply(loss);
            gradients = scaler.Unscale(scaled.Tape!.Gradients(scaled, optimizer.Parameters), isBad.View);
        }
        else
        {
            gradients = weights.Gradients(loss, isBad.View);
        }

        StepDecision.Decide(loss.Stream, scaler.State, isBad.View, scaler.GrowthInterval, counts.View, corrections!.View, optimizer.Present);
        return gradients;
    }

    /// <summary>Changes the parameters, if the gradients were finite.</summary>
    public void Apply(IReadOnlyList<Tensor<float>> gradients)
    {
        optimizer.ApplyUnless(gradients, isBad.View);
        weights?.Round(gradients[0].Stream);
    }

    /// <summary>Tells the optimiser the number of steps that it has made. Waits for it.</summary>
    /// <returns>The steps that were left out.</returns>
    public long Count()
    {
        if (corrections is not null)
        {
            long[] present = counts.ToArray(stream);
            (optimizer.Steps, skipped) = (present[PrecisionKernels.Made], present[PrecisionKernels.Skipped]);
        }

        return skipped;
    }

    /// <summary>The weights were exchanged or restored: so are those of the model.</summary>
    public void Round() => weights?.Round(stream);

    /// <summary>Says that the model is trained from now on, or used.</summary>
    public void TrainModel(bool isTraining) => weights?.TrainModel(isTraining);

    /// <inheritdoc/>
    public void Dispose()
    {
        isBad.Dispose();
        counts.Dispose();
        corrections?.Dispose();
        if (ownsScaler)
        {
            scaler.Dispose();
        }
    }
}
