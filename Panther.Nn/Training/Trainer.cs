using System.Diagnostics;
using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>
/// Trains a model over the batches of a loader: forward, gradients, clipping, a step of the optimiser, an update of averages; now and then a report, a validation, a checkpoint. What else a step should do
/// belongs into the function that computes the loss, or into a loop of one's own, which is a page (docs/training.md).
/// </summary>
/// <remarks>
/// <para>The steps of a run are numbered; batch, learning rate, validation and checkpoints follow from the number, so a resumed run computes the bits of the unbroken one on the same device.</para>
/// <para>A step gives all its memory back, so that the device's pool stays as it is after the first steps.</para>
/// <para>Not thread-safe: while it runs, model and optimiser belong to it.</para>
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TBatch">What a batch is.</typeparam>
public sealed partial class Trainer<T, TBatch> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Module<T> model;
    private readonly Optimizer<T> optimizer;
    private readonly DataLoader<TBatch> loader;
    private readonly TrainerOptions options;
    private readonly long steps;
    private readonly DeviceStream stream;
    private readonly Tensor<T> lastLoss;
    private readonly Tensor<T> lastNorm;
    private readonly WeightAverage<T>? average;
    private readonly ModelSnapshot<T>? best;
    private readonly IScaledStep<T>? scaled;
    private readonly Func<Tape, TBatch, Tensor<T>>? loss;
    private RandomState random;
    private long validationsSinceBest;
    private long validatedStep;
    private double? lastValidation;
    private bool isOver;

    /// <summary>Makes a trainer. Model and optimiser stay the caller's.</summary>
    /// <param name="model">The model, or the weights of one in 16 bits (<see cref="MasterWeights{T}"/>), which the loss is computed by.</param>
    /// <param name="optimizer">The optimiser of its parameters.</param>
    /// <param name="loader">The batches.</param>
    /// <param name="loss">Computes the loss of a batch, a scalar, on a tape.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">
    /// Not just one of steps and epochs is set, the loader has no batch, or the loss cannot be scaled: it is not in float, or <paramref name="model"/> is <see cref="MasterWeights{T}"/>, which have a scaler of
    /// their own, or whose optimiser has other parameters.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options makes no sense.</exception>
    public Trainer(Module<T> model, Optimizer<T> optimizer, DataLoader<TBatch> loader, Func<Tape, TBatch, Tensor<T>> loss, TrainerOptions options)
        : this(model, optimizer, loader, options)
        => this.loss = loss ?? throw new ArgumentNullException(nameof(loss));

    private Trainer(Module<T> model, Optimizer<T> optimizer, DataLoader<TBatch> loader, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Steps is null == options.Epochs is null)
        {
            throw new ArgumentException("A run has either a number of steps or one of epochs.", nameof(options));
        }

        if (loader.BatchCount == 0)
        {
            throw new ArgumentException("The loader has no batch: there are fewer examples than fill one.", nameof(loader));
        }

        steps = options.Steps ?? (long)options.Epochs!.Value * loader.BatchCount;
        ArgumentOutOfRangeException.ThrowIfNegative(steps, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.ValidationInterval, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.CheckpointInterval, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ReportInterval, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Patience ?? 1, 1, nameof(options));
        if (!(T.CreateChecked(options.MaximumNorm ?? 1) > T.Zero))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaximumNorm, $"The maximum of the norm is not positive as a {typeof(T).Name}.");
        }

        this.model = model;
        this.optimizer = optimizer;
        this.loader = loader;
        this.options = options;
        scaled = ScaledStep.Of(model, optimizer, options.LossScaling);
        random = new RandomState(options.Seed);
        stream = optimizer.Parameters[0].Stream;
        average = options.AverageDecay is { } decay ? new WeightAverage<T>(optimizer.Parameters, decay) : null;
        best = options.Validate is null ? null : new ModelSnapshot<T>(model);
        lastLoss = Tensor<T>.Allocate(stream.Device, []);
        lastNorm = Tensor<T>.Allocate(stream.Device, []);
    }

    /// <summary>Gets the number of steps so far.</summary>
    public long Step { get; private set; }

    /// <summary>Gets the least that validation gave, if there was one.</summary>
    public double? BestValidation { get; private set; }

    /// <summary>Gets the number of steps that the model of the best validation had made.</summary>
    public long? BestStep { get; private set; }

    /// <summary>
    /// Makes the steps that are left. When it returns, for whatever reason, the model is the one of the best validation, or, without any, that of the last step (of the averages, if there are), and is in use
    /// (<see cref="Module{T}.IsTraining"/> is false). Once for each trainer. Blocks.
    /// </summary>
    /// <param name="progress">Is told where the run is, each <see cref="TrainerOptions.ReportInterval"/> steps, after each validation and after the last step.</param>
    /// <param name="cancellationToken">
    /// Ends the run between two steps, or within one where the caller's functions heed it too. It is no exception: the run ends like any other, with a checkpoint of its last step, if it has a path, and with the best model.
    /// </param>
    /// <exception cref="InvalidOperationException">The run is over, or the loss depends on no parameter.</exception>
    /// <exception cref="ObjectDisposedException">The trainer is disposed.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written; the model is that of the last step, and the run may go on by another call.</exception>
    /// <remarks>
    /// What the caller's functions throw comes out, with weights and optimiser as after the last step. States that the model has changed before, such as running means, stay changed.
    /// </remarks>
    public TrainingResult Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (lastLoss.IsDisposed)
        {
            throw new ObjectDisposedException($"Trainer after {Step} steps");
        }

        ThrowIfOver();
        var watch = Stopwatch.StartNew();
        using var meter = new StepMeter(stream);
        bool isCancelled = false;
        scaled?.Start();
        Train(true);
        try
        {
            // The one that a resumed run was cancelled in.
            ValidateIfDue(meter);
            while (Step < steps && !IsOutOfPatience)
            {
                RunEpoch(meter, progress, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isCancelled = true;
        }
        finally
        {
            scaled?.Count();
        }

        Finish();
        TrainingEnd end = isCancelled ? TrainingEnd.Cancelled : Step < steps ? TrainingEnd.NoImprovement : TrainingEnd.Completed;
        return new TrainingResult(end, Step, BestValidation, BestStep, watch.Elapsed);
    }

    /// <summary>Gives the trainer's memory back; model and optimiser stay.</summary>
    public void Dispose()
    {
        lastLoss.Dispose();
        lastNorm.Dispose();
        average?.Dispose();
        best?.Dispose();
        scaled?.Dispose();
        draws?.Dispose();
        graph?.Dispose();
    }

    private bool IsOutOfPatience => options.Patience is { } patience && validationsSinceBest >= patience;

    private void RunEpoch(StepMeter meter, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        (long epoch, long first) = Math.DivRem(Step, (long)loader.BatchCount);
        foreach (TBatch batch in loader.Batches(checked((int)epoch), (int)first, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            meter.Begin();
            MakeStep(batch);
            meter.End();
            ValidateIfDue(meter);
            if (IsReported(Step))
            {
                progress?.Report(Progress((int)epoch, meter));
            }

            if (options.CheckpointPath is { } path && Step < steps && IsDue(Step, options.CheckpointInterval))
            {
                using StepMeter.Break _ = meter.Pause();
                Save(path);
            }

            if (Step == steps || IsOutOfPatience)
            {
                return;
            }
        }
    }

    private bool IsDue(long step, long interval) => step == steps || step % (interval > 0 ? interval : loader.BatchCount) == 0;

    private bool IsReported(long step) => step == steps || step % options.ReportInterval == 0 || (best is not null && IsDue(step, options.ValidationInterval));

    private void ValidateIfDue(StepMeter meter)
    {
        if (best is not null && validatedStep != Step && IsDue(Step, options.ValidationInterval))
        {
            using StepMeter.Break _ = meter.Pause();
            Validate(best);
        }
    }

    private void Validate(ModelSnapshot<T> snapshot)
    {
        Train(false);
        SwapAverages();
        try
        {
            double value = options.Validate!();
            lastValidation = value;
            validatedStep = Step;
            validationsSinceBest++;
            if (!double.IsNaN(value) && (BestValidation is not { } least || value < least))
            {
                (BestValidation, BestStep, validationsSinceBest) = (value, Step, 0);
                snapshot.Take();
            }
        }
        finally
        {
            SwapAverages();
            Train(true);
        }
    }

    private void Train(bool isTraining)
    {
        model.Train(isTraining);
        scaled?.TrainModel(isTraining);
    }

    private void SwapAverages()
    {
        if (average is not null)
        {
            average.Swap();
            scaled?.Round();
        }
    }

    private TrainingProgress Progress(int epoch, StepMeter meter) => new(
        Step,
        epoch,
        double.CreateChecked(lastLoss.ToScalar()),
        optimizer.LearningRate,
        options.MaximumNorm is null ? null : double.CreateChecked(lastNorm.ToScalar()),
        meter.TakeRate(),
        lastValidation,
        meter.PeakBytes,
        meter.PoolBytes,
        meter.Elapsed,
        scaled?.Scale,
        scaled?.Count() ?? 0);

    private void Finish()
    {
        if (options.CheckpointPath is { } path)
        {
            Save(path);
        }

        isOver = true;
        if (BestValidation is not null)
        {
            best!.Restore();
            scaled?.Round();
        }
        else
        {
            SwapAverages();
        }

        Train(false);
    }

    private void ThrowIfOver()
    {
        if (isOver)
        {
            throw new InvalidOperationException("The run is over, and the model is its best one. Make another trainer, which may resume from a checkpoint.");
        }
    }
}
