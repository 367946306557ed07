namespace Panther.Core;

/// <summary>How the columns were made orthonormal, from the cheapest way to the most robust one.</summary>
public enum CholeskyQrMethod
{
    /// <summary>One pass of Cholesky QR on the preconditioned columns, or on processors on the columns themselves where these are well conditioned.</summary>
    OnePass,

    /// <summary>More than one pass: the first one's orthogonality, which is measured, was not enough.</summary>
    Repeated,

    /// <summary>A pass with a shifted Gram matrix, because Cholesky's factorisation broke down, and passes without one after it.</summary>
    Shifted,

    /// <summary>Householder reflections, because passes of Cholesky QR did not get there.</summary>
    Householder,
}
