namespace Panther.Core;

/// <summary>Leverage scores of the rows of a matrix, and what is known of them.</summary>
/// <typeparam name="TVector">The type of the scores.</typeparam>
public class LeverageScoresResult<TVector>
{
    /// <summary>Gets the scores, m numbers from 0 to 1: the squared lengths of the rows of an orthonormal basis of the columns. They add up to <see cref="Rank"/>.</summary>
    public required TVector Scores { get; init; }

    /// <summary>Gets the largest score, the coherence of the column space: rank/m where all rows matter alike, 1 where one row is needed.</summary>
    public required double Coherence { get; init; }

    /// <summary>Gets the numerical rank of the matrix: of its columns scaled to about one length, to within n times the element type's epsilon.</summary>
    public required int Rank { get; init; }

    /// <summary>
    /// Gets an estimate of the relative error of a score. For exact scores it is ε‖R⁻¹‖ in the Frobenius norm, measured with 8 random vectors, ε being the element type's epsilon and R the triangle of the
    /// columns scaled to lengths between a half and one: what rounding the matrix itself changes. For approximate ones it is the standard deviation √(2/probes + 2/(d - rank + 1)) that normal probes and
    /// a normal sketch of d rows give, and that rounding.
    /// </summary>
    public required double RelativeErrorEstimate { get; init; }

    /// <summary>Gets the rows of the sketch; 0 where the matrix had so few rows that it served as its own sketch.</summary>
    public required long SketchRows { get; init; }

    /// <summary>Gets the random vectors behind approximate scores; 0 for exact ones.</summary>
    public required int Probes { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Says the size and relative error estimate of the result, for logs and debuggers.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{FactorText.Size(Scores)} leverage scores: rank {Rank}, coherence {Coherence:G3}, relative error about {RelativeErrorEstimate:G3}");

    internal LeverageScoresResult<TOther> Select<TOther>(Func<TVector, TOther> vector) => new()
    {
        Scores = vector(Scores),
        Coherence = Coherence,
        Rank = Rank,
        RelativeErrorEstimate = RelativeErrorEstimate,
        SketchRows = SketchRows,
        Probes = Probes,
        Seed = Seed,
    };
}
