using System.Numerics;
using Panther.Kernels.Elementwise;

namespace Panther.Nn;

/// <summary>What a tensor depends on.</summary>
public sealed partial class Tensor<T>
{
    /// <summary>
    /// Remembers what this result was computed from; the end of a custom operation. Nothing is remembered for operands that need no gradient, nor while the tape does not record.
    /// </summary>
    /// <param name="edges">One for each operand that can be differentiated.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="InvalidOperationException">A parameter is used outside any tape, which would lose its gradient.</exception>
    public Tensor<T> Record(params ReadOnlySpan<Edge> edges)
    {
        int count = 0;
        foreach (Edge edge in edges)
        {
            ArgumentNullException.ThrowIfNull(edge, nameof(edges));
            count += edge.Operand.RequiresGradient ? 1 : 0;
        }

        if (count == 0 || Tape is { IsRecording: false })
        {
            return this;
        }

        if (Tape is null)
        {
            throw LostGradient();
        }

        Edge[] kept = new Edge[count];
        foreach (Edge edge in edges)
        {
            if (edge.Operand.RequiresGradient)
            {
                kept[^count--] = edge;
            }
        }

        Node = Tape.Record(Shape, kept);
        return this;
    }

    /// <summary>The same elements as a constant: no gradient goes through. Copies nothing.</summary>
    public Tensor<T> Detach() => View(Shape, Strides, Offset);

    /// <summary>The elements rounded to another type, on the same device; the gradient is rounded back.</summary>
    /// <typeparam name="TOther">The other type.</typeparam>
    public Tensor<TOther> To<TOther>()
        where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        using var scope = new OperationScope(this);
        Tensor<T> source = scope.Dense(this);
        Tensor<TOther> result = Tensor<TOther>.ForResult(Shape, source);
        MatrixOperations.Convert(result.Stream, new RowMatrix<T>(source.Elements, 1, Length), new RowMatrix<TOther>(result.Elements, 1, Length));
        return scope.Leave(result.Record(Edge.Across<TOther, T>(source, g => g.To<T>(), t => t.To<TOther>())));
    }

    /// <summary>What is thrown for a parameter without a tape among the operands.</summary>
    internal static InvalidOperationException LostGradient() => new(
        "A parameter is used outside any tape, and its gradient would be lost. Take an operand onto a tape (Tape.Use), or detach the parameter (Detach).");
}
