using System.Numerics;

namespace Panther.Nn;

/// <summary>Reverse mode: vector-Jacobian products.</summary>
public sealed partial class Tape
{
    private bool isSweeping;

    /// <summary>The gradients of an output: (∂output/∂source)ᵀ·cotangent for each source.</summary>
    /// <param name="output">A tensor on this tape.</param>
    /// <param name="sources">Parameters, watched tensors, or results that lie before the output; zeros are returned for one that the output does not depend on.</param>
    /// <param name="cotangent">A tensor of the output's shape; may be left out where the output has one element, for 1.</param>
    /// <param name="isDifferentiable">Whether the gradients shall have gradients themselves. It keeps the memory of all that leads to them.</param>
    /// <returns>For each source a tensor of its shape, owned by this tape.</returns>
    /// <exception cref="ArgumentException">The output is not on this tape, the cotangent has another shape or is missing, or a source is neither a parameter nor watched.</exception>
    /// <exception cref="InvalidOperationException">The cotangent, or a source, is on another device, or on a tape that this one is not inside.</exception>
    /// <exception cref="ObjectDisposedException">The tape is disposed.</exception>
    public Tensor<T>[] Gradients<T>(
        Tensor<T> output, IReadOnlyList<Tensor<T>> sources, Tensor<T>? cotangent = null, bool isDifferentiable = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Array.ConvertAll(
            Gradients(output, sources, cotangent is null ? null : Seed(cotangent), isDifferentiable, stopsAtSources: false), gradient => (Tensor<T>)gradient);

    /// <summary>The gradient by one source; see <see cref="Gradients{T}(Tensor{T}, IReadOnlyList{Tensor{T}}, Tensor{T}?, bool)"/>.</summary>
    /// <inheritdoc cref="Gradients{T}(Tensor{T}, IReadOnlyList{Tensor{T}}, Tensor{T}?, bool)"/>
    public Tensor<T> Gradient<T>(Tensor<T> output, Tensor<T> source, Tensor<T>? cotangent = null, bool isDifferentiable = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Gradients(output, [source], cotangent, isDifferentiable)[0];

    /// <summary>A cotangent as a tensor of its own. Pullbacks that compute several gradients at once know by their argument that it is the same sweep, and the caller may ask again with other elements, or for differentiable gradients.</summary>
    private Tensor<T> Seed<T>(Tensor<T> cotangent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> used = Use(cotangent);
        return used.OnTape(this, used.Node);
    }

    /// <summary>The gradients, whatever the element types; what a source was computed from may be left out (stopsAtSources), even if it leads to another source.</summary>
    internal Tensor[] Gradients(Tensor output, IReadOnlyList<Tensor> sources, Tensor? cotangent, bool isDifferentiable, bool stopsAtSources)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(sources);
        ThrowIfDisposed();
        if (output.Tape != this)
        {
            throw new ArgumentException("The output is not on this tape.", nameof(output));
        }

        if (cotangent is null ? output.Length != 1 : !cotangent.Shape.Equals(output.Shape))
        {
            throw new ArgumentException(
                cotangent is null
                    ? $"An output of shape {output.Shape} is no scalar: take its mean or sum, or give a cotangent of that shape."
                    : $"An output of shape {output.Shape} needs a cotangent of that shape, not of {cotangent.Shape}.",
                nameof(cotangent));
        }

        Node?[] wanted = new Node?[sources.Count];
        for (int i = 0; i < wanted.Length; i++)
        {
            wanted[i] = SourceNode(sources[i]);
        }

        using RecordingScope recording = Recording(isDifferentiable && IsRecording);
        Tensor seed = cotangent ?? output.Like(this, 1);
        Dictionary<Node, Tensor> gradients = output.Node is null ? [] : Sweep(output.Node, seed, wanted, stopsAtSources);
        Tensor[] result = new Tensor[wanted.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = wanted[i] is { } node && gradients.TryGetValue(node, out Tensor? gradient) ? gradient : sources[i].Like(this, 0);
        }

        return result;
    }

    /// <summary>
    /// Walks the record from the output to its beginning. When it comes to a node, all that was computed from that node has been passed, so its gradient
    /// is complete, and is handed on along its edges: to the operands that lead to a source.
    /// </summary>
    private Dictionary<Node, Tensor> Sweep(Node output, Tensor seed, Node?[] sources, bool stopsAtSources)
    {
        bool[] isSource = new bool[output.Index + 1];
        foreach (Node? source in sources)
        {
            if (source is not null && source.Index <= output.Index)
            {
                isSource[source.Index] = true;
            }
        }

        bool[] leadsToSource = LeadsTo(isSource, output);
        var gradients = new SweepGradients(this, isTransient: !IsRecording);
        gradients.Add(output, seed);
        for (int i = output.Index; i >= 0; i--)
        {
            Node node = nodes[i];
            if (!leadsToSource[i] || !gradients.TryGet(node, out Tensor? gradient) || (stopsAtSources && isSource[i]))
            {
                continue;
            }

            using SweepStep step = gradients.Begin();
            foreach (Edge edge in node.Edges)
            {
                if (leadsToSource[edge.Source.Index])
                {
                    gradients.Add(edge.Source, edge.Pull(gradient));
                }
            }

            if (!isSource[i])
            {
                gradients.Remove(node);
            }
        }

        return gradients.Release();
    }

    /// <summary>Which nodes are marked, or depend on a marked one.</summary>
    private bool[] LeadsTo(bool[] isMarked, Node last)
    {
        bool[] leads = [.. isMarked];
        for (int i = 0; i <= last.Index; i++)
        {
            foreach (Edge edge in nodes[i].Edges)
            {
                leads[i] |= leads[edge.Source.Index];
            }
        }

        return leads;
    }

    /// <summary>The node of something that a derivative is asked by; null if nothing on this tape was computed from it.</summary>
    private Node? SourceNode(Tensor source)
    {
        ThrowIfForeign(source);
        Node? node = leaves.GetValueOrDefault(source) ?? (source.Tape == this ? source.Node : null);
        return node is not null || source.RequiresGradient
            ? node
            : throw new ArgumentException("A source is neither a parameter nor watched by this tape, nor does it depend on one.");
    }
}
