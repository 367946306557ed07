using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Core;

/// <summary>A matrix whose columns and rows can be picked.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TSkeleton">What holds picked columns and rows: sparse where the matrix is.</typeparam>
internal abstract class SkeletonSource<T, TSkeleton>(ILinearOperator<T> matrix) : SkeletonSource<T>(matrix)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TSkeleton : ILinearOperator<T>, IDisposable
{
    /// <summary>Returns columns of A, m×k, or rows, k×n, in the given order and not scaled.</summary>
    public abstract TSkeleton Pick(bool areRows, int[] indices);

    /// <summary>panel = picked columns, m×k, or the transpose of picked rows, n×k: dense, by rows.</summary>
    public abstract void CopyPanel(bool areRows, TSkeleton picked, ArrayView<T> panel);
}
