using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// Chooses columns of a matrix by a pivoted QR factorisation of a sketch of it (Voronin and Martinsson, Adv. Comput. Math. 43, 2017), and finds how they combine to the others by
/// least squares on the sketch (Dong and Martinsson, Adv. Comput. Math. 49, 2023, section 4).
/// </summary>
/// <remarks>
/// With S a normal matrix of d rows and p more rows G, one pass gives Y = SA and GA. Y Π = Q [R₁ R₂] with R₁ k×k gives the columns J = Π's first k and X = [1 R₁⁻¹R₂]Πᵀ,
/// which minimises ‖S(A - A_J X)‖. G, which nothing else uses, measures A - A_J X. Where d would reach m, A is its own sketch, and X minimises ‖A - A_J X‖ itself.
/// </remarks>
internal sealed class SketchedColumns<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The random vectors that measure the error.</summary>
    public const int Probes = 10;

    // No coefficient is larger, or an exchange of two columns would raise the volume of the chosen ones by this factor (Gu and Eisenstat 1996, lemma 3.1).
    private const double AcceptedCoefficient = 2;

    private readonly DeviceStream stream;
    private readonly DisposalList owned = new();
    private readonly long rows;
    private readonly int columns;
    private readonly bool isWhole;
    private readonly DeviceBuffer<T> sketch;
    private DeviceBuffer<int> pivots = null!;
    private DeviceBuffer<T> triangle = null!;
    private int steps;
    private bool isZero;

    /// <summary>Sketches a matrix.</summary>
    /// <param name="source">The matrix.</param>
    /// <param name="isTransposed">Whether A is its transpose, so that columns are its rows.</param>
    /// <param name="sketchRows">d; A is its own sketch from m on.</param>
    /// <param name="seed">The random matrix.</param>
    public SketchedColumns(SkeletonSource<T> source, bool isTransposed, long sketchRows, RandomStream seed)
    {
        stream = source.Stream;
        long height = isTransposed ? source.Columns : source.Rows;
        columns = checked((int)(isTransposed ? source.Rows : source.Columns));
        isWhole = sketchRows >= height;
        rows = isWhole ? height : sketchRows;
        sketch = owned.Add(stream.Device.Allocate<T>(checked((rows + Probes) * columns), stream));
        try
        {
            // As many drawn rows as the sketch has besides the rows that are there already.
            long drawn = isWhole ? Probes : rows + Probes;
            var distribution = new GaussianSketch(drawn, height) { IsScaled = false };
            MatrixOperand<T> destination = MatrixOperand<T>.Dense(sketch.View.SubView((rows + Probes - drawn) * columns), drawn, columns);
            source.Sketch(isTransposed, distribution.Bind<T>(seed), destination);
            if (isWhole)
            {
                source.CopyTo(isTransposed, Sketch);
                source.Note(sketch.View.SubView(0, rows * columns), 1);
            }
            else
            {
                source.Note(sketch.View, drawn);
            }

            VectorOperations.Scale(stream, source.Scale, sketch.View, sketch.View);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    private static double Epsilon => double.CreateChecked(T.BitIncrement(T.One) - T.One);

    private MatrixOperand<T> Sketch => MatrixOperand<T>.Dense(sketch.View, rows, columns);

    private RowMatrix<T> SketchRows => new(sketch.View, rows, columns);

    /// <summary>Factors the sketch.</summary>
    /// <param name="count">The columns wanted; at most the smaller side of the sketch.</param>
    /// <returns>The numerical rank of what was factored, at least 1: as many columns can be combined in a stable way.</returns>
    public int Factorize(int count)
    {
        steps = (int)Math.Min(count, Math.Min(rows, columns));
        pivots = owned.Add(stream.Device.Allocate<int>(columns, stream));
        triangle = owned.Add(stream.Device.Allocate<T>(checked((long)steps * columns), stream));
        ColumnPivotedQr.Factor(stream, Sketch, pivots.View, Triangle(steps), steps);

        using DeviceBuffer<T> diagonal = stream.Device.Allocate<T>(steps, stream);
        MatrixOperations.Copy(stream, new RowMatrix<T>(triangle.View, steps, 1, columns + 1L), new RowMatrix<T>(diagonal.View, steps, 1));
        double[] r = Array.ConvertAll(diagonal.ToArray(stream), double.CreateTruncating);
        double least = Math.Sqrt(columns) * Epsilon * r[0];
        isZero = r[0] == 0;
        int rank = 1;
        while (rank < steps && r[rank] > least)
        {
            rank++;
        }

        return rank;
    }

    /// <summary>
    /// Returns, for each number k of columns, an estimate of ‖A - A_J X‖ from what the first k rows of R leave of the sketch, after all its rows were factored. d - k of d rows
    /// are left to measure with, and X misses the best by the factor 1 + k/(d - k - 1) in the mean square.
    /// </summary>
    public double[] Errors()
    {
        using DeviceBuffer<double> squares = stream.Device.Allocate<double>(steps, stream);
        MatrixReductions.RowSumsOfSquares(stream, Triangle(steps), squares.View);
        double[] row = squares.ToArray(stream);
        var errors = new double[steps + 1];
        double rest = 0;
        for (int k = steps; k >= 0; k--)
        {
            rest += k < steps ? row[k] : 0;
            double free = rows - k;
            errors[k] = isWhole ? Math.Sqrt(rest) : free > 1 ? Math.Sqrt(rest / free * (rows - 1) / (free - 1)) : double.PositiveInfinity;
        }

        return errors;
    }

    /// <summary>Takes the first columns of the pivoted order, and exchanges some until no coefficient is above 2.</summary>
    /// <param name="rank">How many, at most the numerical rank.</param>
    public ColumnSkeleton<T> Choose(int rank)
    {
        int[] order = pivots.ToArray(stream);
        DeviceBuffer<T> combined = stream.Device.Allocate<T>(checked((long)rank * columns), stream);
        try
        {
            var coefficients = new RowMatrix<T>(combined.View, rank, columns);
            if (isZero)
            {
                stream.Fill(combined.View, T.Zero);
                MatrixOperations.Identity(stream, T.One, coefficients with { Columns = rank });
                return new ColumnSkeleton<T>(order[..rank], InOriginalOrder(order, coefficients), 1);
            }

            MatrixOperations.Copy(stream, Triangle(rank), coefficients);
            Solve(MatrixOperand<T>.Dense(combined.View, rank, columns).Block(0, 0, rank, rank), coefficients);
            double largest = Largest(coefficients);
            for (int exchange = 0; exchange < rank && largest > AcceptedCoefficient; exchange++)
            {
                Exchange(order, coefficients);
                Refactorize(order, coefficients);
                largest = Largest(coefficients);
            }

            return new ColumnSkeleton<T>(order[..rank], InOriginalOrder(order, coefficients), Math.Max(1, largest));
        }
        finally
        {
            combined.Dispose();
        }
    }

    /// <summary>‖G(A - A_J X)‖ / √p, the root of an unbiased estimate of ‖A - A_J X‖².</summary>
    public double Error(ColumnSkeleton<T> skeleton)
    {
        int rank = skeleton.Columns.Length;
        var probed = new RowMatrix<T>(sketch.View.SubView(rows * columns), Probes, columns);
        using DeviceBuffer<int> chosen = stream.Device.Allocate<int>(skeleton.Columns, stream);
        using DeviceBuffer<T> parts = stream.Device.Allocate<T>((long)Probes * rank, stream);
        using DeviceBuffer<T> residual = stream.Device.Allocate<T>((long)Probes * columns, stream);
        MatrixOperations.GatherColumns(stream, chosen.View, probed, new RowMatrix<T>(parts.View, Probes, rank));
        stream.Copy(probed.Elements.SubView(0, residual.Length), residual.View);
        MatrixProduct.Enqueue(
            stream,
            T.NegativeOne,
            MatrixOperand<T>.Dense(parts.View, Probes, rank),
            MatrixOperand<T>.Dense(skeleton.Coefficients.View, rank, columns),
            T.One,
            MatrixOperand<T>.Dense(residual.View, Probes, columns));
        return Magnitude.Of(stream, residual.View).Norm / Math.Sqrt(Probes);
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();

    private RowMatrix<T> Triangle(int count) => new(triangle.View, count, columns);

    /// <summary>[R₁ R₂] becomes [1 R₁⁻¹R₂].</summary>
    private void Solve(MatrixOperand<T> triangle, RowMatrix<T> coefficients)
    {
        int rank = (int)coefficients.Rows;
        if (rank < columns)
        {
            TriangularSolve.Left(stream, upper: true, triangle, Right(coefficients));
        }

        MatrixOperations.Identity(stream, T.One, coefficients with { Columns = rank });
    }

    private static MatrixOperand<T> Right(RowMatrix<T> coefficients)
    {
        RowMatrix<T> others = Others(coefficients);
        return new MatrixOperand<T>(others.Elements, others.Rows, others.Columns, others.LeadingDimension);
    }

    private static RowMatrix<T> Others(RowMatrix<T> coefficients) => coefficients with
    {
        Elements = coefficients.Elements.SubView(coefficients.Rows),
        Columns = coefficients.Columns - coefficients.Rows,
    };

    private double Largest(RowMatrix<T> coefficients) => coefficients.Rows < columns ? MatrixReductions.MaxAbs(stream, Others(coefficients)) : 0;

    /// <summary>Exchanges the two columns whose coefficient is the largest.</summary>
    private void Exchange(int[] order, RowMatrix<T> coefficients)
    {
        int rank = (int)coefficients.Rows;
        double[] largest = MatrixReductions.ColumnMaxAbs(stream, Others(coefficients));
        int column = rank + Array.IndexOf(largest, largest.Max());
        using DeviceBuffer<T> values = stream.Device.Allocate<T>(rank, stream);
        MatrixOperations.Copy(
            stream, new RowMatrix<T>(coefficients.Elements.SubView(column), rank, 1, columns), new RowMatrix<T>(values.View, rank, 1));
        double[] magnitudes = Array.ConvertAll(values.ToArray(stream), value => Math.Abs(double.CreateTruncating(value)));
        int row = Array.IndexOf(magnitudes, magnitudes.Max());
        (order[row], order[column]) = (order[column], order[row]);
    }

    /// <summary>Finds the coefficients of given columns: with Y_J = QR, those are R⁻¹QᵀY.</summary>
    private void Refactorize(int[] order, RowMatrix<T> coefficients)
    {
        int rank = (int)coefficients.Rows;
        using DeviceBuffer<int> ordered = stream.Device.Allocate<int>(order, stream);
        using DeviceBuffer<T> permuted = stream.Device.Allocate<T>(rows * columns, stream);
        using DeviceBuffer<T> basis = stream.Device.Allocate<T>(rows * rank, stream);
        using DeviceBuffer<T> r = stream.Device.Allocate<T>((long)rank * rank, stream);
        using var qr = new PanelOrthonormalizer<T>(stream, rows, rank);
        var all = new RowMatrix<T>(permuted.View, rows, columns);
        MatrixOperations.GatherColumns(stream, ordered.View, SketchRows, all);
        MatrixOperand<T> y = MatrixOperand<T>.Dense(permuted.View, rows, columns);
        MatrixOperand<T> q = MatrixOperand<T>.Dense(basis.View, rows, rank);
        qr.Factorize(y.Block(0, 0, rows, rank), q, new RowMatrix<T>(r.View, rank, rank));
        MatrixProduct.Enqueue(stream, T.One, q.Transposed, y, T.Zero, MatrixOperand<T>.Dense(coefficients.Elements, rank, columns));
        Solve(MatrixOperand<T>.Dense(r.View, rank, rank), coefficients);
    }

    private DeviceBuffer<T> InOriginalOrder(int[] order, RowMatrix<T> coefficients)
    {
        var places = new int[columns];
        for (int i = 0; i < columns; i++)
        {
            places[order[i]] = i;
        }

        using DeviceBuffer<int> gathered = stream.Device.Allocate<int>(places, stream);
        DeviceBuffer<T> result = stream.Device.Allocate<T>(coefficients.Rows * columns, stream);
        MatrixOperations.GatherColumns(stream, gathered.View, coefficients, new RowMatrix<T>(result.View, coefficients.Rows, columns));
        return result;
    }
}
