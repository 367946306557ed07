using Panther.Kernels.Gemm;

namespace Panther.Kernels.Convolution;

/// <summary>A launch of a convolution's kernel in whatever tile it is given, or of <see cref="DirectKernels"/>.</summary>
internal interface IConvolutionLaunch
{
    /// <summary>Launches the kernel, and returns true; or does nothing where a group of the device has no room for the tile.</summary>
    /// <typeparam name="TTile">The tile.</typeparam>
    bool TryInTiles<TTile>()
        where TTile : struct, IGemmTile;

    /// <summary>The same without a tile.</summary>
    bool TryDirect();
}
