namespace Panther.Core;

/// <summary>How the columns of a tall matrix were made orthonormal, from the cheapest way to the most robust one.</summary>
public enum Orthonormalization
{
    /// <summary>Cholesky QR, once or twice.</summary>
    CholeskyQr,

    /// <summary>Cholesky QR of a shifted Gram matrix, then Cholesky QR again: for nearly dependent columns.</summary>
    ShiftedCholeskyQr,

    /// <summary>Householder QR: for dependent columns.</summary>
    Householder,
}
