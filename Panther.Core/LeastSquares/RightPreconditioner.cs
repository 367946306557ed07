using Panther.Jit.Dialect;

namespace Panther.Core;

/// <summary>A matrix P, n×k, in double, for which A·P has nearly orthonormal columns. Vectors come as panels, dense, by rows.</summary>
internal abstract class RightPreconditioner : IDisposable
{
    /// <summary>Gets k, at most n.</summary>
    public abstract int Rank { get; }

    /// <summary>destination (n×columns) = P · source (k×columns).</summary>
    public abstract void Apply(ArrayView<double> source, ArrayView<double> destination, int columns);

    /// <summary>destination (k×columns) = Pᵀ · source (n×columns).</summary>
    public abstract void ApplyTransposed(ArrayView<double> source, ArrayView<double> destination, int columns);

    /// <inheritdoc/>
    public abstract void Dispose();
}
