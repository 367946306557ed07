using System.Numerics;
using Panther.Jit.Dialect;
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
/// solves: the pseudo-inverses, whose condition numbers multiply, are never formed (Sorensen and Embree, SIAM J. Sci. Comput. 38, 2016; Anderson et al., AISTATS 2015, StableCUR).
/// </remarks>
internal sealed class CurComputation<T, TSkeleton>(SkeletonSource<T, TSkeleton> source, CurOptions options, Steps steps)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TSkeleton : ILinearOperator<T>, IDisposable
{
    private const uint ColumnStream = 0;
    private const uint RowStream = 1 << 16;
    private const uint ProbeStream = 1 << 17;
    private const int Probes = SketchedColumns<T>.Probes;

    // Each halves what columns and rows may leave.
    private const int MostAttempts = 4;

    private readonly DeviceStream stream = source.Stream;
    private readonly SkeletonSearch<T> columnSearch =
        new(source, isTransposed: false, options.Oversampling, new RandomStream(options.Seed, ColumnStream), steps);

    private readonly SkeletonSearch<T> rowSearch =
        new(source, isTransposed: true, options.Oversampling, new RandomStream(options.Seed, RowStream), steps);

    /// <summary>Picks a number of columns and of rows.</summary>
    public CurResult<TSkeleton, DeviceMatrix<T>> ToRank(int rank)
    {
        return Couple(Picked(columnSearch.OfRank(rank)), Picked(rowSearch.OfRank(rank)));
    }

    /// <summary>Picks as few columns and rows as reach a tolerance: their errors add up in squares.</summary>
    public CurResult<TSkeleton, DeviceMatrix<T>> ToTolerance(double tolerance)
    {
        int limit = (int)Math.Min(Math.Min(source.Rows, source.Columns), options.MaximumRank ?? int.MaxValue);
        double part = tolerance / Math.Sqrt(2);
        for (int attempt = 1; ; attempt++, part /= 2)
        {
            int[] columns = Picked(columnSearch.ToTolerance(part, limit));
            int[] rows = Picked(rowSearch.ToTolerance(part, limit));
            CurResult<TSkeleton, DeviceMatrix<T>> result = Couple(columns, rows);
            if (result.ErrorEstimate <= tolerance * result.FrobeniusNorm)
            {
                return result;
            }

            result.C.Dispose();
            result.U.Dispose();
            result.R.Dispose();
            if (attempt == MostAttempts || (columns.Length == limit && rows.Length == limit))
            {
                throw new InvalidOperationException(
                    $"{columns.Length} columns and {rows.Length} rows do not reach a relative error of {tolerance:g3}: the estimate is {result.RelativeErrorEstimate:g3}.");
            }
        }
    }

    /// <summary>What was picked; the coefficients are given back.</summary>
    private static int[] Picked(ColumnSkeleton<T> skeleton)
    {
        using (skeleton)
        {
            return skeleton.Columns;
        }
    }

    private CurResult<TSkeleton, DeviceMatrix<T>> Couple(int[] columns, int[] rows)
    {
        using var made = new DisposalList();
        TSkeleton c = made.Add(source.Pick(areRows: false, columns));
        TSkeleton r = made.Add(source.Pick(areRows: true, rows));
        DeviceMatrix<T> u = made.Add(DeviceMatrix<T>.Allocate(stream.Device, columns.Length, rows.Length));
        if (source.Norm > 0)
        {
            FillCoupling(c, r, u);
        }
        else
        {
            stream.Fill(u.View, T.Zero);
        }

        double error = Error(c, u, r);
        made.Release();
        return new CurResult<TSkeleton, DeviceMatrix<T>>
        {
            ColumnIndices = columns,
            RowIndices = rows,
            C = c,
            U = u,
            R = r,
            ErrorEstimate = error,
            ErrorProbes = Probes,
            FrobeniusNorm = source.Norm,
            Passes = source.Passes,
            Seed = options.Seed,
        };
    }

    /// <summary>U = T_C⁻¹(Q_CᵀAQ_R)T_R⁻ᵀ. The products are of the scaled matrix, and U is of the order of 1/A.</summary>
    private void FillCoupling(TSkeleton c, TSkeleton r, DeviceMatrix<T> u)
    {
        long k = u.Rows;
        long l = u.Columns;
        using DeviceBuffer<T> leftTriangle = stream.Device.Allocate<T>(k * k, stream);
        using DeviceBuffer<T> rightTriangle = stream.Device.Allocate<T>(l * l, stream);
        using DeviceMatrix<T> leftBasis = DeviceMatrix<T>.Allocate(stream.Device, source.Rows, k);
        source.CopyPanel(areRows: false, c, leftBasis.View);
        Factorize(leftBasis, leftTriangle.View);
        using DeviceMatrix<T> rightBasis = DeviceMatrix<T>.Allocate(stream.Device, source.Columns, l);
        source.CopyPanel(areRows: true, r, rightBasis.View);
        Factorize(rightBasis, rightTriangle.View);

        using DeviceBuffer<T> image = stream.Device.Allocate<T>(k * source.Columns, stream);
        MatrixOperand<T> images = MatrixOperand<T>.Dense(image.View, k, source.Columns);
        source.Project(leftBasis, images);
        MatrixProduct.Enqueue(stream, T.One, images, rightBasis.Operand, T.Zero, u.Operand);
        TriangularSolve.Left(stream, upper: true, MatrixOperand<T>.Dense(leftTriangle.View, k, k), u.Operand);
        TriangularSolve.Right(stream, upper: false, MatrixOperand<T>.Dense(rightTriangle.View, l, l).Transposed, u.Operand);
        VectorOperations.Scale(stream, source.Scale, u.View, u.View);
        steps.Completed("Coupling");
    }

    /// <summary>The panel, scaled, becomes an orthonormal basis of its columns.</summary>
    private void Factorize(DeviceMatrix<T> panel, ArrayView<T> triangle)
    {
        int columns = (int)panel.Columns;
        using var qr = new PanelOrthonormalizer<T>(stream, panel.Rows, columns);
        VectorOperations.Scale(stream, source.Scale, panel.View, panel.View);
        qr.Factorize(panel.Operand, panel.Operand, new RowMatrix<T>(triangle, columns, columns));
    }

    /// <summary>‖AG - C(U(RG))‖ / √probes, the root of an unbiased estimate of ‖A - CUR‖².</summary>
    private double Error(TSkeleton c, DeviceMatrix<T> u, TSkeleton r)
    {
        using DeviceMatrix<T> probes = DeviceMatrix<T>.Allocate(stream.Device, source.Columns, Probes);
        using DeviceMatrix<T> inner = DeviceMatrix<T>.Allocate(stream.Device, u.Columns, Probes);
        using DeviceMatrix<T> outer = DeviceMatrix<T>.Allocate(stream.Device, u.Rows, Probes);
        using DeviceMatrix<T> approximation = DeviceMatrix<T>.Allocate(stream.Device, source.Rows, Probes);
        using DeviceMatrix<T> residual = DeviceMatrix<T>.Allocate(stream.Device, source.Rows, Probes);
        RandomMatrix.FillNormal(stream, probes.View, source.Columns, Probes, Probes, new RandomStream(options.Seed, ProbeStream));
        source.Multiply(isTransposed: false, probes, residual);
        r.Multiply(probes, inner);
        u.Multiply(inner, outer);
        c.Multiply(outer, approximation);
        VectorOperations.Subtract(stream, residual.View, approximation.View, residual.View);
        steps.Completed("Error estimate");
        return Magnitude.Of(stream, residual.View).Norm / Math.Sqrt(Probes);
    }
}
