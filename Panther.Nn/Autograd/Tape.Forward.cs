using System.Numerics;

namespace Panther.Nn;

/// <summary>Forward mode: Jacobian-vector products.</summary>
public sealed partial class Tape
{
    /// <summary>The derivative of an output in one direction: Σ (∂output/∂source)·tangent.</summary>
    /// <param name="output">A tensor on this tape.</param>
    /// <param name="directions">For each source its part of the direction, of its shape. Sources are taken as independent of each other.</param>
    /// <returns>A tensor of the output's shape, owned by this tape; differentiable as what it is computed from.</returns>
    /// <exception cref="ArgumentException">The output is not on this tape, a tangent has another shape than its source, or a source is neither a parameter nor watched.</exception>
    /// <exception cref="InvalidOperationException">A tangent, or a source, is on another device, or on a tape that this one is not inside.</exception>
    /// <exception cref="ObjectDisposedException">The tape is disposed.</exception>
    public Tensor<T> JacobianVectorProduct<T>(Tensor<T> output, params IReadOnlyList<(Tensor<T> Source, Tensor<T> Tangent)> directions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(directions);
        ThrowIfDisposed();
        if (output.Tape != this)
        {
            throw new ArgumentException("The output is not on this tape.", nameof(output));
        }

        var tangents = new Dictionary<Node, Tensor>();
        foreach ((Tensor<T> source, Tensor<T> tangent) in directions)
        {
            ArgumentNullException.ThrowIfNull(source, nameof(directions));
            ArgumentNullException.ThrowIfNull(tangent, nameof(directions));
            if (!source.Shape.Equals(tangent.Shape))
            {
                throw new ArgumentException($"A source of shape {source.Shape} needs a tangent of that shape, not {tangent.Shape}.", nameof(directions));
            }

            if (SourceNode(source) is { } node)
            {
                tangents[node] = Use(tangent);
            }
        }

        if (output.Node is not { } last)
        {
            return Zeros<T>(output.Shape);
        }

        // The record grows while tangents are computed; what belongs to the output lies before its node.
        bool[] isNeeded = NeededFor(last);
        for (int i = 0; i <= last.Index; i++)
        {
            if (isNeeded[i] && !tangents.ContainsKey(nodes[i]))
            {
                Push(nodes[i], tangents);
            }
        }

        return tangents.TryGetValue(last, out Tensor? result) ? (Tensor<T>)result : Zeros<T>(output.Shape);
    }

    private static void Push(Node node, Dictionary<Node, Tensor> tangents)
    {
        Tensor? sum = null;
        foreach (Edge edge in node.Edges)
        {
            if (tangents.TryGetValue(edge.Source, out Tensor? tangent))
            {
                Tensor part = edge.Push(tangent, node.Shape);
                sum = sum?.Plus(part) ?? part;
            }
        }

        if (sum is not null)
        {
            tangents.Add(node, sum);
        }
    }

    private bool[] NeededFor(Node last)
    {
        bool[] isNeeded = new bool[last.Index + 1];
        isNeeded[last.Index] = true;
        for (int i = last.Index; i >= 0; i--)
        {
            foreach (Edge edge in isNeeded[i] ? nodes[i].Edges : [])
            {
                isNeeded[edge.Source.Index] = true;
            }
        }

        return isNeeded;
    }
}
