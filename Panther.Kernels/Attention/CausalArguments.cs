using Panther.Jit.Dialect;

namespace Panther.Kernels.Attention;

/// <summary>What causal products are computed from and to: rows for each head, all dense.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct CausalArguments<T>
    where T : unmanaged
{
    /// <summary>The features of the rows that ask, heads×rows×features.</summary>
    public ArrayView<T> Left;

    /// <summary>The features of the rows that answer, heads×rows×features.</summary>
    public ArrayView<T> Right;

    /// <summary>What they answer, heads×rows×size.</summary>
    public ArrayView<T> Values;

    /// <summary>The result, heads×rows×size.</summary>
    public ArrayView<T> Output;

    /// <summary>The heads.</summary>
    public int Heads;

    /// <summary>The rows of a head.</summary>
    public int Rows;

    /// <summary>The features of a row.</summary>
    public int Features;

    /// <summary>The elements of a value.</summary>
    public int Size;

    /// <summary>Whether row t asks the rows from t on, otherwise those up to t.</summary>
    public bool IsReversed;
}
