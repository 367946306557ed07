using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Reduce;
using Panther.Kernels.Rows;

namespace Panther.Kernels.Attention;

/// <summary>
/// Exponentials of random features, shifted so that none exceeds 1. A largest exponent that is infinite shifts nothing: what it belongs to is 0 without.
/// </summary>
internal static class FeatureKernels
{
    // The reads that a thread has under way.
    private const int Ahead = 8;

    /// <summary>Writes the largest exponent of each feature among some rows of each head; X of the grid covers the features, Y the segments of all heads.</summary>
    /// <param name="source">The exponents, heads×rows×features.</param>
    /// <param name="terms">What is added to those of a row, heads×rows, or empty.</param>
    /// <param name="largest">The result, heads×segments×features.</param>
    /// <param name="features">The features of a row.</param>
    /// <param name="rows">The rows of a head.</param>
    /// <param name="segments">The segments of a head.</param>
    /// <param name="segmentRows">The rows of a segment.</param>
    /// <param name="height">The segments of all heads.</param>
    public static void Largest<T>(
        ArrayView<T> source, ArrayView<T> terms, ArrayView<T> largest, int features, int rows, int segments, int segmentRows, int height)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int feature = (Grid.IdxX * Group.DimX) + Group.IdxX;
        for (int line = (Grid.IdxY * Group.DimY) + Group.IdxY; line < height; line += Grid.DimY * Group.DimY)
        {
            int head = line / segments;
            int first = (line - (head * segments)) * segmentRows;
            int last = Math.Min(rows, first + segmentRows);
            if (feature < features)
            {
                T found = T.NegativeInfinity;
                for (int row = first; row < last; row += Ahead)
                {
                    for (int i = 0; i < Ahead; i++)
                    {
                        // A row behind the last is the last again, so that no branch stands between the reads.
                        Unroll.Full();
                        long place = ((long)head * rows) + Math.Min(row + i, last - 1);
                        T exponent = source[(place * features) + feature];
                        found = T.Max(found, terms.Length > 0 ? exponent + terms[place] : exponent);
                    }
                }

                largest[((long)line * features) + feature] = found;
            }
        }
    }

    /// <summary>
    /// Replaces exponents by features, a team of threads (Group.DimX) to a row and Group.DimY rows to a group. A row stays in the registers of its team, <paramref name="runs"/> runs of
    /// <paramref name="width"/> elements a thread.
    /// </summary>
    public static void InRegisters<T, TForm>(FeatureArguments<T> a, SpecializedValue<int> threads, SpecializedValue<int> runs, SpecializedValue<int> width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IFeatureForm
    {
        ArrayView<T> scratch = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        var values = new T[runs.Value * width.Value];
        var shifts = new T[runs.Value * width.Value];
        int rows = a.Heads * a.Rows;
        int row = (Grid.IdxX * Group.DimY) + Group.IdxY;
        int columns = row < rows ? a.Features : 0;
        long readable = Math.Min(row, rows - 1);
        ArrayView<T> elements = a.Elements.SubView(readable * a.Features);
        RegisterRow.Load(elements, columns, threads, width, T.NegativeInfinity, values);
        RegisterRow.Load(a.Largest.SubView(readable / a.Rows * a.Features), columns, threads, width, T.Zero, shifts);
        T term = TForm.IsKey ? a.Terms[readable] : T.Zero;
        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            values[i] = Exponent<T, TForm>(values[i], shifts[i], term);
        }

        T shift = T.Zero;
        if (!TForm.IsKey)
        {
            T largest = values[0];
            for (int i = 1; i < values.Length; i++)
            {
                Unroll.Full();
                largest = T.Max(largest, values[i]);
            }

            shift = FiniteOrZero(TeamReduction.All<T, Maximum<T>>(largest, threads, scratch));
        }

        for (int i = 0; i < values.Length; i++)
        {
            Unroll.Full();
            values[i] = SoftmaxExponential.Of(values[i] - shift);
        }

        RegisterRow.Store(elements, columns, threads, width, values);
    }

    /// <summary>The same for rows of any length, which are read again for each pass.</summary>
    public static void Streaming<T, TForm>(FeatureArguments<T> a, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IFeatureForm
    {
        ArrayView<T> scratch = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        int rows = a.Heads * a.Rows;
        int row = (Grid.IdxX * Group.DimY) + Group.IdxY;
        int columns = row < rows ? a.Features : 0;
        long readable = Math.Min(row, rows - 1);
        ArrayView<T> elements = a.Elements.SubView(readable * a.Features);
        ArrayView<T> shifts = a.Largest.SubView(readable / a.Rows * a.Features);
        T term = TForm.IsKey ? a.Terms[readable] : T.Zero;
        T shift = T.Zero;
        if (!TForm.IsKey)
        {
            T largest = T.NegativeInfinity;
            for (int column = Group.IdxX; column < columns; column += threads)
            {
                largest = T.Max(largest, elements[column] + shifts[column]);
            }

            shift = FiniteOrZero(TeamReduction.All<T, Maximum<T>>(largest, threads, scratch));
        }

        for (int column = Group.IdxX; column < columns; column += threads)
        {
            elements[column] = SoftmaxExponential.Of(Exponent<T, TForm>(elements[column], shifts[column], term) - shift);
        }
    }

    private static T Exponent<T, TForm>(T exponent, T shift, T term)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IFeatureForm
        => TForm.IsKey ? exponent + term - FiniteOrZero(shift) : exponent + shift;

    private static T FiniteOrZero<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T>
        => T.IsFinite(value) ? value : T.Zero;
}
