using System.Numerics;
using Panther.Kernels.Random;

namespace Panther.Core;

/// <summary>Finds a skeleton of a given rank, or the smallest one to a tolerance. Errors are those of the scaled matrix.</summary>
/// <param name="source">The matrix.</param>
/// <param name="isTransposed">Whether rows are looked for, the columns of the transpose.</param>
/// <param name="oversampling">The rows of a sketch beyond twice the rank.</param>
/// <param name="seed">The random numbers.</param>
/// <param name="steps">Told of each sketch.</param>
internal sealed class SkeletonSearch<T>(SkeletonSource<T> source, bool isTransposed, int oversampling, RandomStream seed, Steps steps)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int FirstRank = 16;

    /// <summary>Gets the estimated error of the last skeleton that was found.</summary>
    public double Error { get; private set; }

    /// <summary>Returns a skeleton of as many columns, or of the numerical rank of the sketch if that is lower.</summary>
    public ColumnSkeleton<T> OfRank(int rank)
    {
        using SketchedColumns<T> sketched = Sketch(rank, seed);
        int found = sketched.Factorize(rank);
        return Measured(sketched, sketched.Choose(Math.Min(rank, found)));
    }

    /// <summary>Returns the smallest skeleton whose estimated error is at most <paramref name="tolerance"/>, doubling the sketch until it is found.</summary>
    /// <param name="tolerance">The error in the Frobenius norm, as a part of that of the matrix.</param>
    /// <param name="limit">The largest rank.</param>
    /// <returns>The skeleton; of the largest rank, and with a larger <see cref="Error"/>, if that does not reach the tolerance.</returns>
    public ColumnSkeleton<T> ToTolerance(double tolerance, int limit)
    {
        RandomStream next = seed;
        for (int guess = Math.Min(limit, FirstRank); ; guess = (int)Math.Min(limit, 2L * guess), next = next.Next)
        {
            using SketchedColumns<T> sketched = Sketch(guess, next);
            double accepted = tolerance * source.ScaledNorm;
            int numericalRank = sketched.Factorize(int.MaxValue);
            int most = Math.Min(guess, numericalRank);
            double[] errors = sketched.Errors();
            int rank = 1;
            while (rank < most && errors[rank] > accepted)
            {
                rank++;
            }

            while (true)
            {
                ColumnSkeleton<T> skeleton = Measured(sketched, sketched.Choose(rank));
                if (Error <= accepted || (rank == most && (most == limit || most == numericalRank)))
                {
                    return skeleton;
                }

                skeleton.Dispose();
                if (rank == most)
                {
                    break;
                }

                rank = Math.Min(most, rank + 1 + (rank / 16));
            }
        }
    }

    private SketchedColumns<T> Sketch(int rank, RandomStream random)
    {
        var sketched = new SketchedColumns<T>(source, isTransposed, (2L * rank) + oversampling, random);
        try
        {
            steps.Completed("Sketch");
            return sketched;
        }
        catch
        {
            sketched.Dispose();
            throw;
        }
    }

    private ColumnSkeleton<T> Measured(SketchedColumns<T> sketched, ColumnSkeleton<T> skeleton)
    {
        Error = sketched.Error(skeleton);
        return skeleton;
    }
}
