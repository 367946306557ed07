using Panther.Jit.Runtime;
using Panther.Nn;
using Samples;

namespace CharTransformer.Model;

/// <summary>Makes the hidden linear layers of a model, all of one kind, and counts what they store.</summary>
/// <param name="device">The device.</param>
/// <param name="kind">The kind.</param>
/// <param name="ratio">The share of a dense layer's memory that each may take, where it is not dense.</param>
/// <param name="random">What parameters and signs are drawn from.</param>
internal sealed class HiddenLayers(Device device, HiddenKind kind, double ratio, RandomState random)
{
    /// <summary>What the layers store, in bytes.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>What dense ones would store.</summary>
    public long DenseBytes { get; private set; }

    /// <summary>Makes a layer.</summary>
    /// <exception cref="UsageException">The share is too small for any.</exception>
    public Layer<float> Create(int inputs, int outputs)
    {
        if (kind == HiddenKind.Dense)
        {
            var dense = new Linear<float>(device, inputs, outputs, random);
            StoredBytes += dense.ParameterCount * sizeof(float);
            DenseBytes += dense.ParameterCount * sizeof(float);
            return dense;
        }

        // One term: rank·(inputs + outputs) elements and the bias.
        long elements = ((long)inputs * outputs) + outputs;
        int rank = (int)(((ratio * elements) - outputs) / (inputs + outputs));
        if (rank < 1)
        {
            throw new UsageException(FormattableString.Invariant($"A share of {ratio} leaves no room for a layer from {inputs} to {outputs}; take a larger one."));
        }

        var sketched = new SketchedLinear<float>(
            device, inputs, outputs, terms: 1, rank, random, kind == HiddenKind.Sketched ? SketchedForm.Sketch : SketchedForm.LowRank);
        StoredBytes += sketched.StoredBytes;
        DenseBytes += sketched.DenseBytes;
        return sketched;
    }
}
