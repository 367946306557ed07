using Panther.Jit.Dialect;

namespace Panther.Kernels.Attention;

/// <summary>What attention is computed from and to.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct AttentionArguments<T>
    where T : unmanaged
{
    /// <summary>The queries.</summary>
    public AttentionOperand<T> Query;

    /// <summary>The keys.</summary>
    public AttentionOperand<T> Key;

    /// <summary>The values.</summary>
    public AttentionOperand<T> Value;

    /// <summary>What is added to scores, by batch, head, query (the row) and key; empty for none.</summary>
    public AttentionOperand<T> Mask;

    /// <summary>The elements of the mask from one key to the next.</summary>
    public long MaskColumnStride;

    /// <summary>The output: written forward, read backward.</summary>
    public AttentionOperand<T> Output;

    /// <summary>log Σ exp(score) of each query, batch by batch and head by head; +∞ where all keys are forbidden. Written forward, read backward.</summary>
    public ArrayView<T> LogSums;

    /// <summary>The gradient by the output.</summary>
    public AttentionOperand<T> Gradient;

    /// <summary>Σ gradient·output of each query, batch by batch and head by head: written by the pass for the queries, read by that for keys and values.</summary>
    public ArrayView<T> Deltas;

    /// <summary>The gradient by the queries.</summary>
    public AttentionOperand<T> QueryGradient;

    /// <summary>The gradient by the keys.</summary>
    public AttentionOperand<T> KeyGradient;

    /// <summary>The gradient by the values.</summary>
    public AttentionOperand<T> ValueGradient;

    /// <summary>The factor of scores.</summary>
    public T Scale;

    /// <summary>The batches.</summary>
    public int Batches;

    /// <summary>The heads of a batch.</summary>
    public int Heads;

    /// <summary>The queries of a head.</summary>
    public int Queries;

    /// <summary>The keys of a head.</summary>
    public int Keys;

    /// <summary>The elements of a query and a key.</summary>
    public int HeadSize;

    /// <summary>The elements of a value.</summary>
    public int ValueSize;

    /// <summary>Whether query i sees only the keys up to i.</summary>
    public bool IsCausal;

    /// <summary>Whether four neighbours of every vector can be accessed at a time; for kernels.</summary>
    public bool IsWide;
}
