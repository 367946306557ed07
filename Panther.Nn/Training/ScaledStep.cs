using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Precision;

namespace Panther.Nn;

/// <summary>The scaled steps of a loss in float, the only one that is scaled.</summary>
internal sealed class ScaledStep : IScaledStep<float>
{
    /// <summary>The steps whose corrections are sent to the device at once; after as many it waits for the number that were made.</summary>
    public const int CorrectedSteps = 256;

    private const string StateName = "loss_scaler";

    private readonly Optimizer<float> optimizer;
    private readonly LossScaler scaler;
    private readonly bool ownsScaler;
    private readonly IMasterWeights? weights;
    private readonly DeviceStream stream;
    private readonly DeviceBuffer<int> nonFinite;
    private readonly DeviceBuffer<long> counts;
    private readonly DeviceBuffer<float> corrections;
    private bool isStarted;
    private int begun;
    private long skipped;

    private ScaledStep(Optimizer<float> optimizer, IMasterWeights? weights, LossScalerOptions? options)
    {
        this.optimizer = optimizer;
        this.weights = weights;
        stream = optimizer.Parameters[0].Stream;
        ownsScaler = weights is null;
        scaler = weights?.Scaler ?? new LossScaler(stream.Device, options);
        nonFinite = stream.Device.AllocateZeroed<int>(1, stream);
        counts = stream.Device.AllocateZeroed<long>(PrecisionKernels.CountsLength, stream);
        corrections = stream.Device.Allocate<float>(2 * CorrectedSteps, stream);
    }

    /// <inheritdoc/>
    public float Scale => scaler.Scale;

    /// <inheritdoc/>
    public IEnumerable<NamedTensor<float>> States => ownsScaler ? scaler.NamedStates.Select(state => state with { Name = $"{StateName}.{state.Name}" }) : [];

    /// <summary>Makes the scaled steps of a trainer, or none if its loss is not scaled.</summary>
    /// <param name="model">The model; weights of a model in 16 bits scale the loss by a scaler of their own.</param>
    /// <param name="optimizer">The optimiser of its parameters.</param>
    /// <param name="options">How the loss of another model is scaled.</param>
    /// <exception cref="ArgumentException">The loss is not in float, the optimiser is not that of the weights, or the options are surplus.</exception>
    public static IScaledStep<T>? Of<T>(Module<T> model, Optimizer<T> optimizer, LossScalerOptions? options)
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

        // T is float.
        return (IScaledStep<T>)(object)new ScaledStep(single, weights, options);
    }

    /// <inheritdoc/>
    public void Start()
    {
        if (!isStarted)
        {
            isStarted = true;
            SendCorrections();
        }
    }

    /// <inheritdoc/>
    public void Restore(long skippedSteps)
    {
        skipped = skippedSteps;
        isStarted = false;
        Round();
    }

    /// <inheritdoc/>
    public void Begin()
    {
        if (begun == CorrectedSteps)
        {
            Count();
            SendCorrections();
        }

        begun++;
        StepDecision.Begin(stream, nonFinite.View, optimizer.Present, (float)optimizer.LearningRate);
    }

    /// <inheritdoc/>
    public Tensor<float>[] Gradients(Tensor<float> loss)
    {
        Tensor<float>[] gradients;
        if (weights is null)
        {
            Tensor<float> scaled = scaler.Apply(loss);
            gradients = scaler.Unscale(scaled.Tape!.Gradients(scaled, optimizer.Parameters), nonFinite.View);
        }
        else
        {
            gradients = weights.Gradients(loss, nonFinite.View);
        }

        StepDecision.Decide(loss.Stream, scaler.State, nonFinite.View, scaler.GrowthInterval, counts.View, corrections.View, optimizer.Present);
        return gradients;
    }

    /// <inheritdoc/>
    public void Apply(IReadOnlyList<Tensor<float>> gradients)
    {
        optimizer.ApplyUnless(gradients, nonFinite.View);
        weights?.Round(gradients[0].Stream);
    }

    /// <inheritdoc/>
    public long Count()
    {
        if (isStarted)
        {
            long[] present = counts.ToArray(stream);
            (optimizer.Steps, skipped) = (present[PrecisionKernels.Made], present[PrecisionKernels.Skipped]);
        }

        return skipped;
    }

    /// <inheritdoc/>
    public void Round() => weights?.Round(stream);

    /// <inheritdoc/>
    public void TrainModel(bool isTraining) => weights?.TrainModel(isTraining);

    /// <inheritdoc/>
    public void Dispose()
    {
        nonFinite.Dispose();
        counts.Dispose();
        corrections.Dispose();
        if (ownsScaler)
        {
            scaler.Dispose();
        }
    }

    /// <summary>Sends what steps need to know of the number of those that the optimiser has made, for as many as may be made before it is called again.</summary>
    private void SendCorrections()
    {
        float[] table = new float[2 * CorrectedSteps];
        optimizer.CorrectionsAfter(optimizer.Steps, table);
        corrections.CopyFrom(table, stream);
        counts.CopyFrom([optimizer.Steps, skipped, optimizer.Steps], stream);
        begun = 0;
    }
}
