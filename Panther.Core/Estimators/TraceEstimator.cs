using System.Numerics;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>
/// Estimates of the trace of a square matrix of which only products are known: of an inverse, of a function of a matrix, of AᵀA, of a sparse matrix.
/// </summary>
/// <remarks>
/// <para>
/// Of the N×N matrix A only products with panels of columns are used, by <see cref="ILinearOperator{T}.Multiply"/>, in two or three calls. The work beyond them is
/// O(N·products²), in double, on the operator's device, and the memory O(N·products). <see cref="TraceMethod"/> says how good the methods are; all are unbiased, up
/// to rounding by about the element type's epsilon times the norm of A. With as many products as rows the trace is exact.
/// </para>
/// <para>The trace of a dense matrix in memory is the sum of its diagonal, for which nothing here is needed; matrices are accepted all the same.</para>
/// <para>All methods block until the result is there; with equal operator, options and device they give equal bits.</para>
/// </remarks>
public static class TraceEstimator
{
    /// <summary>The fewest products that give two samples by every method, and so an error estimate.</summary>
    internal const int LeastProducts = 6;

    private const int FirstProducts = 16;

    /// <summary>Estimates a trace from a number of products.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, N×N; for <see cref="TraceMethod.XNysTrace"/> symmetric and positive semidefinite.</param>
    /// <param name="products">The columns that A may be multiplied with, at least 6. XTrace uses an even number, Hutch++ one that three divides; more than N are not used.</param>
    /// <param name="options">How to estimate; null for the defaults.</param>
    /// <param name="progress">Told after each product with a panel.</param>
    /// <param name="cancellationToken">Looked at after each product.</param>
    /// <exception cref="ArgumentException">
    /// The operator is empty or not square, a product of it holds NaN or infinity, or XNysTrace has found that it is not positive semidefinite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 6 products, or an option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static TraceEstimatorResult Compute<T>(
        ILinearOperator<T> matrix,
        int products,
        TraceEstimatorOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options ??= TraceEstimatorOptions.Default;
        Check(matrix, options);
        ArgumentOutOfRangeException.ThrowIfLessThan(products, LeastProducts);
        var steps = new Steps(matrix.Device.DefaultStream, progress, cancellationToken, ProductsPerRun(options.Method));
        return Run(matrix, products, options, steps);
    }

    /// <summary>Estimates a trace from as many products as bring the error estimate below a part of it, doubling them until they are enough.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, N×N; for <see cref="TraceMethod.XNysTrace"/> symmetric and positive semidefinite.</param>
    /// <param name="tolerance">The accepted <see cref="TraceEstimatorResult.ErrorEstimate"/> as a part of |<see cref="TraceEstimatorResult.Trace"/>|, above 0 and below 1.</param>
    /// <param name="options">How to estimate; null for the defaults.</param>
    /// <param name="progress">Told after each product with a panel.</param>
    /// <param name="cancellationToken">Looked at after each product.</param>
    /// <exception cref="InvalidOperationException">The tolerance is not reached with <see cref="TraceEstimatorOptions.MaximumProducts"/>.</exception>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, int, TraceEstimatorOptions?, IProgress{StepProgress}?, CancellationToken)" path="/exception"/>
    public static TraceEstimatorResult Compute<T>(
        ILinearOperator<T> matrix,
        double tolerance,
        TraceEstimatorOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options ??= TraceEstimatorOptions.Default;
        Check(matrix, options);
        if (!(tolerance > 0 && tolerance < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance is relative: above 0 and below 1.");
        }

        long limit = options.MaximumProducts ?? Math.Max(matrix.Rows, LeastProducts);
        int runs = 1 + (int)Math.Ceiling(Math.Max(0, Math.Log2((double)limit / FirstProducts)));
        var steps = new Steps(matrix.Device.DefaultStream, progress, cancellationToken, runs * ProductsPerRun(options.Method));
        long spent = 0;
        for (int products = (int)Math.Min(limit, FirstProducts); ; products = (int)Math.Min(limit, 2L * products))
        {
            TraceEstimatorResult result = Run(matrix, products, options, steps);
            spent += result.Products;
            if (result.ErrorEstimate <= tolerance * Math.Abs(result.Trace))
            {
                return result with { Products = spent };
            }

            if (products == limit)
            {
                throw new InvalidOperationException(
                    $"{limit} products do not reach a relative error of {tolerance:g3}: the estimate is {result.Trace:g6} ± {result.ErrorEstimate:g3}.");
            }
        }
    }

    private static int ProductsPerRun(TraceMethod method) => method switch
    {
        TraceMethod.XTrace => 2,
        TraceMethod.HutchPlusPlus => 3,
        _ => 1,
    };

    private static TraceEstimatorResult Run<T>(ILinearOperator<T> matrix, int products, TraceEstimatorOptions options, Steps steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var operatorProducts = new OperatorProducts<T>(matrix, options.Seed, steps);
        var samples = new TraceSamples<T>(operatorProducts);
        bool isExact = products >= matrix.Rows;
        SampledTrace trace = (isExact, options.Method) switch
        {
            (true, _) => samples.Diagonal(),
            (_, TraceMethod.XTrace) => samples.XTrace(products / 2),
            (_, TraceMethod.XNysTrace) => samples.XNysTrace(products),
            (_, TraceMethod.HutchPlusPlus) => samples.HutchPlusPlus(products / 3),
            _ => samples.GirardHutchinson(products),
        };
        return new TraceEstimatorResult
        {
            Trace = trace.Mean * operatorProducts.Scale,
            ErrorEstimate = trace.Deviation * operatorProducts.Scale,
            Samples = trace.Count,
            Products = operatorProducts.Count,
            IsExact = isExact,
            Method = options.Method,
            Seed = options.Seed,
        };
    }

    private static void Check<T>(ILinearOperator<T> matrix, TraceEstimatorOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(matrix.Rows, matrix.Columns);
        if (matrix.Rows != matrix.Columns)
        {
            throw new ArgumentException($"A {matrix.Rows}×{matrix.Columns} matrix has no trace.", nameof(matrix));
        }

        options.Check();
    }
}
