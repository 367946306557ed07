using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>Gradient checkpointing (Chen, Xu, Zhang and Guestrin, "Training deep nets with sublinear memory cost", 2016).</summary>
public sealed partial class Tape
{
    /// <summary>
    /// Computes a part of a model without keeping what lies within it; it is computed a second time, with the same random draws, when gradients are asked for (<see cref="IsRecomputing"/>).
    /// </summary>
    /// <typeparam name="T">The element type of the input, the output and all parameters that the part uses.</typeparam>
    /// <param name="segment">The part; must compute the same each time.</param>
    /// <param name="input">Its input, on this tape.</param>
    /// <exception cref="ArgumentException">The input is not on this tape, or the part's output is not computed from it.</exception>
    /// <exception cref="NotSupportedException">The part uses parameters of another type.</exception>
    public Tensor<T> Checkpoint<T>(Func<Tensor<T>, Tensor<T>> segment, Tensor<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(input);
        if (input.Tape != this)
        {
            throw new ArgumentException("The input is not on this tape.", nameof(input));
        }

        RandomState start = Random.Copy();
        using var inner = new Tape(this);
        inner.IsRecording = IsRecording;
        Tensor<T> output = segment(inner.Use(input));
        Tensor<T> result = output?.Tape == inner
            ? output.OnTape(this, null)
            : throw new ArgumentException("What the part computes is not on the tape of its argument; it must be computed from that.", nameof(segment));

        // What is watched within the part only is of no use outside.
        Tensor<T>[] sources =
        [
            .. inner.leaves.Keys.Where(source => source.Tape != inner).Select(source => source as Tensor<T>
                ?? throw new NotSupportedException($"A checkpointed part uses a parameter that is no Tensor<{typeof(T).Name}>.")),
        ];
        inner.GiveUp(result.Storage, this);
        var gradients = new JointGradients<T>(cotangent => Again(segment, input, sources, cotangent, start.Copy()));
        return result.Record([.. sources.Select((source, i) => Edge.To<T>(source, cotangent => gradients.Part(cotangent, i)))]);
    }

    private Tensor<T>[] Again<T>(Func<Tensor<T>, Tensor<T>> segment, Tensor<T> input, Tensor<T>[] sources, Tensor<T> cotangent, RandomState random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsRecording)
        {
            // To be differentiated again: everything stays on this tape. The sources count as independent, as they do for the caller.
            Tensor<T> entry = Elementwise.Apply(default(IdentityFunction<T>), input);
            Tensor<T> output;
            (Random, RandomState present) = (random, Random);
            (IsRecomputing, bool before) = (true, IsRecomputing);
            try
            {
                output = segment(entry);
            }
            finally
            {
                Random = present;
                IsRecomputing = before;
            }

            return [.. Gradients(output, [.. sources.Select(s => s == input ? entry : s)], cotangent, true, stopsAtSources: true).Cast<Tensor<T>>()];
        }

        using var inner = new Tape(this, random) { IsRecomputing = true };
        Tensor<T>[] gradients = inner.Gradients(segment(inner.Use(input)), sources, cotangent);
        foreach (Tensor<T> gradient in gradients)
        {
            inner.GiveUp(gradient.Storage, this);
        }

        return [.. gradients.Select(gradient => gradient.OnTape(this, null))];
    }
}
