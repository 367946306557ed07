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
/// With S the sketch, D the lengths of the columns of SA: SA D⁻¹ Π = Q R, and R₁ the leading r×r triangle of R for the rank r. A₁ = AΠ's leading columns, and
/// A₁(R₁D₁)⁻¹ is nearly orthonormal. A and its sketch are taken times a power of two, so that squares stay in range.
/// </remarks>
internal sealed class LeverageScoresComputation<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int LeastExtraRows = 24;
    private const int NonzerosPerColumn = 8;
    private const uint SketchStream = 0;
    private const uint ProbeStream = 1;

    private readonly DeviceStream stream;
    private readonly DeviceMatrix<T> a;
    private readonly LeverageScoresOptions options;
    private readonly Steps steps;
    private readonly int columns;
    private readonly DisposalList owned = new();
    private T scale;
    private long sketchRows;
    private int rank;
    private double condition;
    private DeviceBuffer<int> pivots = null!;
    private DeviceBuffer<T> triangle = null!;

    /// <summary>Checks, sketches and factors.</summary>
    public LeverageScoresComputation(DeviceMatrix<T> a, LeverageScoresOptions options, double sketchFactor, Steps steps)
    {
        this.a = a;
        this.options = options;
        this.steps = steps;
        stream = a.Device.DefaultStream;
        columns = checked((int)a.Columns);
        try
        {
            Factorize(sketchFactor);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    private static double Epsilon => double.CreateChecked(T.BitIncrement(T.One) - T.One);

    private MatrixOperand<T> Triangle => new(triangle.View, rank, rank, columns);

    /// <summary>The squared lengths of the rows of A₁(R₁D₁)⁻¹L⁻ᵀ, with LLᵀ the Gram matrix before.</summary>
    /// <exception cref="InvalidOperationException">The Gram matrix is not definite.</exception>
    public DeviceLeverageScoresResult Exact()
    {
        if (rank == 0)
        {
            return Result(Zeros(), 0);
        }

        using DeviceBuffer<T> chosen = stream.Device.Allocate<T>(checked(a.Rows * rank), stream);
        MatrixOperand<T> basis = ColumnSelection.Copy(stream, a.Operand, pivots.View, rank, chosen.View);
        VectorOperations.Scale(stream, scale, chosen.View, chosen.View);
        TriangularSolve.Right(stream, upper: true, Triangle, basis);
        steps.Completed("Triangular solve");

        using DeviceBuffer<T> gram = Square();
        using DeviceBuffer<T> factor = Square();
        using DeviceBuffer<T> inverse = Square();
        using DeviceBuffer<int> status = stream.Device.Allocate<int>(1, stream);
        MatrixProduct.Enqueue(stream, T.One, basis.Transposed, basis, T.Zero, MatrixOperand<T>.Dense(gram.View, rank, rank));
        Cholesky.Factor(stream, gram.View, factor.View, inverse.View, status.View, rank);
        if (status.ToArray(stream)[0] != int.MaxValue)
        {
            throw new InvalidOperationException($"The sketch of seed {options.Seed} with {sketchRows} rows has lost a part of the column space.");
        }

        using DeviceBuffer<T> orthonormal = stream.Device.Allocate<T>(checked(a.Rows * rank), stream);
        MatrixOperand<T> q = MatrixOperand<T>.Dense(orthonormal.View, a.Rows, rank);
        MatrixProduct.Enqueue(stream, T.One, basis, MatrixOperand<T>.Dense(inverse.View, rank, rank).Transposed, T.Zero, q);
        return Result(RowSquares(q), 0);

        DeviceBuffer<T> Square() => stream.Device.Allocate<T>((long)rank * rank, stream);
    }

    /// <summary>The squared lengths of the rows of A₁((R₁D₁)⁻¹G), scaled to add up to the rank.</summary>
    public DeviceLeverageScoresResult Approximate()
    {
        if (rank == 0)
        {
            return Result(Zeros(), options.Probes);
        }

        int probes = options.Probes;
        using DeviceBuffer<T> drawn = stream.Device.Allocate<T>((long)rank * probes, stream);
        using DeviceBuffer<T> spread = stream.Device.Allocate<T>((long)columns * probes, stream);
        RandomMatrix.FillNormal(stream, drawn.View, rank, probes, probes, new RandomStream(options.Seed, ProbeStream));
        TriangularSolve.Left(stream, upper: true, Triangle, MatrixOperand<T>.Dense(drawn.View, rank, probes));
        stream.Fill(spread.View, T.Zero);
        MatrixOperations.ScatterRows(
            stream, pivots.View, new RowMatrix<T>(drawn.View, rank, probes), new RowMatrix<T>(spread.View, columns, probes));
        steps.Completed("Triangular solve");

        using DeviceBuffer<T> image = stream.Device.Allocate<T>(checked(a.Rows * probes), stream);
        MatrixOperand<T> images = MatrixOperand<T>.Dense(image.View, a.Rows, probes);
        MatrixProduct.Enqueue(stream, scale, a.Operand, MatrixOperand<T>.Dense(spread.View, columns, probes), T.Zero, images);
        DeviceMatrix<double> scores = RowSquares(images);
        double sum = MatrixReductions.Sum(stream, new RowMatrix<double>(scores.View, a.Rows, 1));
        VectorOperations.Scale(stream, rank / sum, scores.View, scores.View);
        return Result(scores, probes);
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();

    private void Factorize(double sketchFactor)
    {
        Magnitude magnitude = InputCheck.Finite(stream, a.View);
        scale = magnitude.ScaleToOne<T>();

        long wanted = Math.Max((long)Math.Ceiling(sketchFactor * columns), columns + (long)LeastExtraRows);
        using DeviceMatrix<T> sketch = DeviceMatrix<T>.Allocate(a.Device, Math.Min(wanted, a.Rows), columns);
        if (wanted < a.Rows)
        {
            sketchRows = wanted;
            new SjltSketch(wanted, a.Rows, NonzerosPerColumn).Sample(options.Seed, SketchStream).ApplyLeft(a, sketch);
        }
        else
        {
            DenseOperand.CopyByRows(stream, a.Operand, sketch.View);
        }

        VectorOperations.Scale(stream, scale, sketch.View, sketch.View);
        steps.Completed("Sketch");

        var stored = new RowMatrix<T>(sketch.View, sketch.Rows, columns);
        double[] lengths = Array.ConvertAll(MatrixReductions.ColumnSumsOfSquares(stream, stored), Math.Sqrt);
        using DeviceBuffer<T> factors = stream.Device.Allocate<T>(
            Array.ConvertAll(lengths, length => length > 0 ? T.CreateTruncating(1 / length) : T.Zero), stream);
        MatrixOperations.ScaleColumns(stream, factors.View, stored, stored);

        pivots = owned.Add(stream.Device.Allocate<int>(columns, stream));
        triangle = owned.Add(stream.Device.Allocate<T>((long)columns * columns, stream));
        var r = new RowMatrix<T>(triangle.View, columns, columns);
        ColumnPivotedQr.Factor(stream, sketch.Operand, pivots.View, r, columns);
        FindRank();

        using DeviceBuffer<T> scales = stream.Device.Allocate<T>(
            Array.ConvertAll(pivots.ToArray(stream), pivot => T.CreateTruncating(lengths[pivot])), stream);
        MatrixOperations.ScaleColumns(stream, scales.View, r, r);
        steps.Completed("Pivoted QR");
    }

    private void FindRank()
    {
        using DeviceBuffer<T> diagonal = stream.Device.Allocate<T>(columns, stream);
        MatrixOperations.Copy(stream, new RowMatrix<T>(triangle.View, columns, 1, columns + 1L), new RowMatrix<T>(diagonal.View, columns, 1));
        double[] r = Array.ConvertAll(diagonal.ToArray(stream), value => Math.Abs(double.CreateTruncating(value)));
        double least = columns * Epsilon * r[0];
        while (rank < columns && r[rank] > least)
        {
            rank++;
        }

        condition = rank > 0 ? r[0] / r[rank - 1] : 1;
    }

    private DeviceMatrix<double> RowSquares(MatrixOperand<T> rows)
    {
        DeviceMatrix<double> squares = DeviceMatrix<double>.Allocate(a.Device, a.Rows, 1);
        MatrixReductions.RowSumsOfSquares(stream, new RowMatrix<T>(rows.Elements, rows.Rows, rows.Columns), squares.View);
        return squares;
    }

    private DeviceMatrix<double> Zeros()
    {
        DeviceMatrix<double> zeros = DeviceMatrix<double>.Allocate(a.Device, a.Rows, 1);
        stream.Fill(zeros.View, 0.0);
        return zeros;
    }

    private DeviceLeverageScoresResult Result(DeviceMatrix<double> scores, int probes)
    {
        try
        {
            VectorOperations.Minimum(stream, scores.View, 1.0, scores.View);
            double coherence = MatrixReductions.MaxAbs(stream, new RowMatrix<double>(scores.View, a.Rows, 1));
            steps.Completed("Scores");
            double sketchVariance = sketchRows > 0 ? 2.0 / (sketchRows - rank + 1) : 0;
            return new DeviceLeverageScoresResult
            {
                Scores = scores,
                Coherence = coherence,
                Rank = rank,
                RelativeErrorEstimate = probes > 0 ? Math.Sqrt((2.0 / probes) + sketchVariance) : Epsilon * condition,
                SketchRows = sketchRows,
                Probes = probes,
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
