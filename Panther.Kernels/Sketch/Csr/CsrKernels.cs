using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Sketch.Sparse;

namespace Panther.Kernels.Sketch.Csr;

/// <summary>Products of a sparse matrix, from the left, with a sketching matrix or its transpose. Sums run in the order of the non-zeros.</summary>
internal static class CsrKernels
{
    /// <summary>destination[r, i] = Σ value · S[i, column], or S[column, i] when not transposed; one thread an element.</summary>
    public static void Multiply<T, TEntries>(
        LongIndex1D index, CsrOperand<T> source, TEntries entries, StridedMatrix<T> destination, SpecializedValue<bool> isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEntries : struct, ISketchEntries<T>
    {
        long row = index.X / destination.Columns;
        long i = index.X - (row * destination.Columns);
        long end = source.Starts[row + 1];
        T sum = T.Zero;
        for (long at = source.Starts[row]; at < end; at++)
        {
            long column = source.Indices[at];
            sum = T.FusedMultiplyAdd(source.Values[at], isTransposed ? entries.Entry(i, column) : entries.Entry(column, i), sum);
        }

        destination[row, i] = sum;
    }

    /// <summary>destination[r, i] = Σ value · right[column, i]; one thread an element, so that neighbours read neighbours of a row of the dense matrix.</summary>
    public static void MultiplyDense<T>(LongIndex1D index, CsrOperand<T> source, StridedMatrix<T> right, StridedMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long row = index.X / destination.Columns;
        long i = index.X - (row * destination.Columns);
        long end = source.Starts[row + 1];
        T sum = T.Zero;
        for (long at = source.Starts[row]; at < end; at++)
        {
            sum = T.FusedMultiplyAdd(source.Values[at], right[source.Indices[at], i], sum);
        }

        destination[row, i] = sum;
    }

    /// <summary>
    /// destination += source · P for the pattern's matrix P, with a major for each column of the source. A thread has one row and one part of the destination for itself.
    /// </summary>
    public static void Scatter<T, TPattern>(LongIndex1D index, CsrOperand<T> source, TPattern pattern, StridedMatrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TPattern : struct, ISparsePattern<T>
    {
        long row = index.X / pattern.Parts;
        int part = (int)(index.X - (row * pattern.Parts));
        long end = source.Starts[row + 1];
        for (long at = source.Starts[row]; at < end; at++)
        {
            SparseTerm<T> term = pattern.At(source.Indices[at], part);
            ref T sum = ref destination[row, term.Place];
            sum = T.FusedMultiplyAdd(source.Values[at], term.Value, sum);
        }
    }
}
