namespace Panther.Kernels.Convolution.Host;

/// <summary>How the pixels of all images are cut into blocks of columns: some whole images, where they are small, or parts of one.</summary>
/// <param name="Images">The images of a block.</param>
/// <param name="Pixels">The pixels of each of them in a block.</param>
internal readonly record struct ImageBlock(int Images, int Pixels)
{
    /// <summary>The bytes of the columns of a block, which stays in the second-level cache.</summary>
    private const int Bytes = 256 << 10;

    /// <summary>Blocks that occupy all cores evenly.</summary>
    private const int WantedBlocks = 16;

    private const int LeastColumns = 64;

    /// <summary>Gets the columns of a block.</summary>
    public int Columns => Images * Pixels;

    /// <summary>The blocks of a convolution.</summary>
    /// <param name="s">The extents.</param>
    /// <param name="rows">The rows of the columns.</param>
    /// <param name="elementBytes">The size of an element.</param>
    /// <param name="images">The images of which a block may be made, at least 1.</param>
    public static ImageBlock Of(ConvolutionShape s, int rows, int elementBytes, int images)
    {
        long columns = Math.Max(LeastColumns, Bytes / ((long)rows * elementBytes));
        return columns < s.Output.Area
            ? new ImageBlock(1, (int)columns)
            : new ImageBlock((int)Math.Clamp(columns / s.Output.Area, 1, images), s.Output.Area);
    }

    /// <summary>The blocks of a convolution whose blocks are spread over the cores.</summary>
    /// <inheritdoc cref="Of"/>
    public static ImageBlock Spread(ConvolutionShape s, int rows, int elementBytes) =>
        Of(s, rows, elementBytes, (int)Math.Max(1, (long)s.Images * s.Groups / WantedBlocks));

    /// <summary>The blocks of images, rounded up.</summary>
    public long ImageBlocks(int images) => ((long)images + Images - 1) / Images;

    /// <summary>The blocks of the pixels of an image.</summary>
    public long PixelBlocks(int pixels) => ((long)pixels + Pixels - 1) / Pixels;
}
