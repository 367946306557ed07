using Panther.Jit.Dialect;
using Panther.Kernels.Gemm;

namespace Panther.Kernels.Attention;

/// <summary>Chunks of equal length, one behind the other in each head, as the factors of batched products.</summary>
/// <param name="HeadRows">The rows of a head.</param>
/// <param name="First">The row of a head where the first chunk starts.</param>
/// <param name="Rows">The rows of a chunk.</param>
/// <param name="Count">The chunks of a head.</param>
internal readonly record struct CausalChunks(int HeadRows, int First, int Rows, int Count)
{
    /// <summary>The first chunk of the first head.</summary>
    /// <param name="elements">The rows of all heads.</param>
    /// <param name="width">The elements of a row.</param>
    public MatrixOperand<T> Of<T>(ArrayView<T> elements, int width)
        where T : unmanaged
        => MatrixOperand<T>.Dense(elements.SubView((long)First * width), Rows, width);

    /// <summary>The elements from one chunk to the next.</summary>
    /// <param name="width">The elements of a row.</param>
    public long Inner(int width) => (long)Rows * width;

    /// <summary>The elements from one head to the next.</summary>
    /// <param name="width">The elements of a row.</param>
    public long Outer(int width) => (long)HeadRows * width;
}
