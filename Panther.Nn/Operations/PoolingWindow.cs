using Panther.Kernels.Pooling;

namespace Panther.Nn;

/// <summary>The windows of a pooling. Pairs are of height and width; poolings of one dimension use the width.</summary>
public sealed record PoolingWindow
{
    /// <summary>Gets the places of a window, at least 1.</summary>
    public required (int Y, int X) Size { get; init; }

    /// <summary>Gets the step from one window to the next, at least 1; <see langword="null"/> for the size.</summary>
    public (int Y, int X)? Stride { get; init; }

    /// <summary>Gets the places on each side of the input that no maximum comes from and that are zero in averages; fewer than the window has.</summary>
    public (int Y, int X) Padding { get; init; }

    /// <summary>Gets a value indicating whether averages are divided by the size of the window where it reaches into the padding; otherwise by what of it is input.</summary>
    public bool CountsPadding { get; init; } = true;

    /// <summary>The same in both directions.</summary>
    /// <param name="size">The places of a window.</param>
    /// <param name="stride">The step, or <see langword="null"/> for the size.</param>
    /// <param name="padding">The places on each side.</param>
    public static PoolingWindow Of(int size, int? stride = null, int padding = 0) => new()
    {
        Size = (size, size),
        Stride = stride is { } step ? (step, step) : null,
        Padding = (padding, padding),
    };

    /// <summary>The window of a pooling of one dimension, over inputs of height 1.</summary>
    internal PoolingWindow AlongWidth() => this with
    {
        Size = (1, Size.X),
        Stride = Stride is { } stride ? (1, stride.X) : null,
        Padding = (0, Padding.X),
    };

    /// <exception cref="ArgumentException">A number is too small, or no window fits.</exception>
    internal PoolingShape Over(Shape shape)
    {
        (int Y, int X) stride = Stride ?? Size;
        return new PoolingShape
        {
            Planes = shape[0] * shape[1],
            Y = Axis(shape[2], Size.Y, stride.Y, Padding.Y),
            X = Axis(shape[3], Size.X, stride.X, Padding.X),
        };
    }

    private PoolingAxis Axis(long input, int size, int stride, int padding)
    {
        long room = input + (2L * padding) - size;
        if (size < 1 || stride < 1 || padding < 0 || padding >= size || room < 0)
        {
            throw new ArgumentException($"Windows of {size} places, {stride} apart, with padding {padding}, do not fit an input of {input}.");
        }

        return new PoolingAxis
        {
            Input = checked((int)input),
            Output = checked((int)((room / stride) + 1)),
            Size = size,
            Stride = stride,
            Padding = padding,
            CountsPadding = CountsPadding,
        };
    }
}
