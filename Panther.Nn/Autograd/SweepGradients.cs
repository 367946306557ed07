using System.Diagnostics.CodeAnalysis;

namespace Panther.Nn;

/// <summary>
/// The gradients of a reverse sweep that are known so far. Memory that was allocated during the sweep and in which no gradient lies any more is given back
/// after each node, so a sweep needs memory for the gradients that are under way, not for all of them.
/// </summary>
/// <param name="tape">The tape.</param>
/// <param name="isTransient">Whether memory is given back; not when the gradients themselves are to be differentiated.</param>
internal sealed class SweepGradients(Tape tape, bool isTransient)
{
    private readonly Dictionary<Node, Tensor> gradients = [];

    /// <summary>The gradient of a node, if anything contributed to it.</summary>
    public bool TryGet(Node node, [NotNullWhen(true)] out Tensor? gradient) => gradients.TryGetValue(node, out gradient);

    /// <summary>Adds a contribution.</summary>
    public void Add(Node node, Tensor contribution)
    {
        bool isFirst = !gradients.TryGetValue(node, out Tensor? former);
        Tensor sum = isFirst ? contribution : former!.Plus(contribution);
        sum.Storage.Pins++;
        gradients[node] = sum;
        if (!isFirst)
        {
            Unpin(former!.Storage);
        }
    }

    /// <summary>Drops a gradient that nobody asked for and that has been handed on.</summary>
    public void Remove(Node node)
    {
        if (gradients.Remove(node, out Tensor? gradient))
        {
            Unpin(gradient.Storage);
        }
    }

    /// <summary>Starts the work of a node.</summary>
    public SweepStep Begin() => new(tape, isTransient);

    /// <summary>Ends the sweep; what is left belongs to the tape like anything else.</summary>
    public Dictionary<Node, Tensor> Release()
    {
        foreach (Tensor gradient in gradients.Values)
        {
            gradient.Storage.Pins--;
            gradient.Storage.IsTransient = false;
        }

        return gradients;
    }

    private static void Unpin(Storage storage)
    {
        storage.Pins--;
        if (storage is { Pins: 0, IsTransient: true })
        {
            storage.Dispose();
        }
    }
}
