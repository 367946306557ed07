using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <content>What is done once all blocks are there.</content>
internal sealed partial class PivotedBlocks<T>
{
    /// <summary>
    /// Sees to it that the diagonal of R reveals the rank; Q turns with it. Where A has been factored to a part of its rank, only the columns of Q exchange places: what is left of the others is not in R.
    /// </summary>
    public void Reveal()
    {
        bool isCut = !isExhausted && Rank < Math.Min(rows, columns);
        int candidates = isCut ? Rank : columns;
        int[] order = [.. Enumerable.Range(0, columns)];
        using (var leading = new TriangularFactor<T>(stream, Rank, candidates))
        {
            using DeviceBuffer<int> places = stream.Device.Allocate<int>(order, stream);
            MatrixOperations.Copy(stream, Stored(candidates), leading.Matrix);
            if (!new RankRevealer<T>(stream, probes).Reveal(leading, places, tolerance))
            {
                return;
            }

            order = places.ToArray(stream);
        }

        using var reordered = new TriangularFactor<T>(stream, Rank, columns);
        MatrixOperations.Copy(stream, Stored(columns), reordered.Matrix);
        using DeviceMatrix<T> turn = reordered.Reorder(order);
        MatrixOperations.Copy(stream, reordered.Matrix, Stored(columns));
        var turned = new RowMatrix<T>(spare.View, rows, Rank);
        MatrixProduct.Enqueue(stream, T.One, Q, turn.Operand, T.Zero, turned.Operand);
        MatrixOperations.Copy(stream, turned, new RowMatrix<T>(q.View, rows, Rank, limit));
        Permutation = Array.ConvertAll(order, place => Permutation[place]);
        Rank = isCut ? Rank : TriangularFactor<T>.Rank(reordered.Diagonal(), tolerance);
    }

    private RowMatrix<T> Stored(int width) => new(r.View, Rank, width, columns);
}
