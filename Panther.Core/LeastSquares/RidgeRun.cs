using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>The course of <see cref="RidgeRegression"/>, on checked arguments.</summary>
internal static class RidgeRun
{
    private const int UsualRefinements = 2;

    /// <param name="stream">The stream.</param>
    /// <param name="tall">A, or Aᵀ where the dual problem is solved.</param>
    /// <param name="b">B.</param>
    /// <param name="isDual">Whether it is.</param>
    /// <param name="lambdas">The λ.</param>
    /// <param name="options">How to solve.</param>
    /// <param name="progress">Told of the steps.</param>
    /// <param name="cancellation">Looked at after each step and in each iteration.</param>
    public static DeviceRidgeResult<T>[] Solve<T>(
        DeviceStream stream,
        SystemMatrix<T> tall,
        DeviceMatrix<T> b,
        bool isDual,
        double[] lambdas,
        LeastSquaresOptions options,
        IProgress<StepProgress>? progress,
        CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        cancellation.ThrowIfCancellationRequested();
        var steps = new Steps(stream, progress, cancellation, 2 + (UsualRefinements * lambdas.Length));
        double norm = tall.Normalize(stream);
        using var right = new RightHandSides<T>(stream, b.Operand);
        SketchOperator? sketch = LeastSquaresRun.ChooseSketch(tall, options);
        using var factor = new SketchedTriangle<T>(stream, tall, sketch, mayScaleColumns: false, steps);

        // The start is in the coordinates of Q for A, and of B itself for Aᵀ.
        using DeviceBuffer<double> start = stream.Device.Allocate<double>((long)factor.Order * right.Columns, stream);
        if (isDual)
        {
            PanelPrecision.Convert(stream, right.View, start.View);
        }
        else
        {
            factor.Project(right.View, start.View, right.Columns);
        }

        using var made = new DisposalList();
        var results = new DeviceRidgeResult<T>[lambdas.Length];
        for (int i = 0; i < lambdas.Length; i++)
        {
            results[i] = made.Add(Solve(stream, tall, norm, factor, right, start, isDual, lambdas[i], options, sketch, steps, cancellation));
        }

        made.Release();
        return results;
    }

    private static DeviceRidgeResult<T> Solve<T>(
        DeviceStream stream,
        SystemMatrix<T> tall,
        double norm,
        SketchedTriangle<T> factor,
        RightHandSides<T> right,
        DeviceBuffer<double> start,
        bool isDual,
        double lambda,
        LeastSquaresOptions options,
        SketchOperator? sketch,
        Steps steps,
        CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A and x are scaled, so λ is; its root on its own, as the square may leave the range.
        double root = Math.Sqrt(lambda) * double.CreateTruncating(tall.Scale);
        (DeviceBuffer<double> triangle, DeviceBuffer<double> basis) = TallTriangle.Stack(stream, factor.Triangle.View, factor.Order, root);
        using DeviceBuffer<double> owned = triangle;
        double condition = TriangleCondition.Estimate(stream, triangle, factor.Order, options.Seed);
        if (!(condition * LeastSquaresRun.RankFactor(factor.Order) * MachineEpsilon.Of<T>() < 1))
        {
            basis.Dispose();
            throw new InvalidOperationException($"With λ = {lambda:g3} the problem is singular to working precision; its condition number is about {condition:g3}.");
        }

        if (isDual)
        {
            basis.Dispose();
        }

        using RightPreconditioner preconditioner = RightPreconditioner.Inverse(stream, triangle, factor.Order, condition, isDual ? null : basis);
        using NormalEquations<T> computation = isDual
            ? new DualRidgeComputation<T>(stream, tall, root * root, preconditioner, right.Columns, options, steps, cancellation)
            : new LeastSquaresComputation<T>(stream, tall, root * root, preconditioner, right.Columns, options, steps, cancellation);
        computation.Start(start.View);
        if (computation is LeastSquaresComputation<T> primal)
        {
            double stackedNorm = Math.Sqrt((norm * norm) + (factor.Order * root * root));
            double tolerance = options.Tolerance ?? MachineEpsilon.Of<T>();
            primal.Refine(right.View, new BackwardErrorEstimate(stream, triangle.View, factor.Order, stackedNorm, right.Norms, tolerance), condition);
        }
        else
        {
            ((DualRidgeComputation<T>)computation).Refine(condition);
        }

        double[] errors = computation.ErrorEstimates();
        DeviceMatrix<T> solution = DeviceMatrix<T>.Allocate(stream.Device, isDual ? tall.Rows : tall.Columns, right.Columns);
        right.Restore(computation.Solution, tall.Scale);
        stream.Copy(computation.Solution, solution.View);
        return new DeviceRidgeResult<T>
        {
            Solution = solution,
            Lambda = lambda,
            ResidualNorms = right.Restore(computation.ResidualNorms),
            ErrorEstimates = errors,
            ConditionEstimate = condition,
            IsDual = isDual,
            Refinements = computation.Refinements,
            Iterations = computation.Iterations,
            Seed = options.Seed,
            Sketch = sketch,
        };
    }
}
