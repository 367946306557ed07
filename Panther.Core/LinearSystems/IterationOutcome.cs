namespace Panther.Core;

/// <summary>How an iteration ended.</summary>
public enum IterationOutcome
{
    /// <summary>The residual is as small as was asked for.</summary>
    Converged,

    /// <summary>The iterations ran out.</summary>
    IterationLimit,

    /// <summary>The residual no longer falls: rounding keeps it above what was asked for.</summary>
    Stagnation,

    /// <summary>A curvature pᵀAp or a product rᵀM⁻¹r was not positive: the matrix or the preconditioner is not positive definite to working precision.</summary>
    Breakdown,
}
