using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// The randomized SVD of Halko, Martinsson and Tropp (SIAM Review 53, 2011), algorithms 4.4 and 5.1, on one device.
/// </summary>
/// <remarks>
/// With A m×n and l = rank + oversampling: Y = A Ω, Q = orth(Y); a power iteration is Z = orth(Aᵀ Q), Q = orth(A Z); then
/// Bᵀ = Aᵀ Q = Q_b R, and from the small SVD R = W Σ Zᵀ follow U = Q Z and V = Q_b W. A is scaled by a power of two, which costs no digit, so that
/// squares stay in range. A few more columns G ride along in the first product: A G - U Σ Vᵀ G measures the error, since nothing else uses G.
/// </remarks>
internal sealed class RandomizedSvdComputation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The random vectors that measure the error.</summary>
    public const int Probes = 10;

    private const uint SketchStream = 0;
    private const uint ProbeStream = 1;

    private readonly DeviceStream stream;
    private readonly MatrixOperand<T> a;
    private readonly RandomizedSvdOptions options;
    private readonly IProgress<RandomizedSvdProgress>? progress;
    private readonly CancellationToken cancellation;
    private readonly int smallerSide;
    private readonly double norm;
    private readonly T scale;
    private readonly double unscale;
    private int passesDone;
    private int passesPlanned;
    private Orthonormalization method;

    /// <summary>Checks and measures the matrix, which reads it once.</summary>
    /// <exception cref="ArgumentException">The matrix is empty, or holds NaN or infinity.</exception>
    public RandomizedSvdComputation(
        DeviceStream stream,
        MatrixOperand<T> a,
        RandomizedSvdOptions options,
        IProgress<RandomizedSvdProgress>? progress,
        CancellationToken cancellation)
    {
        this.stream = stream;
        this.a = a;
        this.options = options;
        this.progress = progress;
        this.cancellation = cancellation;
        smallerSide = (int)Math.Min(int.MaxValue, Math.Min(a.Rows, a.Columns));
        cancellation.ThrowIfCancellationRequested();
        Magnitude magnitude = InputCheck.Finite(stream, a.Elements);
        norm = magnitude.Norm;
        int exponent = magnitude.Largest > 0 ? Math.ILogB(magnitude.Largest) : 0;
        scale = T.ScaleB(T.One, -exponent);
        unscale = Math.ScaleB(1, exponent);
        passesDone = 1;
    }

    private int ProductsPerRun => 2 + (2 * options.PowerIterations);

    /// <summary>Computes the given number of singular values.</summary>
    public DeviceSvdResult<T> ToRank(int rank)
    {
        passesPlanned = passesDone + ProductsPerRun;
        return Run((int)Math.Min(smallerSide, (long)rank + options.Oversampling), (_, _) => rank);
    }

    /// <summary>
    /// Computes the fewest singular values that leave an estimated error of at most <paramref name="tolerance"/> times the norm of A,
    /// doubling the sketch until it is wide enough.
    /// </summary>
    /// <exception cref="InvalidOperationException">The maximum rank does not reach the tolerance.</exception>
    public DeviceSvdResult<T> ToTolerance(double tolerance)
    {
        int limit = Math.Min(smallerSide, options.MaximumRank ?? smallerSide);
        double accepted = tolerance * norm / unscale;
        for (int guess = Math.Min(limit, 16); ; guess = (int)Math.Min(limit, 2L * guess))
        {
            passesPlanned = passesDone + ProductsPerRun;
            int width = (int)Math.Min(smallerSide, (long)guess + options.Oversampling);
            DeviceSvdResult<T> result = Run(width, (values, rest) => SmallestRank(values, rest, accepted, guess));
            if (result.ErrorEstimate <= tolerance * norm)
            {
                return result;
            }

            double reached = result.RelativeErrorEstimate;
            result.Dispose();
            if (guess == limit)
            {
                throw new InvalidOperationException(
                    $"No rank up to {limit} reaches a relative error of {tolerance:g3}: the estimate at that rank is {reached:g3}.");
            }
        }
    }

    /// <summary>The error after r values is that of the whole sketch and of the values left out, which are orthogonal to each other.</summary>
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

    private DeviceSvdResult<T> Run(int width, Func<double[], double, int> chooseRank)
    {
        if (norm == 0)
        {
            return ZeroMatrix(chooseRank(new double[width], 0));
        }

        Device device = stream.Device;
        int drawn = width + Probes;
        using DeviceBuffer<T> test = device.Allocate<T>(checked(a.Columns * drawn), stream);
        using DeviceBuffer<T> image = device.Allocate<T>(checked(a.Rows * drawn), stream);
        using DeviceBuffer<T> left = device.Allocate<T>(checked(a.Rows * width), stream);
        using DeviceBuffer<T> right = device.Allocate<T>(checked(a.Columns * width), stream);
        using var qr = new PanelOrthonormalizer<T>(stream, Math.Max(a.Rows, a.Columns), width);
        MatrixOperand<T> tested = MatrixOperand<T>.Dense(test.View, a.Columns, drawn);
        MatrixOperand<T> imaged = MatrixOperand<T>.Dense(image.View, a.Rows, drawn);
        MatrixOperand<T> q = MatrixOperand<T>.Dense(left.View, a.Rows, width);
        MatrixOperand<T> p = MatrixOperand<T>.Dense(right.View, a.Columns, width);

        RandomMatrix.FillNormal(stream, test.View, a.Columns, width, drawn, new RandomStream(options.Seed, SketchStream));
        RandomMatrix.FillNormal(stream, test.View.SubView(width), a.Columns, Probes, drawn, new RandomStream(options.Seed, ProbeStream));
        Product(a, tested, imaged);
        qr.Orthonormalize(Columns(imaged, 0, width), q);
        for (int i = 0; i < options.PowerIterations; i++)
        {
            Product(a.Transposed, q, p);
            qr.Orthonormalize(p, p);
            Product(a, p, q);
            qr.Orthonormalize(q, q);
        }

        Product(a.Transposed, q, p);
        CoreSvd<T> core = CoreSvd<T>.OfTriangle(qr.Factorize(p, p), width);
        method = qr.Method > method ? qr.Method : method;

        // In units of the scaled matrix, where squares stay in range.
        double[] values = core.Values;
        double rest = ErrorOfSketch(Columns(tested, width, Probes), Columns(imaged, width, Probes), q, p, core);
        int rank = chooseRank(values, rest);
        double squaredError = rest * rest;
        foreach (double value in values.AsSpan(rank))
        {
            squaredError += value * value;
        }

        return Result(rank, values, Math.Sqrt(squaredError), Combine(q, core.Right, width, rank), Combine(p, core.Left, width, rank));
    }

    /// <summary>‖A G - Q Bᵀ' G‖ / √probes, where B = Rᵀ Pᵀ: the root of an unbiased estimate of ‖A - Q B‖².</summary>
    private double ErrorOfSketch(MatrixOperand<T> probes, MatrixOperand<T> probed, MatrixOperand<T> q, MatrixOperand<T> p, CoreSvd<T> core)
    {
        int width = (int)q.Columns;
        using DeviceBuffer<T> coefficients = stream.Device.Allocate<T>((long)width * Probes, stream);
        MatrixOperand<T> coefficient = MatrixOperand<T>.Dense(coefficients.View, width, Probes);
        MatrixProduct.Enqueue(stream, T.One, p.Transposed, probes, T.Zero, coefficient);
        T[] transformed = core.ApplyTransposedTriangle(coefficients.ToArray(stream), Probes);
        coefficients.CopyFrom(transformed, stream);

        using DeviceBuffer<T> residual = stream.Device.Allocate<T>(checked(q.Rows * Probes), stream);
        MatrixOperations.Copy(
            stream,
            new RowMatrix<T>(probed.Elements, q.Rows, Probes, probed.LeadingDimension),
            new RowMatrix<T>(residual.View, q.Rows, Probes));
        MatrixProduct.Enqueue(stream, -T.One, q, coefficient, T.One, MatrixOperand<T>.Dense(residual.View, q.Rows, Probes));
        return Magnitude.Of(stream, residual.View).Norm / Math.Sqrt(Probes);
    }

    /// <summary>Returns basis * (the leading columns of a small matrix).</summary>
    private DeviceMatrix<T> Combine(MatrixOperand<T> basis, T[] small, int width, int rank)
    {
        using DeviceBuffer<T> coefficients = stream.Device.Allocate<T>(small, stream);
        DeviceMatrix<T> result = DeviceMatrix<T>.Allocate(stream.Device, basis.Rows, rank);
        var leading = new MatrixOperand<T>(coefficients.View, width, rank, width);
        MatrixProduct.Enqueue(stream, T.One, basis, leading, T.Zero, result.Operand);
        return result;
    }

    private DeviceSvdResult<T> ZeroMatrix(int rank)
    {
        DeviceMatrix<T> u = DeviceMatrix<T>.Allocate(stream.Device, a.Rows, rank);
        DeviceMatrix<T> v = DeviceMatrix<T>.Allocate(stream.Device, a.Columns, rank);
        MatrixOperations.Identity(stream, T.One, new RowMatrix<T>(u.View, a.Rows, rank));
        MatrixOperations.Identity(stream, T.One, new RowMatrix<T>(v.View, a.Columns, rank));
        return Result(rank, new double[rank], 0, u, v);
    }

    private DeviceSvdResult<T> Result(int rank, double[] values, double error, DeviceMatrix<T> u, DeviceMatrix<T> v) => new()
    {
        U = u,
        S = Array.ConvertAll(values[..rank], value => T.CreateTruncating(value * unscale)),
        V = v,
        Rank = rank,
        Seed = options.Seed,
        Passes = passesDone,
        ErrorEstimate = error * unscale,
        ErrorProbes = Probes,
        FrobeniusNorm = norm,
        Orthonormalization = method,
    };

    private void Product(MatrixOperand<T> matrix, MatrixOperand<T> panel, MatrixOperand<T> destination)
    {
        MatrixProduct.Enqueue(stream, scale, matrix, panel, T.Zero, destination);
        passesDone++;

        // Work is only enqueued here; who wants to watch or to stop it needs to know when it is done.
        if (progress is not null || cancellation.CanBeCanceled)
        {
            stream.Synchronize();
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new RandomizedSvdProgress(passesDone, passesPlanned));
        }
    }

    private static MatrixOperand<T> Columns(MatrixOperand<T> matrix, int first, int count) =>
        matrix with { Elements = matrix.Elements.SubView(first), StoredColumns = count };
}
