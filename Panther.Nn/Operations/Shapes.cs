using System.Numerics;

namespace Panther.Nn;

/// <summary>Other shapes of the same elements. All but <see cref="Contiguous"/>, and <c>Reshape</c> where it must, are views and copy nothing.</summary>
public static class Shapes
{
    /// <summary>The elements, in row-major order, in another shape: a view where they lie so, else a copy.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="shape">The extents; use <see cref="Reshape{T}(Tensor{T}, ReadOnlySpan{long})"/> to leave one open.</param>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public static Tensor<T> Reshape<T>(this Tensor<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length != x.Length)
        {
            throw new ArgumentException($"A tensor of shape {x.Shape} cannot take the shape {shape}: {x.Length} elements are not {shape.Length}.", nameof(shape));
        }

        if (shape.Equals(x.Shape))
        {
            return x;
        }

        Tensor<T> dense = x.Contiguous();
        return dense.View(shape, shape.DenseStrides(), dense.Offset).Record(Edge.To(dense, g => g.Reshape(x.Shape), t => t.Reshape(shape)));
    }

    /// <summary>The elements in another shape; one extent may be -1 and follows from the others.</summary>
    /// <inheritdoc cref="Reshape{T}(Tensor{T}, Shape)"/>
    public static Tensor<T> Reshape<T>(this Tensor<T> x, params ReadOnlySpan<long> extents)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        int open = extents.IndexOf(-1);
        if (open < 0)
        {
            return x.Reshape(Shape.Create(extents));
        }

        long[] closed = extents.ToArray();
        closed[open] = 1;
        long others = Shape.Create(closed).Length;
        closed[open] = others > 0 ? x.Length / others : 0;
        return x.Reshape(Shape.Create(closed));
    }

    /// <summary>The same elements, densely in row-major order: the tensor itself if they lie so, else a copy.</summary>
    public static Tensor<T> Contiguous<T>(this Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.IsContiguous)
        {
            return x;
        }

        Tensor<T> result = Tensor<T>.ForResult(x.Shape, x);
        result.Fill(x);
        return result.Record(Edge.To(x, g => g, t => t));
    }

    /// <summary>The dimensions in another order.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="order">For each dimension of the result the dimension of <paramref name="x"/> that it is; each once.</param>
    /// <exception cref="ArgumentException">The order does not name each dimension once.</exception>
    public static Tensor<T> Permute<T>(this Tensor<T> x, params ReadOnlySpan<int> order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        int[] forth = new int[order.Length];
        int[] back = new int[order.Length];
        Array.Fill(back, -1);
        for (int i = 0; i < order.Length; i++)
        {
            forth[i] = x.Shape.Dimension(order[i], nameof(order));
            back[Math.Min(forth[i], order.Length - 1)] = i;
        }

        if (order.Length != x.Rank || back.Contains(-1))
        {
            throw new ArgumentException($"The order must name each of the {x.Rank} dimensions once.", nameof(order));
        }

        long[] extents = new long[x.Rank];
        long[] strides = new long[x.Rank];
        for (int i = 0; i < x.Rank; i++)
        {
            extents[i] = x.Shape[forth[i]];
            strides[i] = x.Strides[forth[i]];
        }

        return x.View(Shape.Create(extents), strides, x.Offset)
            .Record(Edge.To(x, g => g.Permute(back), t => t.Permute(forth)));
    }

    /// <summary>Two dimensions exchanged; the rows and columns of matrices if none are named.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="first">A dimension.</param>
    /// <param name="second">Another.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public static Tensor<T> Transpose<T>(this Tensor<T> x, int first = -2, int second = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        Span<int> order = stackalloc int[x.Rank];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        int a = x.Shape.Dimension(first);
        int b = x.Shape.Dimension(second);
        (order[a], order[b]) = (order[b], order[a]);
        return x.Permute(order);
    }

    /// <summary>The tensor repeated to a shape that it broadcasts to.</summary>
    /// <exception cref="ArgumentException">It does not broadcast to that shape.</exception>
    public static Tensor<T> Expand<T>(this Tensor<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Equals(x.Shape))
        {
            return x;
        }

        if (!Shape.Broadcast(x.Shape, shape).Equals(shape))
        {
            throw new ArgumentException($"A tensor of shape {x.Shape} does not broadcast to {shape}.", nameof(shape));
        }

        return x.View(shape, x.StridesIn(shape), x.Offset).Record(Edge.To(x, g => g.SumTo(x.Shape), t => t.Expand(shape)));
    }

    /// <summary>The sum over what a shape was repeated by: the transpose of <see cref="Expand"/>.</summary>
    /// <exception cref="ArgumentException">The shape does not broadcast to the tensor's.</exception>
    public static Tensor<T> SumTo<T>(this Tensor<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Equals(x.Shape))
        {
            return x;
        }

        if (!Shape.Broadcast(x.Shape, shape).Equals(x.Shape))
        {
            throw new ArgumentException($"The shape {shape} does not broadcast to {x.Shape}.", nameof(shape));
        }

        int added = x.Rank - shape.Rank;
        Span<int> axes = stackalloc int[x.Rank];
        int count = 0;
        for (int i = 0; i < x.Rank; i++)
        {
            if (i < added || (shape[i - added] == 1 && x.Shape[i] != 1))
            {
                axes[count++] = i;
            }
        }

        return x.Sum(axes[..count]).Reshape(shape);
    }

    /// <summary>A part of the tensor along one dimension.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="start">The first place.</param>
    /// <param name="length">The number of places.</param>
    /// <param name="step">The distance of places, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A place is outside the tensor.</exception>
    public static Tensor<T> Slice<T>(this Tensor<T> x, int dimension, long start, long length, long step = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        int d = x.Shape.Dimension(dimension);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        long extent = x.Shape[d];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, extent);
        if (length > 0 && (start == extent || length - 1 > (extent - 1 - start) / step))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, $"{length} places from {start} on, {step} apart, are not all below the extent {extent} of dimension {d}.");
        }

        long[] strides = [.. x.Strides];
        strides[d] *= step;
        // A view of nothing begins where the tensor does, which may have no memory either.
        Shape shape = x.Shape.With(d, length);
        return x.View(shape, strides, x.Offset + (shape.Length == 0 ? 0 : start * x.Strides[d]))
            .Record(Edge.To(x, g => g.Embed(d, extent, start, step), t => t.Slice(d, start, length, step)));
    }

    /// <summary>A dimension of extent 1 more.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dimension">Where it will be; -1 for the end.</param>
    public static Tensor<T> Unsqueeze<T>(this Tensor<T> x, int dimension)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        int d = dimension < 0 ? dimension + x.Rank + 1 : dimension;
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)d, (uint)x.Rank, nameof(dimension));
        Shape shape = [.. x.Shape.Take(d), 1, .. x.Shape.Skip(d)];
        return x.View(shape, [.. x.Strides.Take(d), 0, .. x.Strides.Skip(d)], x.Offset)
            .Record(Edge.To(x, g => g.Squeeze(d), t => t.Unsqueeze(d)));
    }

    /// <summary>A dimension of extent 1 less.</summary>
    /// <exception cref="ArgumentException">The extent of the dimension is not 1.</exception>
    public static Tensor<T> Squeeze<T>(this Tensor<T> x, int dimension)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        int d = x.Shape.Dimension(dimension);
        if (x.Shape[d] != 1)
        {
            throw new ArgumentException($"Dimension {dimension} of a tensor of shape {x.Shape} has not the extent 1.", nameof(dimension));
        }

        Shape shape = [.. x.Shape.Take(d), .. x.Shape.Skip(d + 1)];
        return x.View(shape, [.. x.Strides.Take(d), .. x.Strides.Skip(d + 1)], x.Offset)
            .Record(Edge.To(x, g => g.Unsqueeze(d), t => t.Squeeze(d)));
    }
}
