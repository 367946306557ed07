namespace Panther.Core;

/// <summary>An estimate of a trace, and what is known of it.</summary>
public sealed record TraceEstimatorResult
{
    /// <summary>Gets the estimate of tr A.</summary>
    public required double Trace { get; init; }

    /// <summary>
    /// Gets an estimate of the standard deviation of <see cref="Trace"/>: the spread of its <see cref="Samples"/>, divided by the root of their number.
    /// Zero where <see cref="IsExact"/>.
    /// </summary>
    /// <remarks>Epperly, Tropp and Webber 2024, section 2.3. Samples that leave out one vector each are correlated, by which the estimate may be off by small factors.</remarks>
    public required double ErrorEstimate { get; init; }

    /// <summary>Gets the number of samples that <see cref="Trace"/> is the mean of.</summary>
    public required int Samples { get; init; }

    /// <summary>Gets the columns that A was multiplied with, over all runs of an estimate to a tolerance.</summary>
    public required long Products { get; init; }

    /// <summary>Gets a value indicating whether there were enough products for the trace itself, exact up to rounding: as many as A has rows.</summary>
    public required bool IsExact { get; init; }

    /// <summary>Gets the estimator.</summary>
    public required TraceMethod Method { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }
}
