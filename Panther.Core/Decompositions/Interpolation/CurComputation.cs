using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>One CUR decomposition, on the matrix's device.</summary>
/// <remarks>
/// Columns and rows are picked as interpolative decompositions of A and Aᵀ pick them. With C = Q_C T_C and Rᵀ = Q_R T_R, the coupling C⁺AR⁺ is T_C⁻¹(Q_CᵀAQ_R)T_R⁻ᵀ, by two triangular
/// solves: the pseudo-inverses, whose condition numbers multiply, are never formed.
/// </remarks>
internal sealed class CurComputation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const uint ColumnStream = 0;
    private const uint RowStream = 1 << 16;
    private const uint ProbeStream = 1 << 17;
    private const int Probes = SketchedColumns<T>.Probes;

    // Each halves what columns and rows may leave.
    private const int MostAttempts = 4;

    private readonly DeviceMatrix<T> a;
    private readonly CurOptions options;
    private readonly Steps steps;
    private readonly DeviceStream stream;
    private readonly T scale;
    private readonly double norm;
    private readonly SkeletonSearch<T> columnSearch;
    private readonly SkeletonSearch<T> rowSearch;
    private int passes = 1;

    /// <summary>Checks and measures the matrix.</summary>
    public CurComputation(DeviceMatrix<T> a, CurOptions options, Steps steps)
    {
        this.a = a;
        this.options = options;
        this.steps = steps;
        stream = a.Device.DefaultStream;
        Magnitude magnitude = InputCheck.Finite(stream, a.View);
        norm = magnitude.Norm;
        scale = magnitude.ScaleToOne<T>();
        columnSearch = new SkeletonSearch<T>(stream, a.Operand, scale, options.Oversampling, new RandomStream(options.Seed, ColumnStream), steps);
        rowSearch = new SkeletonSearch<T>(stream, a.Operand.Transposed, scale, options.Oversampling, new RandomStream(options.Seed, RowStream), steps);
    }

    /// <summary>Picks a number of columns and of rows.</summary>
    public DeviceCurResult<T> ToRank(int rank)
    {
        using ColumnSkeleton<T> columns = columnSearch.OfRank(rank);
        using ColumnSkeleton<T> rows = rowSearch.OfRank(rank);
        return Couple(columns.Columns, rows.Columns);
    }

    /// <summary>Picks as few columns and rows as reach a tolerance: their errors add up in squares.</summary>
    public DeviceCurResult<T> ToTolerance(double tolerance)
    {
        int limit = (int)Math.Min(Math.Min(a.Rows, a.Columns), options.MaximumRank ?? int.MaxValue);
        double part = tolerance * norm * double.CreateChecked(scale) / Math.Sqrt(2);
        for (int attempt = 1; ; attempt++, part /= 2)
        {
            using ColumnSkeleton<T> columns = columnSearch.ToError(part, limit);
            using ColumnSkeleton<T> rows = rowSearch.ToError(part, limit);
            DeviceCurResult<T> result = Couple(columns.Columns, rows.Columns);
            if (result.ErrorEstimate <= tolerance * norm)
            {
                return result;
            }

            double reached = result.RelativeErrorEstimate;
            result.Dispose();
            if (attempt == MostAttempts || (columns.Columns.Length == limit && rows.Columns.Length == limit))
            {
                throw new InvalidOperationException(
                    $"{columns.Columns.Length} columns and {rows.Columns.Length} rows do not reach a relative error of {tolerance:g3}: the estimate is {reached:g3}.");
            }
        }
    }

    private DeviceCurResult<T> Couple(int[] columns, int[] rows)
    {
        using var made = new DisposalList();
        DeviceMatrix<T> c = made.Add(DeviceMatrix<T>.Allocate(a.Device, a.Rows, columns.Length));
        DeviceMatrix<T> u = made.Add(DeviceMatrix<T>.Allocate(a.Device, columns.Length, rows.Length));
        DeviceMatrix<T> r = made.Add(DeviceMatrix<T>.Allocate(a.Device, rows.Length, a.Columns, MatrixLayout.ColumnMajor));
        Pick(a.Operand, columns, c);
        Pick(a.Operand.Transposed, rows, r);
        if (norm > 0)
        {
            FillCoupling(c.Operand, r.Operand.Transposed, u);
        }
        else
        {
            stream.Fill(u.View, T.Zero);
        }

        double error = Error(c.Operand, u.Operand, r.Operand);
        made.Release();
        return new DeviceCurResult<T>
        {
            ColumnIndices = columns,
            RowIndices = rows,
            C = c,
            U = u,
            R = r,
            ErrorEstimate = error,
            ErrorProbes = Probes,
            FrobeniusNorm = norm,
            Passes = passes + columnSearch.Passes + rowSearch.Passes,
            Seed = options.Seed,
        };
    }

    /// <summary>Copies columns of a matrix to dense rows.</summary>
    private void Pick(MatrixOperand<T> matrix, int[] columns, DeviceMatrix<T> destination)
    {
        using DeviceBuffer<int> indices = stream.Device.Allocate<int>(columns, stream);
        if (!matrix.IsTransposed)
        {
            ColumnSelection.Copy(stream, matrix, indices.View, columns.Length, destination.View);
            return;
        }

        using DeviceBuffer<T> picked = stream.Device.Allocate<T>(destination.View.Length, stream);
        DenseOperand.CopyByRows(stream, ColumnSelection.Copy(stream, matrix, indices.View, columns.Length, picked.View), destination.View);
    }

    /// <summary>U = T_C⁻¹(Q_CᵀAQ_R)T_R⁻ᵀ. The products are of the scaled matrix, and U is of the order of 1/A.</summary>
    private void FillCoupling(MatrixOperand<T> c, MatrixOperand<T> rowsTransposed, DeviceMatrix<T> u)
    {
        int k = (int)c.Columns;
        int l = (int)rowsTransposed.Columns;
        using DeviceBuffer<T> leftBasis = stream.Device.Allocate<T>(a.Rows * k, stream);
        using DeviceBuffer<T> rightBasis = stream.Device.Allocate<T>(a.Columns * l, stream);
        using DeviceBuffer<T> leftTriangle = stream.Device.Allocate<T>((long)k * k, stream);
        using DeviceBuffer<T> rightTriangle = stream.Device.Allocate<T>((long)l * l, stream);
        MatrixOperand<T> qc = Factorize(c, leftBasis, leftTriangle);
        MatrixOperand<T> qr = Factorize(rowsTransposed, rightBasis, rightTriangle);

        using DeviceBuffer<T> image = stream.Device.Allocate<T>((long)k * a.Columns, stream);
        MatrixOperand<T> images = MatrixOperand<T>.Dense(image.View, k, a.Columns);
        MatrixProduct.Enqueue(stream, scale, qc.Transposed, a.Operand, T.Zero, images);
        passes++;
        MatrixProduct.Enqueue(stream, T.One, images, qr, T.Zero, u.Operand);
        TriangularSolve.Left(stream, upper: true, MatrixOperand<T>.Dense(leftTriangle.View, k, k), u.Operand);
        TriangularSolve.Right(stream, upper: false, MatrixOperand<T>.Dense(rightTriangle.View, l, l).Transposed, u.Operand);
        VectorOperations.Scale(stream, scale, u.View, u.View);
        steps.Completed("Coupling");
    }

    private MatrixOperand<T> Factorize(MatrixOperand<T> panel, DeviceBuffer<T> basis, DeviceBuffer<T> triangle)
    {
        int columns = (int)panel.Columns;
        using var qr = new PanelOrthonormalizer<T>(stream, panel.Rows, columns);
        MatrixOperand<T> q = MatrixOperand<T>.Dense(basis.View, panel.Rows, columns);
        VectorOperations.Scale(stream, scale, panel.Elements, basis.View);
        qr.Factorize(q, q, new RowMatrix<T>(triangle.View, columns, columns));
        return q;
    }

    /// <summary>‖AG - C(U(RG))‖ / √probes, the root of an unbiased estimate of ‖A - CUR‖².</summary>
    private double Error(MatrixOperand<T> c, MatrixOperand<T> u, MatrixOperand<T> r)
    {
        using DeviceBuffer<T> probes = stream.Device.Allocate<T>(a.Columns * Probes, stream);
        using DeviceBuffer<T> residual = stream.Device.Allocate<T>(a.Rows * Probes, stream);
        using DeviceBuffer<T> inner = stream.Device.Allocate<T>(r.Rows * Probes, stream);
        using DeviceBuffer<T> outer = stream.Device.Allocate<T>(u.Rows * Probes, stream);
        MatrixOperand<T> g = MatrixOperand<T>.Dense(probes.View, a.Columns, Probes);
        MatrixOperand<T> rg = MatrixOperand<T>.Dense(inner.View, r.Rows, Probes);
        MatrixOperand<T> urg = MatrixOperand<T>.Dense(outer.View, u.Rows, Probes);
        MatrixOperand<T> rest = MatrixOperand<T>.Dense(residual.View, a.Rows, Probes);
        RandomMatrix.FillNormal(stream, probes.View, a.Columns, Probes, Probes, new RandomStream(options.Seed, ProbeStream));
        MatrixProduct.Enqueue(stream, T.One, a.Operand, g, T.Zero, rest);
        passes++;
        MatrixProduct.Enqueue(stream, T.One, r, g, T.Zero, rg);
        MatrixProduct.Enqueue(stream, T.One, u, rg, T.Zero, urg);
        MatrixProduct.Enqueue(stream, T.NegativeOne, c, urg, T.One, rest);
        steps.Completed("Error estimate");
        return Magnitude.Of(stream, residual.View).Norm / Math.Sqrt(Probes);
    }
}
