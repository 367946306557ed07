using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Csr;

/// <summary>The steps of <see cref="CsrTransposition"/>. Counter (column, piece) is at column · pieces + piece; one thread a piece but for the starts.</summary>
internal static class CsrTranspositionKernels
{
    /// <summary>Counts the non-zeros of each column in a piece.</summary>
    public static void Count(LongIndex1D piece, ArrayView<int> indices, ArrayView<long> counters, long pieces, long pieceLength)
    {
        long end = Math.Min(indices.Length, (piece.X + 1) * pieceLength);
        for (long i = piece.X * pieceLength; i < end; i++)
        {
            counters[(indices[i] * pieces) + piece.X]++;
        }
    }

    /// <summary>The start of a column is where its first piece starts.</summary>
    public static void Starts(LongIndex1D column, ArrayView<long> counters, long pieces, ArrayView<long> starts, long nonzeros) =>
        starts[column.X] = column.X * pieces < counters.Length ? counters[column.X * pieces] : nonzeros;

    /// <summary>Moves the non-zeros of a piece, in their order, to where the counters say.</summary>
    public static void Place<T>(LongIndex1D piece, CsrOperand<T> source, ArrayView<long> counters, long pieces, long pieceLength, CsrOperand<T> destination)
        where T : unmanaged
    {
        long first = piece.X * pieceLength;
        long end = Math.Min(source.Values.Length, first + pieceLength);
        long low = 0;
        long high = source.Rows - 1;
        while (low < high)
        {
            long middle = (low + high + 1) / 2;
            if (source.Starts[middle] <= first)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        long row = low;
        for (long i = first; i < end; i++)
        {
            while (source.Starts[row + 1] <= i)
            {
                row++;
            }

            ref long counter = ref counters[(source.Indices[i] * pieces) + piece.X];
            long place = counter;
            counter = place + 1;
            destination.Indices[place] = (int)row;
            destination.Values[place] = source.Values[i];
        }
    }
}
