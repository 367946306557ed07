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
