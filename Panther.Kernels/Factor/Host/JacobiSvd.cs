using System.Numerics;
using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>The singular value decomposition of a square matrix; see <see cref="HostSvd"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <typeparam name="TUnit">The operations on it.</typeparam>
internal static unsafe class JacobiSvd<T, TVector, TUnit>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct
    where TUnit : struct, IVectorUnit<T, TVector>
{
    /// <summary><c>2^exponent * a = u * diag(values) * vᵀ</c>.</summary>
    /// <param name="a">The matrix, n×n.</param>
    /// <param name="exponent">The exponent that brings the largest element to where its square is safe.</param>
    /// <param name="u">The left singular vectors, n×n.</param>
    /// <param name="values">The singular values of the scaled matrix, descending.</param>
    /// <param name="v">The right singular vectors, n×n.</param>
    public static void Decompose(HostMatrix<T> a, int exponent, HostMatrix<T> u, Span<T> values, HostMatrix<T> v)
    {
        int n = values.Length;
        long part = GemmBlocking.Panels(n, TUnit.Width) * TUnit.Width, stride = part + TUnit.Width;
        using var columns = new HostScratch<T>(n, stride);
        a.CopyTo(columns.View.Block(0, 0, n, n).Transposed);
        HostScaling.ScaleByPowerOfTwo(columns.View.Block(0, 0, n, n), exponent);
        var qr = new PivotedReflectors<T, TVector, TUnit>(columns.View.Pointer, stride, n);

        // A row of R beside a row of the identity: rotating both gives R = W * (diag(values) * Vᵀ) with W in the right halves, by columns.
        long length = 2 * part + TUnit.Width;
        using var rows = new HostScratch<T>(n + 1, length);
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
            {
                rows.View[i, j] = qr.R(i, j);
            }

            rows.View[i, part + i] = T.One;
        }

        var sweeps = new JacobiSweeps<T, TVector, TUnit>(rows.View.Pointer, n, part, length);
        sweeps.Run();
        int found = 0;
        for (; found < n && T.IsNormal(T.CreateTruncating(sweeps.Squares[sweeps.Order[found]])); found++)
        {
            int row = sweeps.Order[found];
            values[found] = T.CreateTruncating(Math.Sqrt(sweeps.Squares[row]));
            VectorLoops<T, TVector, TUnit>.Scale(T.One / values[found], rows.View.Pointer + row * length, part);
        }

        CompleteRows(rows.View, sweeps.Order, found, part);
        for (int k = 0; k < n; k++)
        {
            values[k] = k < found ? values[k] : T.Zero;
            T* row = rows.View.Pointer + sweeps.Order[k] * length;
            Normalise(row + part, part);
            qr.ApplyQ(row + part);
            for (int i = 0; i < n; i++)
            {
                v[qr.Pivots[i], k] = row[i];
                u[i, k] = row[part + i];
            }
        }
    }

    // Where the values are zero, any vectors orthogonal to the others will do: unit vectors, orthogonalised twice.
    private static void CompleteRows(HostMatrix<T> rows, ReadOnlySpan<int> order, int found, long part)
    {
        int n = order.Length;
        Span<double> covered = new double[n];
        for (int k = 0; k < n; k++)
        {
            T* row = rows.Pointer + order[k] * rows.RowStride;
            if (k >= found)
            {
                int least = covered.IndexOf(Min(covered));
                new Span<T>(row, (int)part).Clear();
                row[least] = T.One;
                for (int pass = 0; pass < 2; pass++)
                {
                    for (int other = 0; other < k; other++)
                    {
                        T* known = rows.Pointer + order[other] * rows.RowStride;
                        VectorLoops<T, TVector, TUnit>.SubtractMultiple(VectorLoops<T, TVector, TUnit>.Dot(known, row, part), known, row, part);
                    }

                    Normalise(row, part);
                }
            }

            for (int j = 0; found < n && j < n; j++)
            {
                covered[j] += double.CreateTruncating(row[j] * row[j]);
            }
        }
    }

    // Also for the left vectors: thousands of rotations that are orthogonal to eps only let the lengths drift.
    private static void Normalise(T* row, long length) =>
        VectorLoops<T, TVector, TUnit>.Scale(T.One / T.Sqrt(VectorLoops<T, TVector, TUnit>.Dot(row, row, length)), row, length);

    private static double Min(ReadOnlySpan<double> values)
    {
        double least = double.PositiveInfinity;
        foreach (double value in values)
        {
            least = Math.Min(least, value);
        }

        return least;
    }
}
