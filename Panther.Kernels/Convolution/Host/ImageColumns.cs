using System.Numerics;
using System.Runtime.CompilerServices;

namespace Panther.Kernels.Convolution.Host;

/// <summary>
/// The input of a convolution as the matrix whose rows are weights of a channel and whose columns are pixels of the output (im2col: Chellapilla, Puri and Simard,
/// "High performance convolutional neural networks for document processing", 2006), a block of columns at a time.
/// </summary>
internal static unsafe class ImageColumns
{
    /// <summary>The bytes of a block, which stays in the second-level cache.</summary>
    private const int BlockBytes = 256 << 10;

    /// <summary>The columns of a block.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="rows">The rows of the block.</param>
    /// <param name="elementBytes">The size of an element.</param>
    public static int BlockColumns(ConvolutionShape shape, int rows, int elementBytes) =>
        (int)Math.Min(shape.Output.Area, Math.Max(64L, BlockBytes / ((long)rows * elementBytes)));

    /// <summary>Writes the columns of the pixels from one to another.</summary>
    /// <param name="s">The extents.</param>
    /// <param name="channels">The first of the input's channels.</param>
    /// <param name="count">How many channels.</param>
    /// <param name="first">The first pixel.</param>
    /// <param name="last">The pixel behind the last.</param>
    /// <param name="columns">Receives them, row by row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<T>(ConvolutionShape s, T* channels, int count, int first, int last, T* columns)
        where T : unmanaged
    {
        for (int tap = 0; tap < count * s.Kernel.Area; tap++, columns += last - first)
        {
            Tap place = Place(s, tap);
            T* plane = channels + ((long)place.Channel * s.Input.Area);
            int run;
            for (int pixel = first; pixel < last; pixel += run)
            {
                (int row, int column) = Math.DivRem(pixel, s.Output.X);
                run = Math.Min(s.Output.X - column, last - pixel);
                int y = (row * s.Stride.Y) + place.Y;
                var destination = new Span<T>(columns + (pixel - first), run);
                if ((uint)y >= (uint)s.Input.Y)
                {
                    destination.Clear();
                }
                else
                {
                    GatherRun(s, plane + ((long)y * s.Input.X), (column * s.Stride.X) + place.X, destination);
                }
            }
        }
    }

    /// <summary>The transpose of <see cref="Gather"/>: adds columns to the channels.</summary>
    /// <inheritdoc cref="Gather"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(ConvolutionShape s, T* columns, int count, int first, int last, T* channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int tap = 0; tap < count * s.Kernel.Area; tap++, columns += last - first)
        {
            Tap place = Place(s, tap);
            T* plane = channels + ((long)place.Channel * s.Input.Area);
            int run;
            for (int pixel = first; pixel < last; pixel += run)
            {
                (int row, int column) = Math.DivRem(pixel, s.Output.X);
                run = Math.Min(s.Output.X - column, last - pixel);
                int y = (row * s.Stride.Y) + place.Y;
                if ((uint)y < (uint)s.Input.Y)
                {
                    AddRun(s, columns + (pixel - first), run, plane + ((long)y * s.Input.X), (column * s.Stride.X) + place.X);
                }
            }
        }
    }

    private static void GatherRun<T>(ConvolutionShape s, T* row, int x, Span<T> destination)
        where T : unmanaged
    {
        (int begin, int end) = Inside(s, x, destination.Length);
        destination[..begin].Clear();
        destination[end..].Clear();
        if (s.Stride.X == 1)
        {
            new ReadOnlySpan<T>(row + x + begin, end - begin).CopyTo(destination[begin..]);
            return;
        }

        T* source = row + x + ((long)begin * s.Stride.X);
        for (int i = begin; i < end; i++, source += s.Stride.X)
        {
            destination[i] = *source;
        }
    }

    private static void AddRun<T>(ConvolutionShape s, T* run, int length, T* row, int x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int begin, int end) = Inside(s, x, length);
        T* destination = row + x + ((long)begin * s.Stride.X);
        int i = begin;
        if (s.Stride.X == 1)
        {
            for (; i <= end - Vector<T>.Count; i += Vector<T>.Count, destination += Vector<T>.Count)
            {
                (*(Vector<T>*)destination + *(Vector<T>*)(run + i)).CopyTo(new Span<T>(destination, Vector<T>.Count));
            }
        }

        for (; i < end; i++, destination += s.Stride.X)
        {
            *destination += run[i];
        }
    }

    /// <summary>The part of a run of pixels whose places from x on, a stride apart, lie inside a row of the input; empty parts begin and end within the run.</summary>
    private static (int Begin, int End) Inside(ConvolutionShape s, int x, int length)
    {
        int stride = s.Stride.X;
        int begin = x >= 0 ? 0 : Math.Min(length, (stride - 1 - x) / stride);
        int end = x >= s.Input.X ? begin : Math.Clamp((s.Input.X - x + stride - 1) / stride, begin, length);
        return (begin, end);
    }

    private static Tap Place(ConvolutionShape s, int tap)
    {
        (int channel, int inKernel) = Math.DivRem(tap, s.Kernel.Area);
        (int y, int x) = Math.DivRem(inKernel, s.Kernel.X);
        return new Tap(channel, (y * s.Dilation.Y) - s.Padding.Y, (x * s.Dilation.X) - s.Padding.X);
    }

    private readonly record struct Tap(int Channel, int Y, int X);
}
