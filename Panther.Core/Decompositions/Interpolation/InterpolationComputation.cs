using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>One interpolative decomposition, on the matrix's device. Rows are the columns of the transpose.</summary>
internal sealed class InterpolationComputation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceMatrix<T> matrix;
    private readonly InterpolationOptions options;
    private readonly DeviceStream stream;
    private readonly MatrixOperand<T> a;
    private readonly T scale;
    private readonly double norm;
    private readonly SkeletonSearch<T> search;
    private readonly Steps steps;

    /// <summary>Checks and measures the matrix.</summary>
    public InterpolationComputation(DeviceMatrix<T> matrix, InterpolationOptions options, Steps steps)
    {
        this.matrix = matrix;
        this.options = options;
        this.steps = steps;
        stream = matrix.Device.DefaultStream;
        a = options.Axis == InterpolationAxis.Columns ? matrix.Operand : matrix.Operand.Transposed;
        Magnitude magnitude = InputCheck.Finite(stream, matrix.View);
        norm = magnitude.Norm;
        scale = magnitude.ScaleToOne<T>();
        search = new SkeletonSearch<T>(stream, a, scale, options.Oversampling, new RandomStream(options.Seed), steps);
    }

    /// <summary>Picks a number of columns.</summary>
    public DeviceInterpolationResult<T> ToRank(int rank)
    {
        using ColumnSkeleton<T> skeleton = search.OfRank(rank);
        return Result(skeleton);
    }

    /// <summary>Picks as few columns as reach a tolerance.</summary>
    public DeviceInterpolationResult<T> ToTolerance(double tolerance)
    {
        int limit = (int)Math.Min(Math.Min(a.Rows, a.Columns), options.MaximumRank ?? int.MaxValue);
        double accepted = tolerance * norm * double.CreateChecked(scale);
        using ColumnSkeleton<T> skeleton = search.ToError(accepted, limit);
        if (search.Error > accepted)
        {
            throw new InvalidOperationException(
                $"No rank up to {skeleton.Columns.Length} reaches a relative error of {tolerance:g3}: the estimate at that rank is {search.Error / accepted * tolerance:g3}.");
        }

        return Result(skeleton);
    }

    private DeviceInterpolationResult<T> Result(ColumnSkeleton<T> skeleton)
    {
        int rank = skeleton.Columns.Length;
        bool isColumns = options.Axis == InterpolationAxis.Columns;
        using var made = new DisposalList();
        DeviceMatrix<T> picked = made.Add(isColumns
            ? DeviceMatrix<T>.Allocate(matrix.Device, matrix.Rows, rank, matrix.Layout)
            : DeviceMatrix<T>.Allocate(matrix.Device, rank, matrix.Columns, matrix.Layout));
        using DeviceBuffer<int> indices = stream.Device.Allocate<int>(skeleton.Columns, stream);
        ColumnSelection.Copy(stream, a, indices.View, rank, picked.View);

        // X is stored by rows; of the transpose that is by columns.
        DeviceMatrix<T> coefficients = made.Add(isColumns
            ? DeviceMatrix<T>.Allocate(matrix.Device, rank, matrix.Columns)
            : DeviceMatrix<T>.Allocate(matrix.Device, matrix.Rows, rank, MatrixLayout.ColumnMajor));
        stream.Copy(skeleton.Coefficients.View, coefficients.View);
        steps.Completed("Skeleton");
        made.Release();
        return new DeviceInterpolationResult<T>
        {
            Axis = options.Axis,
            Indices = skeleton.Columns,
            Skeleton = picked,
            Coefficients = coefficients,
            Rank = rank,
            LargestCoefficient = skeleton.Largest,
            ErrorEstimate = search.Error / double.CreateChecked(scale),
            ErrorProbes = SketchedColumns<T>.Probes,
            FrobeniusNorm = norm,
            Passes = 1 + search.Passes,
            Seed = options.Seed,
        };
    }
}
