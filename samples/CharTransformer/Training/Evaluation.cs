namespace CharTransformer.Training;

/// <summary>How good a model is.</summary>
/// <param name="Step">The steps so far.</param>
/// <param name="TrainingLoss">The mean of -log p on training text, without dropout, in nats a character.</param>
/// <param name="ValidationLoss">The same on the whole validation text.</param>
/// <param name="Seconds">The time spent on training so far; once the first steps are made, in which kernels are compiled, without them.</param>
internal sealed record Evaluation(long Step, double TrainingLoss, double ValidationLoss, double Seconds);
