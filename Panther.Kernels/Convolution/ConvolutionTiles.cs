using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Convolution;

/// <summary>Which tile fits a convolution's product.</summary>
internal static class ConvolutionTiles
{
    /// <summary>The channels of a group up to which <see cref="DirectKernels"/> take fewer steps than a tile that they do not fill.</summary>
    private const int DirectRows = 4;

    /// <summary>More than any tile covers in a direction.</summary>
    private const int LargestTile = 1024;

    /// <summary>The tile for products with very many columns.</summary>
    /// <param name="device">The device.</param>
    /// <param name="rows">The channels of the destination.</param>
    /// <param name="hasEdges">Whether gathering an element takes a look at edges, which a higher tile shares among more rows.</param>
    public static ConvolutionTile ForPixels(Device device, int rows, bool hasEdges) =>
        rows <= DirectRows ? ConvolutionTile.Direct
        : device.IsProcessor ? ConvolutionTile.Vector
        : rows <= ChannelTile.Rows ? ConvolutionTile.Channel
        : hasEdges && FillsSquares(rows) ? ConvolutionTile.Square
        : ConvolutionTile.Small;

    /// <summary>The tile for products with a long depth.</summary>
    /// <param name="device">The device.</param>
    /// <param name="rows">The channels of the output.</param>
    /// <param name="columns">The weights of one of them.</param>
    public static ConvolutionTile ForWeights(Device device, int rows, int columns) =>
        rows == 1 ? ConvolutionTile.Direct
        : device.IsProcessor ? ConvolutionTile.Vector
        : columns <= TapTile.Columns ? ConvolutionTile.Tap
        : rows <= ChannelTile.Rows ? ConvolutionTile.Channel
        : FillsSquares(rows) && FillsSquares(columns) ? ConvolutionTile.Square
        : ConvolutionTile.Small;

    /// <summary>The groups of threads of one tile that keep a multiprocessor of an H200 busy, and that it holds at a time.</summary>
    public static int GroupsPerMultiprocessor(ConvolutionTile tile) => tile switch
    {
        ConvolutionTile.Square => 2,
        ConvolutionTile.Direct => 16,
        _ => 4,
    };

    /// <summary>The extent of a product rounded up to whole tiles.</summary>
    public static int Rounded(int extent, int tile) => checked((extent + tile - 1) / tile * tile);

    /// <summary>The pixels of all images, which kernels count in 32 bits, and of which a tile may reach beyond the last.</summary>
    /// <exception cref="OverflowException">They are too many.</exception>
    public static int Pixels(int images, int area) => checked((images * area) + LargestTile) - LargestTile;

    private static bool FillsSquares(int extent) => Rounded(extent, SquareTile.Rows) == Rounded(extent, SmallTile.Rows);
}

/// <summary>The tiles to choose from.</summary>
internal enum ConvolutionTile : byte
{
    /// <summary><see cref="TapTile"/>, for gradients by weights only.</summary>
    Tap,

    /// <summary><see cref="ChannelTile"/>.</summary>
    Channel,

    /// <summary><see cref="SmallTile"/>.</summary>
    Small,

    /// <summary><see cref="SquareTile"/>.</summary>
    Square,

    /// <summary><see cref="VectorTile"/>, for processors.</summary>
    Vector,

    /// <summary>None: <see cref="DirectKernels"/>.</summary>
    Direct,
}
