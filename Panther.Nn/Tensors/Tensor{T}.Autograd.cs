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
            count += edge.Operand.RequiresGradient ? 1 : 0;
        }

        if (count == 0 || Tape is { IsRecording: false })
        {
            return this;
        }

        if (Tape is null)
        {
            throw new InvalidOperationException(
                "A parameter is used outside any tape, and its gradient would be lost. Take an operand onto a tape (Tape.Use), or detach the parameter (Detach).");
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
}
