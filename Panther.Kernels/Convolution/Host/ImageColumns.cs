using System.Numerics;
using System.Runtime.CompilerServices;

namespace Panther.Kernels.Convolution.Host;

/// <summary>
/// The input of a convolution as the matrix whose rows are weights of a channel and whose columns are pixels of the output (im2col: Chellapilla, Puri and Simard,
/// "High performance convolutional neural networks for document processing", 2006), a block of columns at a time. Channels are first put between zeros, so that rows need not be cut at edges.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="s">The extents.</param>
/// <param name="plane">Memory for <see cref="PlaneLength"/> elements.</param>
internal readonly unsafe struct ImageColumns<T>(ConvolutionShape s, T* plane)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool hasEdges = s.Padding != default;
    private readonly int width = s.Input.X + (2 * s.Padding.X);

    /// <summary>The elements of a channel between zeros.</summary>
    public static long PlaneLength(ConvolutionShape s) => (s.Input.Y + (2L * s.Padding.Y)) * (s.Input.X + (2L * s.Padding.X));

    /// <summary>Writes the columns of the pixels from one to another.</summary>
    /// <param name="channels">The first of the input's channels.</param>
    /// <param name="count">How many channels.</param>
    /// <param name="first">The first pixel.</param>
    /// <param name="last">The pixel behind the last.</param>
    /// <param name="columns">Receives them.</param>
    /// <param name="pitch">The elements from one row of the columns to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(T* channels, int count, int first, int last, T* columns, int pitch)
    {
        for (int channel = 0; channel < count; channel++, channels += s.Input.Area)
        {
            T* source = hasEdges ? Surrounded(channels, first, last) : channels;
            for (int y = 0; y < s.Kernel.Y; y++)
            {
                for (int x = 0; x < s.Kernel.X; x++, columns += pitch)
                {
                    int run;
                    (int row, int column) = Math.DivRem(first, s.Output.X);
                    for (int pixel = first; pixel < last; pixel += run, row++, column = 0)
                    {
                        run = Math.Min(s.Output.X - column, last - pixel);
                        RowRun<T>.Copy(
                            source + ((long)((row * s.Stride.Y) + (y * s.Dilation.Y)) * width) + (column * s.Stride.X) + (x * s.Dilation.X),
                            s.Stride.X,
                            columns + (pixel - first),
                            run);
                    }
                }
            }
        }
    }

    /// <summary>The transpose of <see cref="Gather"/>: adds columns to the channels.</summary>
    /// <inheritdoc cref="Gather"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(T* columns, int pitch, int count, int first, int last, T* channels)
    {
        for (int channel = 0; channel < count; channel++, channels += s.Input.Area)
        {
            T* destination = channels;
            if (hasEdges)
            {
                destination = plane;
                (int from, int to) = Rows(first, last);
                new Span<T>(plane + ((long)from * width), (to - from) * width).Clear();
            }

            for (int y = 0; y < s.Kernel.Y; y++)
            {
                for (int x = 0; x < s.Kernel.X; x++, columns += pitch)
                {
                    int run;
                    (int row, int column) = Math.DivRem(first, s.Output.X);
                    for (int pixel = first; pixel < last; pixel += run, row++, column = 0)
                    {
                        run = Math.Min(s.Output.X - column, last - pixel);
                        RowRun<T>.Add(
                            columns + (pixel - first),
                            destination + ((long)((row * s.Stride.Y) + (y * s.Dilation.Y)) * width) + (column * s.Stride.X) + (x * s.Dilation.X),
                            s.Stride.X,
                            run);
                    }
                }
            }

            if (hasEdges)
            {
                AddInside(channels, first, last);
            }
        }
    }

    /// <summary>The rows, between zeros, that pixels need: the first, and the one behind the last.</summary>
    private (int From, int To) Rows(int first, int last) =>
        (first / s.Output.X * s.Stride.Y, ((last - 1) / s.Output.X * s.Stride.Y) + ((s.Kernel.Y - 1) * s.Dilation.Y) + 1);

    /// <summary>Copies the rows of a channel that pixels need between zeros.</summary>
    private T* Surrounded(T* channel, int first, int last)
    {
        (int from, int to) = Rows(first, last);
        for (int row = from; row < to; row++)
        {
            var line = new Span<T>(plane + ((long)row * width), width);
            int y = row - s.Padding.Y;
            if ((uint)y >= (uint)s.Input.Y)
            {
                line.Clear();
                continue;
            }

            line[..s.Padding.X].Clear();
            RowRun<T>.Copy(channel + ((long)y * s.Input.X), 1, plane + ((long)row * width) + s.Padding.X, s.Input.X);
            line[(s.Padding.X + s.Input.X)..].Clear();
        }

        return plane;
    }

    private void AddInside(T* channel, int first, int last)
    {
        (int from, int to) = Rows(first, last);
        for (int row = Math.Max(from, s.Padding.Y); row < Math.Min(to, s.Padding.Y + s.Input.Y); row++)
        {
            RowRun<T>.Add(plane + ((long)row * width) + s.Padding.X, channel + ((long)(row - s.Padding.Y) * s.Input.X), 1, s.Input.X);
        }
    }
}
