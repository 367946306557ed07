using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch.Sparse;

/// <summary>One non-zero for each major, at places that were sampled before: a row sampling matrix by its rows.</summary>
/// <param name="Places">The place for each major.</param>
/// <param name="Weights">The value for each major.</param>
internal readonly record struct SampledPlaces<T>(ArrayView<long> Places, ArrayView<T> Weights) : ISparsePattern<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public int Parts => 1;

    /// <inheritdoc/>
    public SparseTerm<T> At(long major, int part) => new(Places[major], Weights[major]);

    /// <inheritdoc/>
    public T Entry(long major, long minor) => Places[major] == minor ? Weights[major] : T.Zero;
}
