using System.Numerics;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Indexing;

namespace Panther.Nn;

/// <summary>Elements that indices name. Each operation is the transpose of another, so all have gradients of any order; sums have a fixed order.</summary>
/// <remarks>The kernels are <see cref="Kernels.Indexing.IndexKernels"/>, launched by <see cref="Kernels.Indexing.IndexOperations"/>.</remarks>
public static class Indexing
{
    /// <summary>Parts along the first dimension that indices name, such as the rows of an embedding: result[i…, …] = x[indices[i…], …].</summary>
    /// <param name="x">The tensor (n×…).</param>
    /// <param name="indices">The indices, below n.</param>
    /// <exception cref="ArgumentException">The tensor is a scalar.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is n or more.</exception>
    public static Tensor<T> Take<T>(this Tensor<T> x, IndexTensor indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        long extent = x.Rank > 0 ? x.Shape[0] : throw new ArgumentException("A scalar has no parts.", nameof(x));
        indices.ThrowIfBeyond(extent, nameof(indices));
        using var scope = new OperationScope(x, indices);
        Tensor<T> source = scope.Dense(x);
        Tensor<T> result = Tensor<T>.ForResult([.. indices.Shape, .. x.Shape.Skip(1)], source, indices);
        MatrixOperations.GatherRows(result.Stream, indices.Elements, Rows(source, 1), Rows(result, indices.Shape.Rank));
        return scope.Leave(result.Record(Edge.To(source, g => g.SumInto(indices, extent), t => t.Take(indices))));
    }

    /// <summary>The transpose of <see cref="Take"/>: result[r, …] = Σ x[i…, …] over the places i… where indices[i…] = r.</summary>
    /// <param name="x">The tensor (i…×…).</param>
    /// <param name="indices">The indices (i…), below the extent.</param>
    /// <param name="extent">The first extent of the result.</param>
    /// <exception cref="ArgumentException">The shape of the indices is not the beginning of the tensor's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not below the extent.</exception>
    public static Tensor<T> SumInto<T>(this Tensor<T> x, IndexTensor indices, long extent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        indices.ThrowIfBeyond(extent, nameof(indices));
        if (!x.Shape.Take(indices.Shape.Rank).SequenceEqual(indices.Shape))
        {
            throw new ArgumentException($"Indices of shape {indices.Shape} do not name places of a tensor of shape {x.Shape}.", nameof(indices));
        }

        using var scope = new OperationScope(x, indices);
        if (NarrowFloat.Is<T>())
        {
            return scope.Leave(scope.Enter(x).To<float>().SumInto(indices, extent).To<T>());
        }

        Tensor<T> source = scope.Dense(x);
        Tensor<T> result = Tensor<T>.ForResult([extent, .. x.Shape.Skip(indices.Shape.Rank)], source, indices);
        IndexOperations.SumRows(result.Stream, indices.Elements, Rows(source, indices.Shape.Rank), Rows(result, 1));
        return scope.Leave(result.Record(Edge.To(source, g => g.Take(indices), t => t.SumInto(indices, extent))));
    }

    /// <summary>For each place of the indices the element of that place, but where the index says along one dimension: in two dimensions and along the last, result[i, j] = x[i, indices[i, j]].</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="indices">The indices; of the tensor's shape, except along the dimension.</param>
    /// <exception cref="ArgumentException">The shapes differ in another dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not below the extent of the dimension.</exception>
    public static Tensor<T> GatherAlong<T>(this Tensor<T> x, int dimension, IndexTensor indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        int d = x.Shape.Dimension(dimension);
        long extent = x.Shape[d];
        ThrowIfNotAlong(x.Shape, d, extent, indices);
        using var scope = new OperationScope(x, indices);
        Tensor<T> source = scope.Dense(x);
        Tensor<T> result = Tensor<T>.ForResult(indices.Shape, source, indices);
        IndexOperations.GatherAlong(
            result.Stream, source.Elements, extent, indices.Elements, indices.Shape[d], Inner(x.Shape, d), result.Elements);
        return scope.Leave(result.Record(Edge.To(source, g => g.SumAlong(d, indices, extent), t => t.GatherAlong(d, indices))));
    }

    /// <summary>The transpose of <see cref="GatherAlong"/>: in two dimensions and along the last, result[i, r] = Σ x[i, j] over the j with indices[i, j] = r.</summary>
    /// <param name="x">The tensor, of the shape of the indices.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="indices">The indices, below the extent.</param>
    /// <param name="extent">The extent of the result along the dimension.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not below the extent.</exception>
    public static Tensor<T> SumAlong<T>(this Tensor<T> x, int dimension, IndexTensor indices, long extent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        int d = x.Shape.Dimension(dimension);
        indices.ThrowIfBeyond(extent, nameof(indices));
        if (!x.Shape.Equals(indices.Shape))
        {
            throw new ArgumentException($"Indices of shape {indices.Shape} do not go with a tensor of shape {x.Shape}.", nameof(indices));
        }

        using var scope = new OperationScope(x, indices);
        if (NarrowFloat.Is<T>())
        {
            return scope.Leave(scope.Enter(x).To<float>().SumAlong(d, indices, extent).To<T>());
        }

        Tensor<T> source = scope.Dense(x);
        Tensor<T> result = Tensor<T>.ForResult(x.Shape.With(d, extent), source, indices);
        VectorOperations.Fill(result.Stream, T.Zero, result.Elements);
        IndexOperations.AddAlong(
            result.Stream, source.Elements, extent, indices.Elements, indices.Shape[d], Inner(x.Shape, d), result.Elements);
        return scope.Leave(result.Record(Edge.To(source, g => g.GatherAlong(d, indices), t => t.SumAlong(d, indices, extent))));
    }

    /// <summary>The elements as a matrix, whose rows are numbered by some of the first dimensions.</summary>
    private static RowMatrix<T> Rows<T>(Tensor<T> x, int dimensions)
        where T : unmanaged, IFloatingPointIeee754<T>
        => new(x.Elements, x.Shape.Before(x.Rank - dimensions).Length, Inner(x.Shape, dimensions - 1));

    private static long Inner(Shape shape, int dimension)
    {
        long inner = 1;
        for (int i = dimension + 1; i < shape.Rank; i++)
        {
            inner *= shape[i];
        }

        return inner;
    }

    private static void ThrowIfNotAlong(Shape shape, int dimension, long extent, IndexTensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        indices.ThrowIfBeyond(extent, nameof(indices));
        if (indices.Shape.Rank != shape.Rank || !indices.Shape.With(dimension, extent).Equals(shape))
        {
            throw new ArgumentException($"Indices of shape {indices.Shape} do not go with a tensor of shape {shape} along dimension {dimension}.", nameof(indices));
        }
    }
}
