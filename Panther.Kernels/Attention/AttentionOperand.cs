using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Attention;

/// <summary>Rows of vectors for each head of each batch: queries, keys or values. Neighbouring elements of a vector are neighbours in memory.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct AttentionOperand<T>
    where T : unmanaged
{
    /// <summary>The elements.</summary>
    public ArrayView<T> Elements;

    /// <summary>The elements from one batch to the next.</summary>
    public long BatchStride;

    /// <summary>The elements from one head to the next.</summary>
    public long HeadStride;

    /// <summary>The elements from one row to the next.</summary>
    public long RowStride;

    /// <summary>Gets a value indicating whether every row begins at a multiple of four elements; so does a missing operand.</summary>
    public readonly bool IsWide =>
        BatchStride % 4 == 0 && HeadStride % 4 == 0 && RowStride % 4 == 0 && (Elements.Length == 0 || Elements.IsAlignedTo(4 * Unsafe.SizeOf<T>()));

    /// <summary>Where a head's first row is.</summary>
    public readonly long Offset(int batch, int head) => (batch * BatchStride) + (head * HeadStride);
}
