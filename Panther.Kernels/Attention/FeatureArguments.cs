using Panther.Jit.Dialect;

namespace Panther.Kernels.Attention;

/// <summary>What random features are made from, in place: rows for each head, all dense.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct FeatureArguments<T>
    where T : unmanaged
{
    /// <summary>The exponents, which become the features, heads×rows×features.</summary>
    public ArrayView<T> Elements;

    /// <summary>What is added to the exponents of a key, heads×rows; empty for queries.</summary>
    public ArrayView<T> Terms;

    /// <summary>The largest exponent of each feature among the keys, heads×features.</summary>
    public ArrayView<T> Largest;

    /// <summary>The heads.</summary>
    public int Heads;

    /// <summary>The rows of a head.</summary>
    public int Rows;

    /// <summary>The features of a row.</summary>
    public int Features;
}
