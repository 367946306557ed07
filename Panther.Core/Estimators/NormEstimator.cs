using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// Estimates of the spectral and the Frobenius norm of a matrix of which only products are known, with bounds that hold with a stated probability whatever the matrix.
/// </summary>
/// <remarks>
/// With a <see cref="LowRankResidual{T}"/> as the operator they measure the error of a factorisation. Vectors are kept in double; products accumulate in the element type.
/// All methods block until the result is there; with equal operator, options and device they give equal bits.
/// </remarks>
public static partial class NormEstimator
{
    /// <summary>Estimates the spectral norm, the largest singular value, by Lanczos steps on AᵀA or AAᵀ, whichever is smaller, from a random vector.</summary>
    /// <remarks>
    /// <para>
    /// The estimate is a Ritz value: never too large but for rounding, so it is the lower bound as well. With n the smaller side and k steps, its square is too small by
    /// more than the part ε with a probability of at most 1.648·√n·exp(-√ε·(2k - 1)) (Kuczyński and Woźniakowski, SIAM J. Matrix Anal. Appl. 13, 1992, theorem 4.1),
    /// which gives the upper bound. That is for the worst of all spectra; <see cref="NormEstimatorResult.ErrorEstimate"/> is from the residual r of the Ritz value θ
    /// = σ² and its distance g to the next one, min(r, r²/g)/(2σ) (Parlett, "The symmetric eigenvalue problem", theorem 11.7.1), and usually far smaller.
    /// </para>
    /// <para>The cost is 2·steps products with single vectors and O(n·steps²), the memory n·steps doubles.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="options">How to estimate; null for the defaults.</param>
    /// <param name="progress">Told after each product.</param>
    /// <param name="cancellationToken">Looked at after each product.</param>
    /// <exception cref="ArgumentException">The operator is empty, a product of it holds NaN or infinity, or the options name another device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; everything it held has been freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static NormEstimatorResult Spectral<T>(
        ILinearOperator<T> matrix,
        NormEstimatorOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options ??= NormEstimatorOptions.Default;
        Check(matrix, options);
        long side = Math.Min(matrix.Rows, matrix.Columns);
        int most = (int)Math.Min(side, options.Steps);
        var products = new OperatorProducts<T>(matrix, options.Seed, new Steps(matrix.Device.DefaultStream, progress, cancellationToken, 2 * most));
        using var lanczos = new LanczosNorm<T>(products, most);
        lanczos.Run();

        double excess = 0;
        if (!lanczos.IsExhausted)
        {
            double root = Math.Log(1.648 * Math.Sqrt(side) / (1 - options.Confidence)) / ((2 * lanczos.Steps) - 1);
            excess = root * root;
        }

        double norm = lanczos.Norm * products.Scale;
        return new NormEstimatorResult
        {
            Norm = norm,
            ErrorEstimate = lanczos.Error * products.Scale,
            LowerBound = norm,
            UpperBound = excess < 1 ? norm / Math.Sqrt(1 - excess) : double.PositiveInfinity,
            Confidence = options.Confidence,
            Products = products.Count,
            Seed = options.Seed,
        };
    }

    /// <summary>Estimates the Frobenius norm from the lengths of products with normal vectors; that of a <see cref="DeviceMatrix{T}"/> or a <see cref="CsrMatrix{T}"/> is computed instead.</summary>
    /// <remarks>
    /// The square of the estimate is the mean of p = <see cref="NormEstimatorOptions.Probes"/> samples ‖Ag‖² and unbiased; <see cref="NormEstimatorResult.ErrorEstimate"/>
    /// is from their spread. With Q the square of the estimate as a part of the true one, and whatever the matrix, P(Q ≤ z) for z below one and P(Q ≥ z) for z above are at
    /// most (z·exp(1 - z))^(p/2): Chernoff's bound, which is worst for rank one. That gives the bounds.
    /// </remarks>
    /// <inheritdoc cref="Spectral" path="/typeparam"/>
    /// <inheritdoc cref="Spectral" path="/param"/>
    /// <inheritdoc cref="Spectral" path="/exception"/>
    public static NormEstimatorResult Frobenius<T>(
        ILinearOperator<T> matrix,
        NormEstimatorOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        options ??= NormEstimatorOptions.Default;
        Check(matrix, options);
        var steps = new Steps(matrix.Device.DefaultStream, progress, cancellationToken, 1);
        Magnitude? stored = matrix switch
        {
            DeviceMatrix<T> dense => InputCheck.Finite(dense.Device.DefaultStream, dense.View),
            CsrMatrix<T> sparse => sparse.Measure(),
            _ => null,
        };
        if (stored is { Norm: double exact })
        {
            steps.Completed("Norm");
            return FrobeniusResult(exact, 0, exact, exact, 0, options);
        }

        var products = new OperatorProducts<T>(matrix, options.Seed, steps);
        using Panel probes = products.Gaussian(0, options.Probes);
        using Panel images = products.Multiply(probes);
        double[] squares = images.ColumnSquares();
        double mean = squares.Average();
        double spread = Math.Sqrt(squares.Sum(square => (square - mean) * (square - mean)) / (squares.Length - 1.0) / squares.Length);
        double norm = Math.Sqrt(mean) * products.Scale;
        double error = mean > 0 ? norm * spread / (2 * mean) : 0;
        (double low, double high) = ChernoffQuantiles(options.Probes, (1 - options.Confidence) / 2);
        return FrobeniusResult(norm, error, norm / Math.Sqrt(high), norm / Math.Sqrt(low), products.Count, options);
    }

    /// <summary>Where (z·exp(1 - z))^(probes/2) is the given probability: below one, and above.</summary>
    private static (double Low, double High) ChernoffQuantiles(int probes, double probability)
    {
        double wanted = 2 * Math.Log(probability) / probes;
        return (Solve(0, 1), Solve(1, 4 - (4 * wanted)));

        // log z + 1 - z rises below one and falls above.
        double Solve(double low, double high)
        {
            bool rises = high == 1;
            for (int i = 0; i < 100; i++)
            {
                double middle = (low + high) / 2;
                bool isBelow = Math.Log(middle) + 1 - middle < wanted;
                (low, high) = isBelow == rises ? (middle, high) : (low, middle);
            }

            return (low + high) / 2;
        }
    }

    private static NormEstimatorResult FrobeniusResult(double norm, double error, double lower, double upper, long products, NormEstimatorOptions options) => new()
    {
        Norm = norm,
        ErrorEstimate = error,
        LowerBound = lower,
        UpperBound = upper,
        Confidence = options.Confidence,
        Products = products,
        Seed = options.Seed,
    };

    private static void Check<T>(ILinearOperator<T> matrix, NormEstimatorOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        InputCheck.ElementType<T>();
        InputCheck.NotEmpty(matrix.Rows, matrix.Columns);
        options.Check();
        InputCheck.SameDevice(options.Device, matrix.Device);
    }
}
