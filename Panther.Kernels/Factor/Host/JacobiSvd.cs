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
    /// <param name="workers">The number of threads; the result does not depend on it.</param>
    public static void Decompose(HostMatrix<T> a, int exponent, HostMatrix<T> u, Span<T> values, HostMatrix<T> v, int workers)
    {
        int n = values.Length;
        using var team = new AffineTeam(workers, Math.Max(workers, new JacobiTournament(n).Tables));
        long part = GemmBlocking.Panels(n, TUnit.Width) * TUnit.Width, stride = part + TUnit.Width;
        using var columns = new HostScratch<T>(n, stride);
        a.CopyTo(columns.View.Block(0, 0, n, n).Transposed);
        HostScaling.ScaleByPowerOfTwo(columns.View.Block(0, 0, n, n), exponent);
        var qr = new PivotedReflectors<T, TVector, TUnit>(columns.View.Pointer, stride, n, team);

        // A row of R beside a row of the identity: rotating both gives R = W * (diag(values) * Vᵀ) with W in the right halves, by columns.
        long length = 2 * part + TUnit.Width;
        using var rows = new HostScratch<T>(n + 1, length);
        qr.MoveTriangle(rows.View.Block(0, 0, n, n));
        for (int i = 0; i < n; i++)
        {
            rows.View[i, part + i] = T.One;
        }

        var sweeps = new JacobiSweeps<T, TVector, TUnit>(rows.View.Pointer, length, n, part, team);
        sweeps.Run();
        int found = 0;
        for (; found < n && T.IsNormal(T.CreateTruncating(sweeps.Square(sweeps.Order[found]))); found++)
        {
            values[found] = T.CreateTruncating(Math.Sqrt(sweeps.Square(sweeps.Order[found])));
        }

        values[found..].Clear();
        int[] order = [.. sweeps.Order, n];
        RunByFours(n, team, start =>
        {
            for (int k = start; k < Math.Min(start + 4, found); k++)
            {
                VectorLoops<T, TVector, TUnit>.Scale(
                    T.One / T.CreateTruncating(Math.Sqrt(sweeps.Square(order[k]))), rows.View.Pointer + order[k] * length, part);
            }
        });
        CompleteRows(rows.View, sweeps.Order, found, part);
        RunByFours(n, team, start =>
        {
            T** four = stackalloc T*[4];
            for (int c = 0; c < 4; c++)
            {
                // The row of zeros makes up for missing ones.
                four[c] = rows.View.Pointer + order[Math.Min(start + c, n)] * length;
            }

            ApplyQ(qr, four, part, Math.Min(n - start, 4));
            for (int i = 0; i < n; i++)
            {
                for (int c = 0; c < Math.Min(n - start, 4); c++)
                {
                    v[qr.Pivots[i], start + c] = four[c][i];
                    u[i, start + c] = four[c][part + i];
                }
            }
        });
    }

    private static void ApplyQ(PivotedReflectors<T, TVector, TUnit> qr, T** rows, long part, int count)
    {
        T** left = stackalloc T*[4];
        for (int c = 0; c < 4; c++)
        {
            left[c] = rows[c] + part;
            if (c < count)
            {
                Normalise(left[c], part);
            }
        }

        qr.ApplyQ(left);
    }

    // The results go into columns: whole stretches of neighbours for each thread.
    private static void RunByFours(int count, AffineTeam team, Action<int> work)
    {
        int fours = (count + 3) / 4;
        team.Run(team.Workers, 0, share =>
        {
            int start = (int)((long)share * fours / team.Workers), end = (int)((long)(share + 1) * fours / team.Workers);
            for (int four = start; four < end; four++)
            {
                work(4 * four);
            }
        });
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
