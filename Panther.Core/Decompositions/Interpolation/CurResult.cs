using System.Diagnostics.CodeAnalysis;

namespace Panther.Core;

/// <summary>A CUR decomposition A ≈ C·U·R, and what is known of it.</summary>
/// <typeparam name="TSkeleton">The type of the picked columns and rows; a sparse one where the matrix is sparse.</typeparam>
/// <typeparam name="TCoupling">The type of the coupling, which is dense.</typeparam>
public class CurResult<TSkeleton, TCoupling>
{
    /// <summary>Makes a result of its parts.</summary>
    public CurResult()
    {
    }

    [SetsRequiredMembers]
    private protected CurResult(CurResult<TSkeleton, TCoupling> other)
    {
        ColumnIndices = other.ColumnIndices;
        RowIndices = other.RowIndices;
        C = other.C;
        U = other.U;
        R = other.R;
        ErrorEstimate = other.ErrorEstimate;
        ErrorProbes = other.ErrorProbes;
        FrobeniusNorm = other.FrobeniusNorm;
        Passes = other.Passes;
        Seed = other.Seed;
    }

    /// <summary>Gets the columns of A that C holds, the most important ones first.</summary>
    public required int[] ColumnIndices { get; init; }

    /// <summary>Gets the rows of A that R holds, the most important ones first.</summary>
    public required int[] RowIndices { get; init; }

    /// <summary>Gets the picked columns, m×k: elements of A, unchanged.</summary>
    public required TSkeleton C { get; init; }

    /// <summary>Gets the coupling C⁺AR⁺, k×k: the one that leaves the smallest error for these columns and rows.</summary>
    /// <remarks>There are as many rows as columns were picked and as many columns as rows were; to a tolerance, or of a matrix of lower rank, the two may differ.</remarks>
    public required TCoupling U { get; init; }

    /// <summary>Gets the picked rows, k×n: elements of A, unchanged.</summary>
    public required TSkeleton R { get; init; }

    /// <summary>
    /// Gets an estimate of ‖A - C·U·R‖ in the Frobenius norm, from <see cref="ErrorProbes"/> random probes of the difference that the computation itself has not used, with the
    /// factors as they are returned, rounding included. Its square is an unbiased estimate of the square.
    /// </summary>
    public required double ErrorEstimate { get; init; }

    /// <summary>Gets the number of probes behind <see cref="ErrorEstimate"/>.</summary>
    public required int ErrorProbes { get; init; }

    /// <summary>Gets the Frobenius norm of A; of an operator the norm of its sketch, whose square estimates that of A without bias.</summary>
    public required double FrobeniusNorm { get; init; }

    /// <summary>Gets <see cref="ErrorEstimate"/> as a fraction of the norm of A; zero for a zero matrix.</summary>
    public double RelativeErrorEstimate => FrobeniusNorm > 0 ? ErrorEstimate / FrobeniusNorm : 0;

    /// <summary>
    /// Gets how often the matrix was read: to check and measure it, for each sketch, for the coupling and for the error estimate; of an operator the number of products, those with
    /// unit vectors included.
    /// </summary>
    public required int Passes { get; init; }

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Says the sizes and relative error estimate of the result, for logs and debuggers.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"CUR decomposition: C {FactorText.Size(C)}, U {FactorText.Size(U)}, R {FactorText.Size(R)}, relative error about {RelativeErrorEstimate:G3}");

    internal CurResult<TOtherSkeleton, TOtherCoupling> Select<TOtherSkeleton, TOtherCoupling>(
        Func<TSkeleton, TOtherSkeleton> skeleton, Func<TCoupling, TOtherCoupling> coupling) => new()
        {
            ColumnIndices = ColumnIndices,
            RowIndices = RowIndices,
            C = skeleton(C),
            U = coupling(U),
            R = skeleton(R),
            ErrorEstimate = ErrorEstimate,
            ErrorProbes = ErrorProbes,
            FrobeniusNorm = FrobeniusNorm,
            Passes = Passes,
            Seed = Seed,
        };
}
