using System.Diagnostics;
using System.Numerics;
using Panther.Bench.Harness;
using Panther.Bench.Native;
using Panther.Bench.Report;

namespace Panther.Bench.Suites.LeastSquares;

/// <summary>LAPACK's solvers from OpenBLAS: by QR and by singular values.</summary>
internal static class LeastSquaresReferences
{
    // gelsd reduces the triangle to two diagonals, which no shape below gains from waiting for.
    private const double LargestForSvd = 5e9;

    public static Reference[] Solve<T>(T[] matrix, T[] right, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string reason;
        try
        {
            if (OpenBlas.TryOpen(out reason) is { } blas)
            {
                var lapack = new LapackLeastSquares<T>(blas.Library);
                Reference svd = (double)rows * columns * columns > LargestForSvd
                    ? Reference.Absent("gelsd", $"it takes long for {rows}x{columns}")
                    : Reference.Present("gelsd", OnCopy(matrix, right, (a, b) => lapack.SolveBySvd(rows, columns, a, b)));
                return [Reference.Present("gels", OnCopy(matrix, right, (a, b) => lapack.SolveByQr(rows, columns, a, b))), svd];
            }
        }
        catch (EntryPointNotFoundException e)
        {
            reason = e.Message;
        }

        return [Reference.Absent("gels", reason), Reference.Absent("gelsd", reason)];
    }

    /// <summary>The routines destroy their input; putting it back is not their work.</summary>
    private static Contender OnCopy<T>(T[] matrix, T[] right, Action<T[], T[]> run)
    {
        var a = new T[matrix.Length];
        var b = new T[right.Length];
        return new Contender(repeats =>
        {
            double seconds = 0;
            for (int i = 0; i < repeats; i++)
            {
                matrix.CopyTo(a, 0);
                right.CopyTo(b, 0);
                long start = Stopwatch.GetTimestamp();
                run(a, b);
                seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            }

            return seconds;
        });
    }
}
