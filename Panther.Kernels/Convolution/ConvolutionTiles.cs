using System.Runtime.CompilerServices;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Convolution;

/// <summary>Which tile fits a convolution's product.</summary>
internal static class ConvolutionTiles
{
    /// <summary>The channels of a group up to which <see cref="DirectKernels"/> take fewer steps than a tile that they do not fill.</summary>
    private const int DirectRows = 4;

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

    /// <summary>The extent of a product rounded up to whole tiles.</summary>
    public static int Rounded(int extent, int tile) => checked((extent + tile - 1) / tile * tile);

    /// <summary>The pixels of all images.</summary>
    /// <exception cref="OverflowException">They are too many.</exception>
    public static int Pixels(int images, int area) => KernelExtent.Of((long)images * area, "The pixels of all images of a convolution");

    /// <summary>Launches a kernel in a tile, or in the next smaller one that a group of the device has room for.</summary>
    /// <param name="device">The device.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="launch">The launch.</param>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static void Launch<TLaunch>(Device device, ConvolutionTile tile, in TLaunch launch)
        where TLaunch : struct, IConvolutionLaunch
    {
        while (!TryLaunch(tile, launch))
        {
            tile = tile switch
            {
                ConvolutionTile.Vector => ConvolutionTile.Square,
                ConvolutionTile.Square => ConvolutionTile.Small,
                ConvolutionTile.Small or ConvolutionTile.Tap or ConvolutionTile.Direct => ConvolutionTile.Channel,
                _ => throw GroupLimits.Of(device).Refusal("The smallest tile of a convolution"),
            };
        }
    }

    /// <summary>Whether a group of the device has room for a tile, and for the places of weights.</summary>
    public static bool Fits<T, TTile>(Device device)
        where T : unmanaged
        where TTile : struct, IGemmTile
        => GroupLimits.Of(device).Allow(GemmKernel.Threads<TTile>(), GemmKernel.SharedBytes<T, TTile>() + (TTile.Columns * Unsafe.SizeOf<TapPlace>()));

    private static bool TryLaunch<TLaunch>(ConvolutionTile tile, in TLaunch launch)
        where TLaunch : struct, IConvolutionLaunch
        => tile switch
        {
            ConvolutionTile.Tap => launch.TryInTiles<TapTile>(),
            ConvolutionTile.Channel => launch.TryInTiles<ChannelTile>(),
            ConvolutionTile.Small => launch.TryInTiles<SmallTile>(),
            ConvolutionTile.Square => launch.TryInTiles<SquareTile>(),
            ConvolutionTile.Direct => launch.TryDirect(),
            _ => launch.TryInTiles<VectorTile>(),
        };

    private static bool FillsSquares(int extent) => Rounded(extent, SquareTile.Rows) == Rounded(extent, SmallTile.Rows);
}
