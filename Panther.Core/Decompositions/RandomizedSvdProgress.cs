namespace Panther.Core;

/// <summary>How far a randomized SVD has come.</summary>
/// <param name="PassesDone">How often the matrix has been read so far.</param>
/// <param name="PassesPlanned">How often it will have been read in the end; grows if a tolerance turns out to need a larger rank.</param>
public readonly record struct RandomizedSvdProgress(int PassesDone, int PassesPlanned);
