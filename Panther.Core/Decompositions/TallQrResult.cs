namespace Panther.Core;

/// <summary>A QR factorisation A = Q R, and what is known of it.</summary>
/// <typeparam name="TMatrix">The type of the factors.</typeparam>
public class TallQrResult<TMatrix>
{
    /// <summary>Gets Q, m×n, with orthonormal columns.</summary>
    public required TMatrix Q { get; init; }

    /// <summary>Gets R, n×n, upper triangular with a diagonal that is not negative.</summary>
    public required TMatrix R { get; init; }

    /// <summary>
    /// Gets an estimate of ‖QᵀQ - I‖ in the Frobenius norm, measured on the finished Q with <see cref="Probes"/> random vectors. Its square is an unbiased
    /// estimate of the square, but for the rounding of the measurement itself.
    /// </summary>
    public required double OrthogonalityError { get; init; }

    /// <summary>Gets an estimate of ‖A - Q R‖ / ‖A‖ in the Frobenius norm, measured in the same way; zero for a zero matrix.</summary>
    public required double ReconstructionError { get; init; }

    /// <summary>Gets the number of random vectors behind the measured errors.</summary>
    public required int Probes { get; init; }

    /// <summary>Gets how the columns were made orthonormal.</summary>
    public required CholeskyQrMethod Method { get; init; }

    /// <summary>Gets a value indicating whether the preconditioner that led to the result was computed in single precision for doubles.</summary>
    public required bool IsMixedPrecision { get; init; }

    /// <summary>Gets the rows of the sketch; m where there was none, because A has hardly more rows.</summary>
    public required long SketchRows { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Says the sizes and measured errors of the result, for logs and debuggers.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"QR: Q {FactorText.Size(Q)}, R {FactorText.Size(R)}, orthogonality error about {OrthogonalityError:G3}, reconstruction error about {ReconstructionError:G3}");

    internal TallQrResult<TOther> Select<TOther>(Func<TMatrix, TOther> matrix) => new()
    {
        Q = matrix(Q),
        R = matrix(R),
        OrthogonalityError = OrthogonalityError,
        ReconstructionError = ReconstructionError,
        Probes = Probes,
        Method = Method,
        IsMixedPrecision = IsMixedPrecision,
        SketchRows = SketchRows,
        Seed = Seed,
    };
}
