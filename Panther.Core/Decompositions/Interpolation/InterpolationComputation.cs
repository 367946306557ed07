using System.Numerics;
using Panther.Kernels.Random;

namespace Panther.Core;

/// <summary>One interpolative decomposition, on the matrix's device. Rows are the columns of the transpose.</summary>
internal sealed class InterpolationComputation<T, TSkeleton>(SkeletonSource<T, TSkeleton> source, InterpolationOptions options, Steps steps)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TSkeleton : ILinearOperator<T>, IDisposable
{
    private readonly bool areRows = options.Axis == InterpolationAxis.Rows;
    private readonly SkeletonSearch<T> search =
        new(source, options.Axis == InterpolationAxis.Rows, options.Oversampling, new RandomStream(options.Seed), steps);

    /// <summary>Picks a number of columns.</summary>
    public InterpolationResult<TSkeleton, DeviceMatrix<T>> ToRank(int rank)
    {
        using ColumnSkeleton<T> skeleton = search.OfRank(rank);
        return Result(skeleton);
    }

    /// <summary>Picks as few columns as reach a tolerance.</summary>
    public InterpolationResult<TSkeleton, DeviceMatrix<T>> ToTolerance(double tolerance)
    {
        int limit = (int)Math.Min(Math.Min(source.Rows, source.Columns), options.MaximumRank ?? int.MaxValue);
        using ColumnSkeleton<T> skeleton = search.ToTolerance(tolerance, limit);
        double accepted = tolerance * source.ScaledNorm;
        if (search.Error > accepted)
        {
            throw new InvalidOperationException(
                $"No rank up to {skeleton.Columns.Length} reaches a relative error of {tolerance:g3}: the estimate at that rank is {search.Error / accepted * tolerance:g3}.");
        }

        return Result(skeleton);
    }

    private InterpolationResult<TSkeleton, DeviceMatrix<T>> Result(ColumnSkeleton<T> skeleton)
    {
        int rank = skeleton.Columns.Length;
        using var made = new DisposalList();
        TSkeleton picked = made.Add(source.Pick(areRows, skeleton.Columns));

        // X is stored by rows; of the transpose that is by columns.
        DeviceMatrix<T> coefficients = made.Add(areRows
            ? DeviceMatrix<T>.Allocate(source.Stream.Device, source.Rows, rank, MatrixLayout.ColumnMajor)
            : DeviceMatrix<T>.Allocate(source.Stream.Device, rank, source.Columns));
        source.Stream.Copy(skeleton.Coefficients.View, coefficients.View);
        steps.Completed("Skeleton");
        made.Release();
        return new InterpolationResult<TSkeleton, DeviceMatrix<T>>
        {
            Axis = options.Axis,
            Indices = skeleton.Columns,
            Skeleton = picked,
            Coefficients = coefficients,
            Rank = rank,
            LargestCoefficient = skeleton.Largest,
            ErrorEstimate = search.Error / double.CreateChecked(source.Scale),
            ErrorProbes = SketchedColumns<T>.Probes,
            FrobeniusNorm = source.Norm,
            Passes = source.Passes,
            Seed = options.Seed,
        };
    }
}
