using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Reduce;

/// <summary>Neighbouring elements on their way into a reduction.</summary>
internal static class ReductionRun
{
    /// <summary>Reads four neighbouring elements.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="source">The elements.</param>
    /// <param name="run">The number of the run.</param>
    /// <param name="isWide">Whether the view is aligned for one access; a compile-time constant.</param>
    public static Quad<T> Read<T>(ArrayView<T> source, long run, bool isWide)
        where T : unmanaged
        => isWide ? source.Cast<Quad<T>>()[run] : new Quad<T>(source[4 * run], source[(4 * run) + 1], source[(4 * run) + 2], source[(4 * run) + 3]);

    /// <summary>Reads neighbouring elements of a row.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="source">The matrix.</param>
    /// <param name="row">The row.</param>
    /// <param name="column">The first column.</param>
    /// <param name="width">1, or 4 in one access: a compile-time constant.</param>
    /// <param name="destination">Receives the elements.</param>
    /// <param name="start">The place of the first.</param>
    public static void Read<T>(RowMatrix<T> source, long row, long column, int width, T[] destination, int start)
        where T : unmanaged
    {
        if (width == 4)
        {
            Quad<T> quad = source.Elements.Cast<Quad<T>>()[((row * source.LeadingDimension) + column) / 4];
            destination[start] = quad.X;
            destination[start + 1] = quad.Y;
            destination[start + 2] = quad.Z;
            destination[start + 3] = quad.W;
        }
        else
        {
            destination[start] = source[row, column];
        }
    }

    /// <summary>Joins a result and four elements, in their order.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TResult">The accumulator.</typeparam>
    /// <typeparam name="TReduction">What is computed.</typeparam>
    /// <param name="result">The result so far.</param>
    /// <param name="run">The elements.</param>
    public static TResult Combine<T, TResult, TReduction>(TResult result, Quad<T> run)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        result = TReduction.Combine(result, TReduction.Term(run.X));
        result = TReduction.Combine(result, TReduction.Term(run.Y));
        result = TReduction.Combine(result, TReduction.Term(run.Z));
        return TReduction.Combine(result, TReduction.Term(run.W));
    }
}
