namespace CharTransformer.Training;

/// <summary>How good a model is.</summary>
/// <param name="Step">The steps so far.</param>
/// <param name="TrainingLoss">The mean of -log p on training text, without dropout, in nats a character.</param>
/// <param name="ValidationLoss">The same on the whole validation text.</param>
internal sealed record Evaluation(long Step, double TrainingLoss, double ValidationLoss);
