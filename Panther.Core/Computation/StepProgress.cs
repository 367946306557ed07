namespace Panther.Core;

/// <summary>How far a computation has come.</summary>
/// <param name="Step">What was done last, such as "sketch" or "Gram matrix".</param>
/// <param name="Completed">The steps done so far.</param>
/// <param name="Planned">The steps there will be in the end, as far as is known; a computation that needs more than it thought raises it.</param>
public readonly record struct StepProgress(string Step, int Completed, int Planned);
