using System.Numerics;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>Gradient checkpointing (Chen, Xu, Zhang and Guestrin, "Training deep nets with sublinear memory cost", 2016).</summary>
public sealed partial class Tape
{
    /// <summary>
    /// Computes a part of a model without keeping what lies within it; it is computed a second time, with the same random draws, when gradients are asked for.
    /// </summary>
    /// <typeparam name="T">The element type of the input, the output and all parameters that the part uses.</typeparam>
    /// <param name="segment">The part; must compute the same each time.</param>
    /// <param name="input">Its input, on this tape.</param>
    /// <exception cref="ArgumentException">The input is not on this tape.</exception>
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
        Tensor<T> result = segment(inner.Use(input)).OnTape(this, null);
        Tensor<T>[] sources =
        [
            .. inner.leaves.Keys.Select(source => source as Tensor<T>
                ?? throw new NotSupportedException($"A checkpointed part uses a parameter that is no Tensor<{typeof(T).Name}>.")),
        ];
        inner.GiveUp(result.Storage, this);

        // All edges ask for the same sweep, one after another.
        Tensor<T>? known = null;
        Tensor<T>[] gradients = [];
        Tensor<T> Pull(Tensor<T> cotangent, int source)
        {
            if (known != cotangent || gradients[source].Storage.Buffer.IsDisposed)
            {
                gradients = Again(segment, input, sources, cotangent, start.Copy());
                known = cotangent;
            }

            return gradients[source];
        }

        return result.Record([.. sources.Select((source, i) => Edge.To<T>(source, cotangent => Pull(cotangent, i)))]);
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
            try
            {
                output = segment(entry);
            }
            finally
            {
                Random = present;
            }

            return [.. Gradients(output, [.. sources.Select(s => s == input ? entry : s)], cotangent, true, stopsAtSources: true).Cast<Tensor<T>>()];
        }

        using var inner = new Tape(this, random);
        Tensor<T>[] gradients = inner.Gradients(segment(inner.Use(input)), sources, cotangent);
        foreach (Tensor<T> gradient in gradients)
        {
            inner.GiveUp(gradient.Storage, this);
        }

        return [.. gradients.Select(gradient => gradient.OnTape(this, null))];
    }

    /// <summary>Hands memory over to another tape, if it is this one's.</summary>
    private void GiveUp(Storage storage, Tape heir)
    {
        if (storages.Remove(storage))
        {
            heir.Own(storage);
        }
    }
}
