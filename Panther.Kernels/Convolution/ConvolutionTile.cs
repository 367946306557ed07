using Panther.Kernels.Gemm;

namespace Panther.Kernels.Convolution;

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
