using System.Numerics;

namespace Panther.Nn;

/// <summary>Attention by random features made from exact attention, and how far it is from it.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Layer">The layer; the caller disposes it.</param>
/// <param name="RelativeError">‖ŷ - y‖/‖y‖ over all elements of the outputs for the sample, y being those of exact attention; 0 if y is 0.</param>
public sealed record RandomFeatureAttentionConversion<T>(RandomFeatureAttention<T> Layer, double RelativeError)
    where T : unmanaged, IFloatingPointIeee754<T>;
