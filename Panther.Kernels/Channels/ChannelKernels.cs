using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Channels;

/// <summary>What normalisation over channels needs of rows, each one channel of one image: a team of threads (Group.DimX) to a row and Group.DimY rows to a group.</summary>
internal static class ChannelKernels
{
    /// <summary>The mean of each row, and Σ(x - mean)². Each thread takes differences from its first element, so that large means cost no digits.</summary>
    public static void Moments<T>(RowMatrix<T> rows, ArrayView<T> means, ArrayView<T> squares, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<RunningMoments<T>> scratch = SharedMemory.Allocate<RunningMoments<T>>(TeamReduction.ScratchLength);
        long row = ((long)Grid.IdxX * Group.DimY) + Group.IdxY;
        long columns = row < rows.Rows ? rows.Columns : 0;
        ArrayView<T> from = rows.Elements.SubView(Math.Min(row, rows.Rows - 1) * rows.LeadingDimension);
        T start = from[Math.Min(Group.IdxX, rows.Columns - 1)];
        T count = T.Zero;
        T sum = T.Zero;
        T sumOfSquares = T.Zero;
        for (long column = Group.IdxX; column < columns; column += threads)
        {
            T difference = from[column] - start;
            count += T.One;
            sum += difference;
            sumOfSquares = T.FusedMultiplyAdd(difference, difference, sumOfSquares);
        }

        T shift = sum / T.Max(count, T.One);
        var moments = new RunningMoments<T> { Count = count, Mean = start + shift, Squares = sumOfSquares - (sum * shift) };
        moments = TeamReduction.All<RunningMoments<T>, MomentsUnion<T>>(moments, threads, scratch);
        if (Group.IdxX == 0 && columns > 0)
        {
            means[row] = moments.Mean;
            squares[row] = T.Max(moments.Squares, T.Zero);
        }
    }

    /// <summary>Σ g and Σ g·(x - centre) for each row.</summary>
    public static void Sums<T>(
        RowMatrix<T> gradients, RowMatrix<T> rows, ArrayView<T> centres, ArrayView<T> sums, ArrayView<T> products, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> first = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        ArrayView<T> second = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        long row = ((long)Grid.IdxX * Group.DimY) + Group.IdxY;
        long columns = row < rows.Rows ? rows.Columns : 0;
        long place = Math.Min(row, rows.Rows - 1);
        ArrayView<T> g = gradients.Elements.SubView(place * gradients.LeadingDimension);
        ArrayView<T> x = rows.Elements.SubView(place * rows.LeadingDimension);
        T centre = centres[place];
        T sum = T.Zero;
        T product = T.Zero;
        for (long column = Group.IdxX; column < columns; column += threads)
        {
            sum += g[column];
            product = T.FusedMultiplyAdd(g[column], x[column] - centre, product);
        }

        sum = TeamReduction.All<T, Addition<T>>(sum, threads, first);
        product = TeamReduction.All<T, Addition<T>>(product, threads, second);
        if (Group.IdxX == 0 && columns > 0)
        {
            sums[row] = sum;
            products[row] = product;
        }
    }

    /// <summary>a·g + b·(x - centre) + d, each factor one a row; X runs along rows.</summary>
    public static void Combine<T>(ChannelCombination<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Index3D index = Grid.GlobalIndex;
        long column = index.X;
        for (long row = index.Y; row < c.Rows.Rows && column < c.Rows.Columns; row += Grid.DimY * Group.DimY)
        {
            long place = (row * c.Rows.Columns) + column;
            T difference = c.Rows.Elements[place] - c.Centres[row];
            c.Result[place] = T.FusedMultiplyAdd(c.Factors[row], c.Gradients[place], T.FusedMultiplyAdd(c.Slopes[row], difference, c.Terms[row]));
        }
    }
}
