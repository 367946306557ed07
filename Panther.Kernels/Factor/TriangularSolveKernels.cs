using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Factor;

/// <summary>Substitution with a small triangle: the end of the recursion of <see cref="TriangularSolve"/>.</summary>
internal static class TriangularSolveKernels
{
    /// <summary>The most unknowns.</summary>
    public const int BlockOrder = 32;

    /// <summary>The rows and columns of a block that is inverted, and the threads that do it.</summary>
    public const int InverseOrder = 64;

    /// <summary>The threads of a group, each with a right-hand side in its registers.</summary>
    public const int GroupSize = 64;

    // One element of padding keeps the elements of a row and of a column in different banks.
    private const int TriangleStride = BlockOrder + 1;
    private const int TileStride = GroupSize + 1;

    /// <summary>Forward substitution L x = b; groups of <see cref="GroupSize"/> threads cover the right-hand sides.</summary>
    /// <param name="g">The system.</param>
    public static void Substitute<T>(SubstitutionArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> triangle = SharedMemory.Allocate<T>(BlockOrder * TriangleStride);
        ArrayView<T> tile = SharedMemory.Allocate<T>(BlockOrder * TileStride);
        var x = new T[BlockOrder];
        int thread = Group.IdxX;
        int first = Grid.IdxX * GroupSize;
        int count = Math.Min(GroupSize, g.Count - first);

        // Beyond its order the triangle goes on as an identity, so that the substitution has one length.
        for (int e = thread; e < BlockOrder * BlockOrder; e += GroupSize)
        {
            int row = e / BlockOrder;
            int column = e % BlockOrder;
            T value = row == column ? T.One : T.Zero;
            if (row < g.Order && column <= row)
            {
                value = g.Triangle[g.TriangleStart + (row * g.TriangleRow) + (column * g.TriangleColumn)];
            }

            triangle[(row * TriangleStride) + column] = row == column ? T.One / value : value;
        }

        bool alongUnknowns = g.RightRow * g.RightRow == 1;
        for (int e = thread; e < BlockOrder * GroupSize; e += GroupSize)
        {
            int unknown = alongUnknowns ? e % BlockOrder : e / GroupSize;
            int side = alongUnknowns ? e / BlockOrder : e % GroupSize;
            bool inside = unknown < g.Order && side < count;
            tile[(unknown * TileStride) + side] = inside
                ? g.Right[g.RightStart + (unknown * g.RightRow) + ((first + side) * g.RightColumn)]
                : T.Zero;
        }

        Group.Barrier();
        for (int i = 0; i < BlockOrder; i++)
        {
            Unroll.Full();
            x[i] = tile[(i * TileStride) + thread];
        }

        for (int i = 0; i < BlockOrder; i++)
        {
            Unroll.Full();
            T sum = x[i];
            for (int k = 0; k < i; k++)
            {
                Unroll.Full();
                sum = T.FusedMultiplyAdd(-triangle[(i * TriangleStride) + k], x[k], sum);
            }

            x[i] = sum * triangle[(i * TriangleStride) + i];
        }

        for (int i = 0; i < BlockOrder; i++)
        {
            Unroll.Full();
            tile[(i * TileStride) + thread] = x[i];
        }

        Group.Barrier();
        for (int e = thread; e < BlockOrder * GroupSize; e += GroupSize)
        {
            int unknown = alongUnknowns ? e % BlockOrder : e / GroupSize;
            int side = alongUnknowns ? e / BlockOrder : e % GroupSize;
            if (unknown < g.Order && side < count)
            {
                g.Right[g.RightStart + (unknown * g.RightRow) + ((first + side) * g.RightColumn)] = tile[(unknown * TileStride) + side];
            }
        }
    }

    /// <summary>
    /// Inverts the diagonal blocks of a triangle, each <see cref="InverseOrder"/> rows and columns but for the last, one group a block; a thread solves for
    /// one column.
    /// </summary>
    /// <param name="triangle">The memory of the triangle.</param>
    /// <param name="rowStride">The distance between its rows.</param>
    /// <param name="columnStride">The distance between its columns.</param>
    /// <param name="order">Its rows and columns.</param>
    /// <param name="upper">Whether it is the upper triangle that counts.</param>
    /// <param name="inverses">Receives the inverses with the zeros of their other triangle, each densely by rows, in room for a whole block.</param>
    public static void InvertBlocks<T>(ArrayView<T> triangle, long rowStride, long columnStride, int order, bool upper, ArrayView<T> inverses)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> x = SharedMemory.Allocate<T>(InverseOrder * InverseOrder);
        int column = Group.IdxX;
        int first = Grid.IdxX * InverseOrder;
        int size = Math.Min(InverseOrder, order - first);
        long start = first * (rowStride + columnStride);
        for (int i = 0; i < InverseOrder; i++)
        {
            x[(i * InverseOrder) + column] = i == column ? T.One : T.Zero;
        }

        // Column after column of the triangle, so that the subtractions of one do not wait for each other.
        for (int step = 0; step < size; step++)
        {
            int k = upper ? size - 1 - step : step;
            T solved = x[(k * InverseOrder) + column] / triangle[start + (k * (rowStride + columnStride))];
            x[(k * InverseOrder) + column] = solved;
            int from = upper ? 0 : k + 1;
            int end = upper ? k : size;
            for (int i = from; i < end; i++)
            {
                x[(i * InverseOrder) + column] = T.FusedMultiplyAdd(
                    -triangle[start + (i * rowStride) + (k * columnStride)], solved, x[(i * InverseOrder) + column]);
            }
        }

        for (int i = 0; i < size; i++)
        {
            if (column < size)
            {
                inverses[((long)Grid.IdxX * InverseOrder * InverseOrder) + (i * size) + column] = x[(i * InverseOrder) + column];
            }
        }
    }
}
