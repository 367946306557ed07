namespace Panther.Core;

/// <summary>How a trace is estimated.</summary>
public sealed record TraceEstimatorOptions
{
    /// <summary>Gets the default options.</summary>
    public static TraceEstimatorOptions Default { get; } = new();

    /// <summary>Gets the estimator; <see cref="TraceMethod.XTrace"/> by default. For positive semidefinite matrices <see cref="TraceMethod.XNysTrace"/> is the best one.</summary>
    public TraceMethod Method { get; init; } = TraceMethod.XTrace;

    /// <summary>Gets the seed of all random numbers. The same seed, operator and device give the same bits.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the most products that one run of an estimate to a tolerance may use; null for as many as the matrix has rows.</summary>
    public int? MaximumProducts { get; init; }

    internal void Check()
    {
        if (!Enum.IsDefined(Method))
        {
            throw new ArgumentOutOfRangeException(nameof(Method), Method, "There is no such estimator.");
        }

        if (MaximumProducts is { } products)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(products, TraceEstimator.LeastProducts, nameof(MaximumProducts));
        }
    }
}
