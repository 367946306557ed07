namespace Panther.Nn;

/// <summary>Options of <see cref="Trainer{T, TBatch}"/>. Everything in them is a function of the number of the step, so that a resumed run needs nothing else.</summary>
public sealed record TrainerOptions
{
    /// <summary>Gets the number of steps of the whole run, those before it was resumed among them; or set <see cref="Epochs"/>.</summary>
    public long? Steps { get; init; }

    /// <summary>Gets the number of epochs of the whole run; or set <see cref="Steps"/>.</summary>
    public int? Epochs { get; init; }

    /// <summary>Gets the learning rate by the number of the step, from 0 on; see <see cref="Schedule"/>. Without it the optimiser's stays.</summary>
    public Func<long, double>? LearningRate { get; init; }

    /// <summary>Gets the norm that gradients are clipped to, positive; see <see cref="GradientClipping.ClipByNorm{T}"/>.</summary>
    public double? MaximumNorm { get; init; }

    /// <summary>
    /// Gets how the loss is scaled, for a model of float whose loss is computed in 16 bits in parts; not at all if it is not set. The weights of a model in 16 bits (<see cref="MasterWeights{T}"/>) scale it by their
    /// own scaler instead. A step with a gradient that is not finite is left out: weights, what the optimiser remembers and the number of its steps stay as they are.
    /// </summary>
    public LossScalerOptions? LossScaling { get; init; }

    /// <summary>Gets the decay of a <see cref="WeightAverage{T}"/>. If it is set, validation, the best model and the finished one are those of the averages.</summary>
    public double? AverageDecay { get; init; }

    /// <summary>
    /// Gets what says how good the model is: a loss or a rate of errors, less is better. It is called with the model in use (<see cref="Module{T}.IsTraining"/> is false). With it, the run ends with the best model
    /// instead of the last one.
    /// </summary>
    public Func<double>? Validate { get; init; }

    /// <summary>Gets the steps between validations; 0 for one after each epoch. There is always one after the last step.</summary>
    public long ValidationInterval { get; init; }

    /// <summary>Gets how many validations in a row may be no better than the best one before the run ends early; none if it is not set.</summary>
    public int? Patience { get; init; }

    /// <summary>Gets the file that the state of the run is saved to, also when it ends or is cancelled; see <see cref="Trainer{T, TBatch}.Resume"/>.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Gets the steps between checkpoints; 0 for one after each epoch.</summary>
    public long CheckpointInterval { get; init; }

    /// <summary>Gets the steps between reports. Losses are read back for reports alone; in between nothing waits for the device, but a run whose loss is scaled once in 256 steps.</summary>
    public long ReportInterval { get; init; } = 10;

    /// <summary>Gets the seed of what is drawn in steps, such as dropout.</summary>
    public ulong Seed { get; init; }
}
