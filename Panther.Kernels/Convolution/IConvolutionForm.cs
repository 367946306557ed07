namespace Panther.Kernels.Convolution;

/// <summary>What a variant of <see cref="ConvolutionKernel"/> knows at compile time of how its right factor lies in memory.</summary>
internal interface IConvolutionForm
{
    /// <summary>Gets a value indicating whether neighbours along the depth are neighbours in memory, otherwise neighbouring columns are.</summary>
    static abstract bool IsAlongDepth { get; }

    /// <summary>Gets a value indicating whether coordinates must be divided by strides.</summary>
    static abstract bool HasDivision { get; }
}

/// <summary>Columns are pixels: convolutions, and transposed ones of stride 1.</summary>
internal readonly struct PixelColumns : IConvolutionForm
{
    public static bool IsAlongDepth => false;

    public static bool HasDivision => false;
}

/// <summary>Columns are pixels, of which not all meet a weight: transposed convolutions with strides.</summary>
internal readonly struct StridedPixelColumns : IConvolutionForm
{
    public static bool IsAlongDepth => false;

    public static bool HasDivision => true;
}

/// <summary>Columns are weights, and sums run over pixels: gradients by weights.</summary>
internal readonly struct WeightColumns : IConvolutionForm
{
    public static bool IsAlongDepth => true;

    public static bool HasDivision => false;
}
