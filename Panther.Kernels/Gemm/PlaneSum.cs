using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>Adds up the planes that the splits of a product leave.</summary>
internal static class PlaneSum
{
    /// <summary>Writes alpha * (plane 0 + plane 1 + ...) + beta * output + row; one thread an element, the planes in rising order.</summary>
    /// <param name="index">The element, by rows.</param>
    /// <param name="planes">The planes, each dense by rows, one behind the other.</param>
    /// <param name="plane">The elements of a plane.</param>
    /// <param name="count">The planes.</param>
    /// <param name="columns">The columns of the destination.</param>
    /// <param name="output">The destination by rows.</param>
    /// <param name="outputStride">The elements from one row of the destination to the next.</param>
    /// <param name="alpha">The factor of the sum.</param>
    /// <param name="beta">The factor of the former content, which is not read when this is zero.</param>
    /// <param name="added">What is added to every row of the destination; empty for nothing.</param>
    public static void Add<T>(
        LongIndex1D index,
        ArrayView<T> planes,
        long plane,
        int count,
        int columns,
        ArrayView<T> output,
        long outputStride,
        T alpha,
        T beta,
        ArrayView<T> added)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum = planes[index.X];
        for (int i = 1; i < count; i++)
        {
            sum += planes[index.X + (i * plane)];
        }

        long row = index.X / columns;
        long column = index.X - (row * columns);
        long place = (row * outputStride) + column;
        T value = alpha * sum;
        value = beta == T.Zero ? value : T.FusedMultiplyAdd(beta, output[place], value);
        output[place] = added.Length > 0 ? value + added[column] : value;
    }

    /// <summary>Writes plane 0 + plane 1 + ... + beta * output for each product of a batch; one thread an element, the planes in rising order.</summary>
    /// <param name="index">The element, by products and rows.</param>
    /// <param name="planes">The planes, each dense by rows, those of one product one behind the other.</param>
    /// <param name="plane">The elements of a plane.</param>
    /// <param name="count">The planes of a product.</param>
    /// <param name="columns">The columns of a destination.</param>
    /// <param name="output">The destinations by rows.</param>
    /// <param name="outputStride">The elements from one row of a destination to the next.</param>
    /// <param name="batch">Where the destinations are.</param>
    /// <param name="beta">The factor of the former content, which is not read when this is zero.</param>
    public static void AddBatch<T>(
        LongIndex1D index,
        ArrayView<T> planes,
        long plane,
        int count,
        int columns,
        ArrayView<T> output,
        long outputStride,
        GemmBatch batch,
        T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long product = index.X / plane;
        long element = index.X - (product * plane);
        long first = (product * count * plane) + element;
        T sum = planes[first];
        for (int i = 1; i < count; i++)
        {
            sum += planes[first + (i * plane)];
        }

        long row = element / columns;
        long place = batch.OutputOffset(product) + (row * outputStride) + (element - (row * columns));
        output[place] = beta == T.Zero ? sum : T.FusedMultiplyAdd(beta, output[place], sum);
    }

    /// <summary>Writes alpha * (plane 0 + plane 1 + ...) + beta * images; one thread an element, the planes in rising order.</summary>
    /// <param name="index">The element, image by image.</param>
    /// <param name="planes">The planes, each dense, image by image, one behind the other.</param>
    /// <param name="count">The planes.</param>
    /// <param name="length">The elements of an image.</param>
    /// <param name="g">Where the images go, and the factors.</param>
    public static void AddImages<T>(Index1D index, ArrayView<T> planes, int count, int length, SlenderArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long plane = (long)length * g.Count;
        T sum = planes[index.X];
        for (int i = 1; i < count; i++)
        {
            sum += planes[index.X + (i * plane)];
        }

        int image = index.X / length;
        long place = ((index.X - (image * length)) * g.ImageRow) + (image * g.ImageColumn);
        T value = g.Alpha * sum;
        g.Images[place] = g.Beta == T.Zero ? value : T.FusedMultiplyAdd(g.Beta, g.Images[place], value);
    }

    /// <summary>Writes the mirror image of what is above the diagonal of a square matrix below it; one thread an element.</summary>
    /// <param name="index">The element, by rows.</param>
    /// <param name="matrix">The matrix by rows.</param>
    /// <param name="stride">The elements from one row to the next.</param>
    /// <param name="order">The rows and columns.</param>
    public static void MirrorUpper<T>(LongIndex1D index, ArrayView<T> matrix, long stride, int order)
        where T : unmanaged
    {
        long row = index.X / order;
        long column = index.X - (row * order);
        if (column < row)
        {
            matrix[(row * stride) + column] = matrix[(column * stride) + row];
        }
    }
}
