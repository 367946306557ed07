namespace Panther.Core;

/// <summary>How a partial Cholesky factorisation chooses its pivots.</summary>
public enum PivotSelection
{
    /// <summary>At random, in proportion to the diagonal of what is left: near the best approximation in expectation, whatever the matrix (RPCholesky).</summary>
    Random,

    /// <summary>The largest diagonal element of what is left: deterministic, and far from the best approximation where outliers mislead it.</summary>
    Greedy,
}
