using System.Numerics;
using Panther.Kernels.Elementwise;

namespace Panther.Nn;

/// <summary>Tensors put together, or into larger ones.</summary>
public static class Joining
{
    /// <summary>Tensors one behind the other along a dimension.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="parts">The tensors, at least one; their other extents are equal.</param>
    /// <exception cref="ArgumentException">There is no tensor, or their shapes differ in another dimension.</exception>
    public static Tensor<T> Concat<T>(int dimension, params ReadOnlySpan<Tensor<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parts.IsEmpty)
        {
            throw new ArgumentException("There is nothing to put together.", nameof(parts));
        }

        ArgumentNullException.ThrowIfNull(parts[0]);
        int d = parts[0].Shape.Dimension(dimension);
        long extent = 0;
        var operands = new Tensor[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(parts[i]);
            if (parts[i].Rank != parts[0].Rank || !parts[i].Shape.With(d, 0).Equals(parts[0].Shape.With(d, 0)))
            {
                throw new ArgumentException($"Tensors of shapes {parts[0].Shape} and {parts[i].Shape} cannot be put together along dimension {d}.", nameof(parts));
            }

            extent = checked(extent + parts[i].Shape[d]);
            operands[i] = parts[i];
        }

        Shape shape = parts[0].Shape.With(d, extent);
        Tensor<T> result = Tensor<T>.ForResult(shape, operands);
        Edge[] edges = new Edge[parts.Length];
        long start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            long from = start;
            long length = parts[i].Shape[d];
            result.Slice(d, from, length).Fill(parts[i]);
            edges[i] = Edge.To(parts[i], g => g.Slice(d, from, length), t => t.Embed(d, extent, from));
            start += length;
        }

        return result.Record(edges);
    }

    /// <summary>Tensors of one shape one behind the other along a new dimension.</summary>
    /// <param name="dimension">Where the new dimension will be.</param>
    /// <param name="parts">The tensors, at least one.</param>
    /// <exception cref="ArgumentException">There is no tensor, or their shapes differ.</exception>
    public static Tensor<T> Stack<T>(int dimension, params ReadOnlySpan<Tensor<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var widened = new Tensor<T>[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            widened[i] = parts[i].Unsqueeze(dimension);
        }

        return Concat(dimension, widened);
    }

    /// <summary>A constant added before and behind, along one dimension.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="before">How many places before.</param>
    /// <param name="behind">How many places behind.</param>
    /// <param name="value">The constant.</param>
    public static Tensor<T> Pad<T>(this Tensor<T> x, int dimension, long before, long behind, T value = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(behind);
        int d = x.Shape.Dimension(dimension);
        return x.Embed(d, checked(x.Shape[d] + before + behind), before, 1, value);
    }

    /// <summary>A larger tensor that holds this one at some places of a dimension, and a constant elsewhere: the transpose of a slice.</summary>
    internal static Tensor<T> Embed<T>(this Tensor<T> x, int dimension, long extent, long start, long step = 1, T value = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long length = x.Shape[dimension];
        Tensor<T> result = Tensor<T>.ForResult(x.Shape.With(dimension, extent), x);
        VectorOperations.Fill(result.Stream, value, result.Elements);
        result.Slice(dimension, start, length, step).Fill(x);
        return result.Record(Edge.To(x, g => g.Slice(dimension, start, length, step), t => t.Embed(dimension, extent, start, step)));
    }
}
