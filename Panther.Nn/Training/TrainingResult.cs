namespace Panther.Nn;

/// <summary>How a run ended.</summary>
/// <param name="End">Why.</param>
/// <param name="Steps">The steps made, those before it was resumed among them.</param>
/// <param name="BestValidation">The least that validation gave; <see langword="null"/> if there was none.</param>
/// <param name="BestStep">The number of steps that the model of that validation had made.</param>
/// <param name="Elapsed">The time that the run took, without what was before it was resumed.</param>
public sealed record TrainingResult(TrainingEnd End, long Steps, double? BestValidation, long? BestStep, TimeSpan Elapsed);
