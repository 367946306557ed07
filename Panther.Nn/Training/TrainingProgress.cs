namespace Panther.Nn;

/// <summary>Where a run is.</summary>
/// <param name="Step">The steps made so far.</param>
/// <param name="Epoch">The number of the epoch that the last step belongs to, from 0 on.</param>
/// <param name="Loss">The loss of the last step, before it.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="GradientNorm">The norm of its gradients before they were clipped, if they are.</param>
/// <param name="StepsPerSecond">The rate since the report before, validations and checkpoints aside.</param>
/// <param name="Validation">What the last validation gave, if there was one.</param>
/// <param name="PeakBytes">The most memory of the device that buffers held during a step of this run: parameters, states, and what lives on the tape. Other work on the device at the same time is counted too.</param>
/// <param name="PoolBytes">The memory that the device's pool has taken from the driver, in use or kept. It grows in the first steps and stays then.</param>
/// <param name="Elapsed">The time of the steps of this run so far, validations and checkpoints aside, and without what was before it was resumed.</param>
/// <param name="LossScale">What the loss is multiplied by in the next step, if it is scaled.</param>
/// <param name="SkippedSteps">The steps so far that were left out because a gradient of the scaled loss was not finite, those before the run was resumed among them. The loss and the norm of such a step need not be finite.</param>
public sealed record TrainingProgress(
    long Step,
    int Epoch,
    double Loss,
    double LearningRate,
    double? GradientNorm,
    double StepsPerSecond,
    double? Validation,
    long PeakBytes,
    long PoolBytes,
    TimeSpan Elapsed,
    double? LossScale,
    long SkippedSteps);
