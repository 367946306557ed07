using System.Numerics;

namespace Panther.Nn;

/// <summary>
/// What the pullbacks of one operation compute together, although each edge asks for its own part: once for a cotangent. A sweep may have given the memory of a part back before it is asked for again; then it is computed anew.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="compute">From a cotangent to all parts.</param>
internal sealed class JointGradients<T>(Func<Tensor<T>, Tensor<T>[]> compute)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Tensor<T>? known;
    private Tensor<T>[] parts = [];

    /// <summary>A part for a cotangent. Each sweep has tensors of its own as cotangents, so the tensor tells which sweep it is.</summary>
    public Tensor<T> Part(Tensor<T> cotangent, int number)
    {
        if (known != cotangent || parts[number].Storage.Buffer.IsDisposed)
        {
            parts = compute(cotangent);
            known = cotangent;
        }

        return parts[number];
    }
}
