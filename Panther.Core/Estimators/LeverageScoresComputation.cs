using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>Leverage scores of one matrix, on its device.</summary>
/// <remarks>
/// D are powers of two that give the columns of A, or of its sketch SA, about one length. Exact scores are those of A D = Q R Πᵀ by <see cref="CholeskyQrComputation{T}"/>. For approximate ones SA D Π = Q R, and R₁
/// is the leading r×r triangle of R for the rank r: A₁(D₁R₁⁻¹) is nearly orthonormal, A₁ being the leading columns of AΠ.
/// </remarks>
internal sealed class LeverageScoresComputation<T>(DeviceMatrix<T> a, LeverageScoresOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int NonzerosPerColumn = 8;
    private const uint SketchStream = 0;
    private const uint DrawStream = 1;
    private const uint ProbeStream = 2;

    private readonly DeviceStream stream = a.Device.DefaultStream;
    private readonly int columns = checked((int)a.Columns);
    private readonly ProbeSet probes = new(new RandomStream(options.Seed, ProbeStream));

    private static double Epsilon => double.CreateChecked(T.BitIncrement(T.One) - T.One);

    // D₁R₁⁻¹ is to stay in range.
    private static int MostExponent => typeof(T) == typeof(float) ? 60 : 500;

    private double RankTolerance => columns * Epsilon;

    /// <summary>The squared lengths of the rows of Q.</summary>
    /// <param name="sketchFactor">The rows of the sketch for a column.</param>
    public DeviceLeverageScoresResult Exact(double sketchFactor)
    {
        var steps = new Steps(stream, progress, cancellation, planned: 3);
        InputCheck.Finite(stream, a.View);
        using DeviceMatrix<T> equalized = Equalized();
        steps.Completed("Scaled columns");

        var qr = new CholeskyQrOptions { Oversampling = sketchFactor, NonzerosPerColumn = NonzerosPerColumn, RankTolerance = RankTolerance, Seed = options.Seed };
        using DeviceCholeskyQrResult<T> factors = new CholeskyQrComputation<T>(equalized, qr, progress: null, cancellation).Run();
        steps.Completed("Pivoted QR");
        double condition = factors.Rank > 0 ? probes.InverseNorm(stream, factors.R.Operand.Block(0, 0, factors.Rank, factors.Rank)) : 1;
        long sketchRows = factors.SketchRows < a.Rows ? factors.SketchRows : 0;
        return Result(RowSquares(factors.Q.Operand), factors.Rank, 0, Epsilon * condition, sketchRows, steps);
    }

    /// <summary>The squared lengths of the rows of A₁((D₁R₁⁻¹)G), scaled to add up to the rank.</summary>
    /// <param name="sketchFactor">The rows of the sketch for a column.</param>
    public DeviceLeverageScoresResult Approximate(double sketchFactor)
    {
        var steps = new Steps(stream, progress, cancellation, planned: 4);
        Magnitude magnitude = InputCheck.Finite(stream, a.View);
        using (var scaled = ScaledMatrix<T>.Of(stream, a, magnitude.Largest))
        {
            if (TryApproximate(scaled.Matrix, sketchFactor, steps) is { } result)
            {
                return result;
            }
        }

        steps.Planned++;
        using DeviceMatrix<T> equalized = Equalized();
        return TryApproximate(equalized, sketchFactor, steps)!;
    }

    /// <summary>A copy of A D by rows.</summary>
    private DeviceMatrix<T> Equalized()
    {
        DeviceMatrix<T> copy = DeviceMatrix<T>.Allocate(a.Device, a.Rows, columns);
        DenseOperand.CopyByRows(stream, a.Operand, copy.View);
        ColumnScaling.Equalize(stream, copy.Stored);
        return copy;
    }

    /// <returns>Null where the columns differ so much in length that D₁R₁⁻¹ may leave the range of the type.</returns>
    private DeviceLeverageScoresResult? TryApproximate(DeviceMatrix<T> matrix, double sketchFactor, Steps steps)
    {
        using DeviceBuffer<int> pivots = a.Device.Allocate<int>(columns, stream);
        using var r = new TriangularFactor<T>(stream, columns, columns);
        int[] exponents;
        long sketchRows;
        using (DeviceMatrix<T> sketch = Sketch(matrix, sketchFactor, out sketchRows))
        {
            exponents = ColumnScaling.Equalize(stream, sketch.Stored);
            steps.Completed("Sketch");
            if (exponents.Max() > MostExponent)
            {
                return null;
            }

            ColumnPivotedQr.Factor(stream, sketch.Operand, pivots.View, r.Matrix, columns);
        }

        new RankRevealer<T>(stream, probes).Reveal(r, pivots, RankTolerance);
        int rank = TriangularFactor<T>.Rank(r.Diagonal(), RankTolerance);
        r.Rows = rank;
        steps.Completed("Pivoted QR");
        if (rank == 0)
        {
            return Result(RowSquares(MatrixOperand<T>.Dense(matrix.View.SubView(0, 0), a.Rows, 0)), 0, options.Probes, 0, sketchRows, steps);
        }

        int count = options.Probes;
        using DeviceBuffer<T> drawn = stream.Device.Allocate<T>((long)rank * count, stream);
        using DeviceBuffer<T> spread = stream.Device.Allocate<T>((long)columns * count, stream);
        using DeviceBuffer<T> factors = stream.Device.Allocate<T>(Array.ConvertAll(exponents, exponent => T.ScaleB(T.One, exponent)), stream);
        RandomMatrix.FillNormal(stream, drawn.View, rank, count, count, new RandomStream(options.Seed, DrawStream));
        TriangularSolve.Left(stream, upper: true, r.Triangle, MatrixOperand<T>.Dense(drawn.View, rank, count));
        stream.Fill(spread.View, T.Zero);
        var combinations = new RowMatrix<T>(spread.View, columns, count);
        MatrixOperations.ScatterRows(stream, pivots.View, new RowMatrix<T>(drawn.View, rank, count), combinations);
        MatrixOperations.ScaleRows(stream, factors.View, combinations, combinations);
        steps.Completed("Triangular solve");

        using DeviceBuffer<T> image = stream.Device.Allocate<T>(checked(a.Rows * count), stream);
        MatrixOperand<T> images = MatrixOperand<T>.Dense(image.View, a.Rows, count);
        MatrixProduct.Enqueue(stream, T.One, matrix.Operand, combinations.Operand, T.Zero, images);
        DeviceMatrix<double> scores = RowSquares(images);
        double sum = MatrixReductions.Sum(stream, new RowMatrix<double>(scores.View, a.Rows, 1));
        VectorOperations.Scale(stream, rank / sum, scores.View, scores.View);
        double rounding = Epsilon * probes.InverseNorm(stream, r.Triangle);
        double sketchVariance = sketchRows > 0 ? 2.0 / (sketchRows - rank + 1) : 0;
        return Result(scores, rank, count, Math.Sqrt((2.0 / count) + sketchVariance + (rounding * rounding)), sketchRows, steps);
    }

    /// <summary>SA, or a copy of A where that has no more rows.</summary>
    private DeviceMatrix<T> Sketch(DeviceMatrix<T> matrix, double factor, out long sketchRows)
    {
        long wanted = Math.Max((long)Math.Ceiling(factor * columns), columns + (long)CholeskyQrOptions.LeastExtraRows);
        sketchRows = wanted < a.Rows ? wanted : 0;
        DeviceMatrix<T> sketch = DeviceMatrix<T>.Allocate(a.Device, Math.Min(wanted, a.Rows), columns);
        if (sketchRows > 0)
        {
            new SjltSketch(wanted, a.Rows, NonzerosPerColumn).Sample(options.Seed, SketchStream).ApplyLeft(matrix, sketch);
        }
        else
        {
            DenseOperand.CopyByRows(stream, matrix.Operand, sketch.View);
        }

        return sketch;
    }

    private DeviceMatrix<double> RowSquares(MatrixOperand<T> rows)
    {
        DeviceMatrix<double> squares = DeviceMatrix<double>.Allocate(a.Device, a.Rows, 1);
        if (rows.Columns == 0)
        {
            stream.Fill(squares.View, 0.0);
        }
        else
        {
            MatrixReductions.RowSumsOfSquares(stream, new RowMatrix<T>(rows.Elements, rows.Rows, rows.Columns), squares.View);
        }

        return squares;
    }

    private DeviceLeverageScoresResult Result(DeviceMatrix<double> scores, int rank, int probeCount, double relativeError, long sketchRows, Steps steps)
    {
        try
        {
            VectorOperations.Minimum(stream, scores.View, 1.0, scores.View);
            double coherence = MatrixReductions.MaxAbs(stream, new RowMatrix<double>(scores.View, a.Rows, 1));
            steps.Completed("Scores");
            return new DeviceLeverageScoresResult
            {
                Scores = scores,
                Coherence = coherence,
                Rank = rank,
                RelativeErrorEstimate = relativeError,
                SketchRows = sketchRows,
                Probes = probeCount,
                Seed = options.Seed,
            };
        }
        catch
        {
            scores.Dispose();
            throw;
        }
    }
}
