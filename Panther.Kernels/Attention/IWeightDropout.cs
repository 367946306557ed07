using System.Numerics;

namespace Panther.Kernels.Attention;

/// <summary>Which weights meet values: a compile-time choice, so that kernels without dropout have no trace of it.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal interface IWeightDropout<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Which weights of a tile stay: bit i for element i of what the calling thread has of it; see <see cref="AttentionTiles.Multiply"/>.</summary>
    /// <param name="head">The head's number among those of all batches.</param>
    /// <param name="query">The tile's first query.</param>
    /// <param name="key">The tile's first key.</param>
    /// <param name="isByKeys">Whether keys are the rows: a compile-time constant.</param>
    uint Stays<TTile>(long head, int query, int key, bool isByKeys)
        where TTile : struct, IAttentionTile;

    /// <summary>The multiple of a value that makes up for weights that do not stay.</summary>
    /// <param name="value">The value.</param>
    T Scaled(T value);
}
