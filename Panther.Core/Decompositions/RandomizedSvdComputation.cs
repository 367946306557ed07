using System.Numerics;
using Panther.Kernels.Elementwise;

namespace Panther.Core;

/// <summary>Truncated singular value decompositions from bases of the range, however these are grown; in units of the scaled matrix until the result.</summary>
internal sealed class RandomizedSvdComputation<T>(ScaledProducts<T> a, ulong seed)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The first block of a computation to a tolerance; each further one is half as wide as the basis so far.
    private const int FirstBlock = 16;

    // ‖A‖² - ‖P‖² is taken for the error while it is this many times the rounding of the norms.
    private const double SoundFactor = 1e4;

    private delegate int RankChoice(double[] values, double rest);

    /// <summary>Computes the given number of singular values by subspace iteration (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1).</summary>
    public DeviceSvdResult<T> ToRank(int rank, int oversampling, int powerIterations)
    {
        a.Plan(2 + (2 * powerIterations));
        using var basis = new RangeBasis<T>(a, seed);
        basis.AddRandom((int)Math.Min(a.SmallerSide, (long)rank + oversampling), powerIterations);
        return Finish(basis, basis.ProbedError, basis.Probes, (_, _) => rank);
    }

    /// <summary>Computes the given number of singular values from the Krylov space of a random block (Musco and Musco 2015, algorithm 2).</summary>
    public DeviceSvdResult<T> OfKrylovSpace(int rank, int blockSize, int iterations)
    {
        a.Plan(2 + (2 * iterations));
        using var basis = new RangeBasis<T>(a, seed);
        basis.AddRandom(Math.Min(a.SmallerSide, blockSize), 0);
        for (int i = 0; i < iterations && basis.Columns < a.SmallerSide && basis.Norm > 0; i++)
        {
            basis.AddKrylov(Math.Min(blockSize, a.SmallerSide - basis.Columns));
        }

        return Finish(basis, basis.ProbedError, basis.Probes, (_, _) => rank);
    }

    /// <summary>
    /// Computes the fewest singular values that leave an estimated error of at most <paramref name="tolerance"/> times the norm of A, widening the
    /// basis until it is wide enough (Yu, Gu and Li 2018, algorithm 2 with blocks that grow).
    /// </summary>
    /// <exception cref="InvalidOperationException">The maximum rank does not reach the tolerance.</exception>
    public DeviceSvdResult<T> ToTolerance(double tolerance, RandomizedSvdOptions options)
    {
        int limit = Math.Min(a.SmallerSide, options.MaximumRank ?? a.SmallerSide);
        int widest = (int)Math.Min(a.SmallerSide, (long)limit + options.Oversampling);
        int next = Math.Min(limit, FirstBlock) + options.Oversampling;
        using var basis = new RangeBasis<T>(a, seed);
        while (true)
        {
            a.Plan(2 + (2 * options.PowerIterations));
            basis.AddRandom(Math.Min(next, widest - basis.Columns), options.PowerIterations);
            (double error, int probes) = Error(basis);
            double accepted = tolerance * basis.Norm;
            if (error <= accepted || basis.Columns == widest)
            {
                DeviceSvdResult<T> result = Finish(basis, error, probes, (values, rest) => SmallestRank(values, rest, accepted, limit));
                if (result.ErrorEstimate <= tolerance * result.FrobeniusNorm)
                {
                    return result;
                }

                double reached = result.RelativeErrorEstimate;
                result.Dispose();
                if (basis.Columns == widest)
                {
                    throw new InvalidOperationException(
                        $"No rank up to {limit} reaches a relative error of {tolerance:g3}: the estimate at that rank is {reached:g3}.");
                }
            }

            next = Math.Max(FirstBlock, basis.Columns / 2);
        }
    }

    private static (double Error, int Probes) Error(RangeBasis<T> basis)
    {
        double eps = double.CreateTruncating(T.BitIncrement(T.One) - T.One);
        double square = basis.RemainingSquare;
        return square >= SoundFactor * eps * basis.Norm * basis.Norm && square <= basis.Norm * basis.Norm
            ? (Math.Sqrt(square), 0)
            : (basis.ProbedError, basis.Probes);
    }

    /// <summary>The error after r values is that of the whole basis and of the values left out, which are orthogonal to each other.</summary>
    private static int SmallestRank(double[] values, double rest, double accepted, int limit)
    {
        int rank = Math.Min(limit, values.Length);
        double squared = rest * rest;
        for (int i = values.Length - 1; i >= rank; i--)
        {
            squared += values[i] * values[i];
        }

        while (rank > 1 && squared + (values[rank - 1] * values[rank - 1]) <= accepted * accepted)
        {
            rank--;
            squared += values[rank] * values[rank];
        }

        return rank;
    }

    private DeviceSvdResult<T> Finish(RangeBasis<T> basis, double rest, int probes, RankChoice chooseRank)
    {
        if (basis.Norm == 0)
        {
            return ZeroMatrix(basis, chooseRank(new double[basis.Columns], 0));
        }

        using RangeSvd<T> svd = basis.Decompose();
        int rank = chooseRank(svd.Values, rest);
        double squaredError = rest * rest;
        foreach (double value in svd.Values.AsSpan(rank))
        {
            squaredError += value * value;
        }

        return Result(basis, svd.Values[..rank], Math.Sqrt(squaredError), probes, svd.LeftVectors(rank), svd.RightVectors(rank));
    }

    private DeviceSvdResult<T> ZeroMatrix(RangeBasis<T> basis, int rank)
    {
        DeviceMatrix<T> u = DeviceMatrix<T>.Allocate(a.Stream.Device, a.Rows, rank);
        DeviceMatrix<T> v = DeviceMatrix<T>.Allocate(a.Stream.Device, a.Columns, rank);
        MatrixOperations.Identity(a.Stream, T.One, new RowMatrix<T>(u.View, a.Rows, rank));
        MatrixOperations.Identity(a.Stream, T.One, new RowMatrix<T>(v.View, a.Columns, rank));
        return Result(basis, new double[rank], 0, basis.Probes, u, v);
    }

    private DeviceSvdResult<T> Result(RangeBasis<T> basis, double[] values, double error, int probes, DeviceMatrix<T> u, DeviceMatrix<T> v) => new()
    {
        U = u,
        S = Array.ConvertAll(values, value => T.CreateTruncating(value * a.Unscale)),
        V = v,
        Rank = values.Length,
        Seed = seed,
        Passes = a.Passes,
        ErrorEstimate = error * a.Unscale,
        ErrorProbes = probes,
        FrobeniusNorm = basis.Norm * a.Unscale,
        Orthonormalization = basis.Method,
    };
}
