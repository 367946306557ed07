using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Reduce;

namespace Panther.Kernels.Rows;

/// <summary>The gradients of functions of rows.</summary>
internal static class RowGradientKernels
{
    /// <summary>
    /// What <see cref="RowNormalizationKernels"/> does, backwards: with h = (x - mean)·r and s = gradient·scale, destination = r·(s - mean(s) - h·mean(s·h)), and without the mean of s
    /// where x was not centred. A team of threads (Group.DimX) to a row; the row is read again in each pass.
    /// </summary>
    public static void Normalization<T, TForm>(
        RowMatrix<T> source, RowMatrix<T> gradient, ArrayView<T> scale, T epsilon, RowMatrix<T> destination, SpecializedValue<int> threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IRowNormalization
    {
        ArrayView<T> sums = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        ArrayView<T> squares = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        ArrayView<T> slopes = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        ArrayView<T> products = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        long row = ((long)Grid.IdxX * Group.DimY) + Group.IdxY;
        long columns = row < source.Rows ? source.Columns : 0;
        long readable = Math.Min(row, source.Rows - 1);
        T share = T.One / T.CreateTruncating(source.Columns);
        ArrayView<T> x = source.Elements.SubView(readable * source.LeadingDimension);
        ArrayView<T> g = gradient.Elements.SubView(readable * gradient.LeadingDimension);
        ArrayView<T> to = destination.Elements.SubView(readable * destination.LeadingDimension);
        T mean = T.Zero;
        if (TForm.IsCentred)
        {
            T sum = T.Zero;
            for (long column = Group.IdxX; column < columns; column += threads)
            {
                sum += x[column];
            }

            mean = TeamReduction.All<T, Addition<T>>(sum, threads, sums) * share;
        }

        T square = T.Zero;
        T slope = T.Zero;
        T product = T.Zero;
        for (long column = Group.IdxX; column < columns; column += threads)
        {
            T difference = x[column] - mean;
            T s = g[column] * scale[column];
            square = T.FusedMultiplyAdd(difference, difference, square);
            product = T.FusedMultiplyAdd(difference, s, product);
            slope += s;
        }

        square = TeamReduction.All<T, Addition<T>>(square, threads, squares) * share;
        product = TeamReduction.All<T, Addition<T>>(product, threads, products) * share;
        T meanSlope = TForm.IsCentred ? TeamReduction.All<T, Addition<T>>(slope, threads, slopes) * share : T.Zero;
        T factor = T.One / T.Sqrt(square + epsilon);
        T along = product * factor * factor;
        for (long column = Group.IdxX; column < columns; column += threads)
        {
            to[column] = factor * ((g[column] * scale[column]) - meanSlope - ((x[column] - mean) * along));
        }
    }

    /// <summary>
    /// <see cref="Normalization"/>, and the gradients by what rows are multiplied by and by what is added to them: a team takes every n-th row, holds it in registers, and sums gradient·h and the gradient for
    /// each column on the way. Row t of partials (teams×2·columns) = both sums of team t, side by side.
    /// </summary>
    public static void NormalizationInRegisters<T, TForm>(
        RowMatrix<T> source,
        RowMatrix<T> gradient,
        ArrayView<T> scale,
        T epsilon,
        RowMatrix<T> destination,
        ArrayView<T> partials,
        SpecializedValue<int> threads,
        SpecializedValue<int> runs,
        SpecializedValue<int> width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, IRowNormalization
    {
        ArrayView<T> sums = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        ArrayView<T> squares = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        ArrayView<T> slopes = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        ArrayView<T> products = SharedMemory.Allocate<T>(TeamReduction.ScratchLength);
        var x = new T[runs.Value * width.Value];
        var g = new T[runs.Value * width.Value];
        var factors = new T[runs.Value * width.Value];
        var scaleSums = new T[runs.Value * width.Value];
        var shiftSums = new T[runs.Value * width.Value];
        T share = T.One / T.CreateTruncating(source.Columns);
        RegisterRow.Load(scale, (int)source.Columns, threads, width, T.Zero, factors);
        for (long first = (long)Grid.IdxX * Group.DimY; first < source.Rows; first += (long)Grid.DimX * Group.DimY)
        {
            long row = first + Group.IdxY;
            long readable = Math.Min(row, source.Rows - 1);
            int columns = row < source.Rows ? (int)source.Columns : 0;
            RegisterRow.Load(source.Elements.SubView(readable * source.LeadingDimension), columns, threads, width, T.Zero, x);
            RegisterRow.Load(gradient.Elements.SubView(readable * gradient.LeadingDimension), columns, threads, width, T.Zero, g);
            if (TForm.IsCentred)
            {
                T sum = T.Zero;
                for (int i = 0; i < x.Length; i++)
                {
                    Unroll.Full();
                    sum += x[i];
                }

                T mean = TeamReduction.All<T, Addition<T>>(sum, threads, sums) * share;
                for (int i = 0; i < x.Length; i++)
                {
                    Unroll.Full();
                    x[i] = RegisterRow.Column(i, threads, width) < columns ? x[i] - mean : T.Zero;
                }
            }

            T square = T.Zero;
            T slope = T.Zero;
            T product = T.Zero;
            for (int i = 0; i < x.Length; i++)
            {
                Unroll.Full();
                T s = g[i] * factors[i];
                square = T.FusedMultiplyAdd(x[i], x[i], square);
                product = T.FusedMultiplyAdd(x[i], s, product);
                slope += s;
            }

            square = TeamReduction.All<T, Addition<T>>(square, threads, squares) * share;
            product = TeamReduction.All<T, Addition<T>>(product, threads, products) * share;
            T meanSlope = TForm.IsCentred ? TeamReduction.All<T, Addition<T>>(slope, threads, slopes) * share : T.Zero;
            T factor = T.One / T.Sqrt(square + epsilon);
            T along = product * factor * factor;
            for (int i = 0; i < x.Length; i++)
            {
                Unroll.Full();
                scaleSums[i] = T.FusedMultiplyAdd(g[i], x[i] * factor, scaleSums[i]);
                shiftSums[i] += g[i];
                g[i] = factor * ((g[i] * factors[i]) - meanSlope - (x[i] * along));
            }

            RegisterRow.Store(destination.Elements.SubView(readable * destination.LeadingDimension), columns, threads, width, g);
            if (threads > Warp.WarpSize)
            {
                // The scratch memory is about to be written again.
                Group.Barrier();
            }
        }

        ArrayView<T> own = partials.SubView(((Grid.IdxX * Group.DimY) + Group.IdxY) * 2 * source.Columns);
        RegisterRow.Store(own, (int)source.Columns, threads, width, scaleSums);
        RegisterRow.Store(own.SubView(source.Columns), (int)source.Columns, threads, width, shiftSums);
    }

    /// <summary>destination[i, j] = (e^logProbability[i, j] - [j = labels[i]])·gradient[0]·share: the gradient of a cross entropy by its logits.</summary>
    public static void CrossEntropy<T>(
        LongIndex1D element, ArrayView<T> logProbabilities, ArrayView<int> labels, long classes, ArrayView<T> gradient, T share, ArrayView<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long row = element.X / classes;
        T probability = T.Exp(logProbabilities[element]);
        T excess = element.X - (row * classes) == labels[row] ? probability - T.One : probability;
        destination[element] = excess * (gradient[0] * share);
    }
}
