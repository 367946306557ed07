using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// Makes the triangle R of a QR factorisation with column pivoting reveal the singular values of the matrix where pivoting alone has not, as for Kahan's matrices, by exchanges of columns (Chan, "Rank
/// revealing QR factorizations", Linear Algebra Appl. 88/89, 1987).
/// </summary>
/// <remarks>
/// Pivoting leaves r_kk ≥ σ_k/√(n - k + 1). With R_k the leading k×k triangle, σ_k ≥ σ_min(R_k), so that r_kk is at most r_kk·‖R_k⁻¹‖ times too large. R_k⁻¹ is the leading square of R⁻¹: the rows of R⁻ᵀG
/// for a normal G measure its columns for all k at once. Where the largest of these products is too large, R_kv ≈ 0, and the column of the largest element of v nearly depends on the others: it takes
/// place k, whose diagonal element is then at most √k·σ_min(R_k), and what follows is pivoted anew. Each exchange raises the volume of the first k - 1 columns by as much as it lowers r_kk.
/// </remarks>
internal sealed class RankRevealer<T>(DeviceStream stream, ProbeSet probes)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The diagonal of R is to be within 10·n of the singular values. A triangle of a sketch is asked for more than that, because a sketch changes lengths: by a factor near 2 in the worst case seen.
    private const double MostHidden = 2;

    // Of a larger ‖R_k⁻¹‖ the elements, or their squares, may be out of range: such k are looked at only if exchanges for smaller ones bring it down.
    private static double LargestNorm => Math.ScaleB(1, typeof(T) == typeof(float) ? 96 : 480);

    /// <summary>Exchanges columns until the diagonal of R is near the singular values down to the tolerance.</summary>
    /// <param name="r">R, k×n, pivoted, with a diagonal that is not negative; the new triangle takes its place.</param>
    /// <param name="pivots">The columns in their places, n of them.</param>
    /// <param name="tolerance">What counts as zero on the diagonal, relative to its largest element.</param>
    /// <returns>Whether there was an exchange.</returns>
    public bool Reveal(TriangularFactor<T> r, DeviceBuffer<int> pivots, double tolerance)
    {
        int exchanges = 0;
        while (exchanges < r.Rows && FindHidden(r, tolerance) is var (column, place))
        {
            Exchange(r, pivots, column, place);
            exchanges++;
        }

        return exchanges > 0;
    }

    /// <returns>The column that nearly depends on the others up to a place, and that place; null where nothing is hidden.</returns>
    private (int Column, int Place)? FindHidden(TriangularFactor<T> r, double tolerance)
    {
        double[] diagonal = r.Diagonal();
        int rank = TriangularFactor<T>.Rank(diagonal, tolerance);
        if (rank == 0)
        {
            return null;
        }

        using DeviceBuffer<T> vectors = probes.Draw<T>(stream, rank);
        TriangularSolve.Left(stream, upper: false, Leading(r, rank).Transposed, MatrixOperand<T>.Dense(vectors.View, rank, ProbeSet.Count));
        double[] squares = RowSquares(vectors, rank);
        int place = 0;
        double sum = 0, norm = 0, most = 0;
        for (int k = 0; k < rank; k++)
        {
            sum += squares[k] / ProbeSet.Count;
            if (!(Math.Sqrt(sum) < LargestNorm))
            {
                break;
            }

            double hidden = diagonal[k] * Math.Sqrt(sum);
            if (hidden > most)
            {
                (place, most, norm) = (k, hidden, Math.Sqrt(sum));
            }
        }

        if (most <= MostHidden * r.Columns)
        {
            return null;
        }

        VectorOperations.Scale(stream, T.CreateTruncating(1 / norm), vectors.View, vectors.View);
        TriangularSolve.Left(stream, upper: true, Leading(r, place + 1), MatrixOperand<T>.Dense(vectors.View, place + 1, ProbeSet.Count));
        double[] kernel = RowSquares(vectors, place + 1);
        int column = Array.IndexOf(kernel, kernel.Max());
        return column < place ? (column, place) : null;
    }

    private double[] RowSquares(DeviceBuffer<T> vectors, int rows)
    {
        using DeviceBuffer<double> squares = stream.Device.Allocate<double>(rows, stream);
        MatrixReductions.RowSumsOfSquares(stream, new RowMatrix<T>(vectors.View, rows, ProbeSet.Count), squares.View);
        return squares.ToArray(stream);
    }

    private static MatrixOperand<T> Leading(TriangularFactor<T> r, int order) => r.Operand.Block(0, 0, order, order);

    /// <summary>Moves a column to a place behind it, makes R a triangle again, and pivots what begins there.</summary>
    private void Exchange(TriangularFactor<T> r, DeviceBuffer<int> pivots, int column, int place)
    {
        int[] order = [.. Enumerable.Range(0, r.Columns)];
        Array.Copy(order, column + 1, order, column, place - column);
        order[place] = column;
        r.Reorder(order).Dispose();

        int rows = r.Rows - place, columns = r.Columns - place;
        using DeviceBuffer<int> behind = stream.Device.Allocate<int>(columns, stream);
        using DeviceBuffer<T> triangle = stream.Device.Allocate<T>((long)rows * columns, stream);
        var pivoted = new RowMatrix<T>(triangle.View, rows, columns);
        RowMatrix<T> rest = r.Matrix with { Elements = r.Matrix.Elements.SubView(((long)place * r.Columns) + place), Rows = rows, Columns = columns };
        ColumnPivotedQr.Factor(stream, rest.Operand, behind.View, pivoted, rows);
        MatrixOperations.Copy(stream, pivoted, rest);
        int[] places = behind.ToArray(stream);

        // The rows above the pivoted block follow its order.
        using DeviceBuffer<T> above = stream.Device.Allocate<T>((long)place * columns, stream);
        var moved = new RowMatrix<T>(above.View, place, columns);
        RowMatrix<T> upper = r.Matrix with { Elements = r.Matrix.Elements.SubView(place), Rows = place, Columns = columns };
        MatrixOperations.GatherColumns(stream, behind.View, upper, moved);
        MatrixOperations.Copy(stream, moved, upper);

        int[] before = pivots.ToArray(stream);
        int[] after = [.. order[..place].Select(j => before[j]), .. places.Select(j => before[order[place + j]])];
        stream.Copy<int>(after, pivots.View);
    }
}
