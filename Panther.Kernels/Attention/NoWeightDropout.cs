using System.Numerics;

namespace Panther.Kernels.Attention;

/// <summary>All weights stay.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal readonly struct NoWeightDropout<T> : IWeightDropout<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public uint Stays<TTile>(long head, int query, int key, bool isByKeys)
        where TTile : struct, IAttentionTile
        => uint.MaxValue;

    /// <inheritdoc/>
    public T Scaled(T value) => value;
}
