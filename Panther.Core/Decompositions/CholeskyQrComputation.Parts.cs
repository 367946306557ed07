using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <content>The parts of the algorithm.</content>
internal sealed partial class CholeskyQrComputation<T>
{
    /// <summary>Factors a sketch with column pivoting, or A itself where that has hardly more rows, or in the last attempt; then sees to it that the triangle reveals the rank.</summary>
    /// <returns>The rows of what was factored: those of A for A itself only.</returns>
    private long Pivot(DeviceMatrix<T> matrix, int attempt, DeviceBuffer<int> pivots, TriangularFactor<T> r)
    {
        double wanted = Math.Ceiling(options.Oversampling * Math.Pow(2, attempt) * columns);
        double rows = Math.Max(wanted, columns + CholeskyQrOptions.LeastExtraRows);
        if (rows >= matrix.Rows || attempt == Attempts - 1)
        {
            rows = matrix.Rows;
            ColumnPivotedQr.Factor(stream, matrix.Operand, pivots.View, r.Matrix, columns);
        }
        else
        {
            var distribution = new SjltSketch((long)rows, matrix.Rows, options.NonzerosPerColumn);
            using DeviceBuffer<T> sketch = a.Device.Allocate<T>((long)rows * columns, stream);
            MatrixOperand<T> sketched = DenseOperand.Of(sketch.View, (long)rows, columns, matrix.Layout);
            distribution.Sample(options.Seed, (uint)attempt).Bind<T>().Multiply(stream, matrix.Operand, 0, T.Zero, sketched);
            ColumnPivotedQr.Factor(stream, sketched, pivots.View, r.Matrix, columns);
        }

        new RankRevealer<T>(stream, probes).Reveal(r, pivots, tolerance);
        return (long)rows;
    }

    /// <summary>Makes the first columns of A P orthonormal and drops those that are found to depend on the others after all.</summary>
    /// <returns>Null where Cholesky QR does not get there and reflections need not.</returns>
    private Basis? Orthonormalize(DeviceMatrix<T> matrix, DeviceBuffer<int> pivots, TriangularFactor<T> r, bool mustSucceed)
    {
        DeviceMatrix<T> q = AllocateQ(r.Rows);
        try
        {
            Gather(matrix, pivots, q);
            var qr = new PreconditionedQr<T>(stream, probes);
            CholeskyQrMethod method = CholeskyQrMethod.Householder;
            if (qr.TryFactor(q.Operand, r, isPivoted: true))
            {
                method = qr.Method;
            }
            else if (mustSucceed)
            {
                Gather(matrix, pivots, q);
                FactorByReflections(matrix, pivots, q, r);
            }
            else
            {
                q.Dispose();
                return null;
            }

            double[] diagonal = r.Diagonal();
            int rank = Rank(diagonal);
            if (rank == r.Rows && method != CholeskyQrMethod.Householder)
            {
                return new Basis(q, diagonal, method, qr.OrthogonalityError);
            }

            q = Shorten(q, rank);
            r.Rows = rank;
            return new Basis(q, diagonal[..rank], method, probes.Orthogonality(stream, q.Operand));
        }
        catch
        {
            q.Dispose();
            throw;
        }
    }

    private DeviceMatrix<T> AllocateQ(int rank) => DeviceMatrix<T>.Allocate(a.Device, a.Rows, rank, a.Layout);

    /// <summary>q = the columns of a matrix that the leading pivots name.</summary>
    private void Gather(DeviceMatrix<T> matrix, DeviceBuffer<int> pivots, DeviceMatrix<T> q)
    {
        if (matrix.Layout == MatrixLayout.RowMajor)
        {
            MatrixOperations.GatherColumns(stream, pivots.View, matrix.Stored, q.Stored);
        }
        else
        {
            MatrixOperations.GatherRows(stream, pivots.View, matrix.Stored, q.Stored);
        }
    }

    /// <summary>The leading columns; frees the others.</summary>
    private DeviceMatrix<T> Shorten(DeviceMatrix<T> q, int rank)
    {
        if (rank == q.Columns)
        {
            return q;
        }

        DeviceMatrix<T> shorter = AllocateQ(rank);
        RowMatrix<T> leading = q.Stored with { Rows = shorter.Stored.Rows, Columns = shorter.Stored.Columns };
        MatrixOperations.Copy(stream, leading, shorter.Stored);
        q.Dispose();
        return shorter;
    }

    /// <summary>q = Q R by Householder reflections; then R beyond its square is Qᵀ A P.</summary>
    private void FactorByReflections(DeviceMatrix<T> matrix, DeviceBuffer<int> pivots, DeviceMatrix<T> q, TriangularFactor<T> r)
    {
        using DeviceBuffer<T> square = a.Device.Allocate<T>((long)r.Rows * r.Rows, stream);
        using DeviceBuffer<T> product = a.Device.Allocate<T>((long)r.Rows * columns, stream);
        var triangle = new RowMatrix<T>(square.View, r.Rows, r.Rows);
        var projected = new RowMatrix<T>(product.View, r.Rows, columns);
        ReflectionQr.Factor(stream, q, triangle);
        MatrixProduct.Enqueue(stream, T.One, q.Operand.Transposed, matrix.Operand, T.Zero, MatrixOperand<T>.Dense(product.View, r.Rows, columns));
        MatrixOperations.GatherColumns(stream, pivots.View, projected, r.Matrix);
        MatrixOperations.Copy(stream, triangle, r.Matrix with { Columns = r.Rows });
    }
}
