using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Rows;

/// <summary>
/// A row of a matrix in the registers of a team of threads. A thread's elements come in runs of <c>width</c> neighbours, and the runs of a team are dealt
/// in turn: run r belongs to thread r modulo the team's size.
/// </summary>
internal static class RegisterRow
{
    /// <summary>The column of one of the calling thread's elements.</summary>
    /// <param name="element">The element's place among the thread's.</param>
    /// <param name="threads">The threads of the team.</param>
    /// <param name="width">The elements of a run.</param>
    public static int Column(int element, int threads, int width) => (((element / width * threads) + Group.IdxX) * width) + (element % width);

    /// <summary>Reads the calling thread's elements; what lies behind the row's end becomes <paramref name="filler"/>.</summary>
    /// <typeparam name="T">The stored type.</typeparam>
    /// <typeparam name="TSum">The type of the registers.</typeparam>
    /// <param name="row">The row, from its first element; the first run of it must be there.</param>
    /// <param name="columns">Its elements, a multiple of the width.</param>
    /// <param name="threads">The threads of the team.</param>
    /// <param name="width">1, 2 or 4 elements to an access: a compile-time constant.</param>
    /// <param name="filler">What stands behind the end.</param>
    /// <param name="values">Receives the elements, run after run.</param>
    public static void Load<T, TSum>(ArrayView<T> row, int columns, int threads, int width, TSum filler, TSum[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSum : unmanaged, IFloatingPointIeee754<TSum>
    {
        // Every thread reads something, so that no branch stands between the reads.
        int last = Math.Max(0, (columns / width) - 1);
        for (int i = 0; i < values.Length; i += width)
        {
            Unroll.Full();
            int run = (i / width * threads) + Group.IdxX;
            bool isThere = run * width < columns;
            int place = Math.Min(run, last);
            if (width == 4)
            {
                Quad<T> quad = row.Cast<Quad<T>>()[place];
                values[i] = isThere ? TSum.CreateTruncating(quad.X) : filler;
                values[i + 1] = isThere ? TSum.CreateTruncating(quad.Y) : filler;
                values[i + 2] = isThere ? TSum.CreateTruncating(quad.Z) : filler;
                values[i + 3] = isThere ? TSum.CreateTruncating(quad.W) : filler;
            }
            else if (width == 2)
            {
                Pair<T> pair = row.Cast<Pair<T>>()[place];
                values[i] = isThere ? TSum.CreateTruncating(pair.X) : filler;
                values[i + 1] = isThere ? TSum.CreateTruncating(pair.Y) : filler;
            }
            else
            {
                values[i] = isThere ? TSum.CreateTruncating(row[place]) : filler;
            }
        }
    }

    /// <summary>Writes the calling thread's elements.</summary>
    /// <typeparam name="T">The stored type.</typeparam>
    /// <typeparam name="TSum">The type of the registers.</typeparam>
    /// <param name="row">The row, from its first element.</param>
    /// <param name="columns">Its elements, a multiple of the width.</param>
    /// <param name="threads">The threads of the team.</param>
    /// <param name="width">1, 2 or 4 elements to an access: a compile-time constant.</param>
    /// <param name="values">The elements, run after run.</param>
    public static void Store<T, TSum>(ArrayView<T> row, int columns, int threads, int width, TSum[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSum : unmanaged, IFloatingPointIeee754<TSum>
    {
        for (int i = 0; i < values.Length; i += width)
        {
            Unroll.Full();
            int run = (i / width * threads) + Group.IdxX;
            if (run * width < columns)
            {
                if (width == 4)
                {
                    row.Cast<Quad<T>>()[run] = new Quad<T>(
                        T.CreateTruncating(values[i]), T.CreateTruncating(values[i + 1]), T.CreateTruncating(values[i + 2]), T.CreateTruncating(values[i + 3]));
                }
                else if (width == 2)
                {
                    row.Cast<Pair<T>>()[run] = new Pair<T>(T.CreateTruncating(values[i]), T.CreateTruncating(values[i + 1]));
                }
                else
                {
                    row[run] = T.CreateTruncating(values[i]);
                }
            }
        }
    }
}
