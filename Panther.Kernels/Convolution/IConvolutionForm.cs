namespace Panther.Kernels.Convolution;

/// <summary>What a variant of a convolution's kernel knows at compile time.</summary>
internal interface IConvolutionForm
{
    /// <summary>Gets a value indicating whether weights may meet places outside the images.</summary>
    static abstract bool HasEdges { get; }

    /// <summary>Gets a value indicating whether there may be several classes of pixels.</summary>
    static abstract bool HasClasses { get; }
}

/// <summary>Convolutions without padding.</summary>
internal readonly struct InsideForm : IConvolutionForm
{
    public static bool HasEdges => false;

    public static bool HasClasses => false;
}

/// <summary>Convolutions with padding, and transposed ones.</summary>
internal readonly struct EdgeForm : IConvolutionForm
{
    public static bool HasEdges => true;

    public static bool HasClasses => false;
}

/// <summary>Transposed convolutions with strides.</summary>
internal readonly struct StridedForm : IConvolutionForm
{
    public static bool HasEdges => true;

    public static bool HasClasses => true;
}
