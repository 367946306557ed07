namespace Panther.Nn;

/// <content>Conversion of exact attention.</content>
public sealed partial class RandomFeatureAttention<T>
{
    /// <summary>
    /// Makes a layer that approximates one of exact attention: with copies of its projections, the same heads and the same direction, and softmax features. How close it comes depends on the inputs: scores
    /// of large magnitude need many features. So the error is measured.
    /// </summary>
    /// <param name="attention">The layer to approximate. Its projections are <see cref="Linear{T}"/>, three for queries, keys and values, or one for all; it has as many features as outputs.</param>
    /// <param name="randomFeatures">How many random features a head has; the error falls as its root.</param>
    /// <param name="random">Where the projection is drawn from.</param>
    /// <param name="sample">Inputs like those that the layer will get, b×n×features.</param>
    /// <param name="keyMask">Their mask, b×n, or <see langword="null"/>.</param>
    /// <returns>The layer, and ‖ŷ - y‖/‖y‖ over all elements of the outputs for the sample, y being those of exact attention.</returns>
    /// <exception cref="ArgumentException">A projection is no <see cref="Linear{T}"/>, or shapes do not go together.</exception>
    public static LayerConversion<RandomFeatureAttention<T>> FromAttention(
        MultiHeadAttention<T> attention, int randomFeatures, RandomState random, Tensor<T> sample, Tensor<T>? keyMask = null)
    {
        ArgumentNullException.ThrowIfNull(attention);
        ArgumentNullException.ThrowIfNull(sample);
        Linear<T> output = AsLinear(attention.Output);
        long features = output.Weight.Shape[0];
        Linear<T>[] sources = attention.QueryKeyValue is { } all
            ? [AsLinear(all), AsLinear(all), AsLinear(all)]
            : [AsLinear(attention.Query!), AsLinear(attention.Key!), AsLinear(attention.Value!)];
        long rows = attention.QueryKeyValue is null ? features : 3 * features;
        if (sources.Append(output).Any(part => part.Weight.Shape[1] != features) || sources.Any(part => part.Weight.Shape[0] != rows))
        {
            throw new ArgumentException($"Queries, keys and values must have as many elements as the output has features, {features}.", nameof(attention));
        }

        var layer = new RandomFeatureAttention<T>(
            output.Weight.Device, (int)features, attention.Heads, randomFeatures, random, isCausal: attention.IsCausal, hasBias: sources.Append(output).Any(part => part.Bias is not null));
        bool isTraining = attention.IsTraining;
        try
        {
            // The error is that of the layers in use, without dropout.
            attention.Train(false);
            using var tape = new Tape(sample.Stream);
            using RecordingScope scope = tape.NoGrad();
            Linear<T>[] parts = [layer.Query, layer.Key, layer.Value];
            for (int i = 0; i < parts.Length; i++)
            {
                Copy(tape, sources[i], attention.QueryKeyValue is null ? 0 : i * features, parts[i]);
            }

            Copy(tape, output, 0, layer.Output);
            Tensor<T> input = tape.Use(sample);
            double error = LayerConversion.RelativeError(layer.Forward(input, keyMask), attention.Forward(input, keyMask));
            return new LayerConversion<RandomFeatureAttention<T>>(layer, error);
        }
        catch
        {
            layer.Dispose();
            throw;
        }
        finally
        {
            attention.Train(isTraining);
        }
    }

    private static Linear<T> AsLinear(Layer<T> part)
        => part as Linear<T> ?? throw new ArgumentException($"The projections of attention to convert are linear layers, not {part.GetType().Name}.");

    /// <summary>Copies rows of the weights, and of the bias: zeros where the source has none.</summary>
    private static void Copy(Tape tape, Linear<T> source, long first, Linear<T> destination)
    {
        long count = destination.Weight.Shape[0];
        destination.Weight.Fill(tape.Use(source.Weight).Slice(0, first, count));
        destination.Bias?.Fill(source.Bias is null ? tape.Zeros<T>([]) : tape.Use(source.Bias).Slice(0, first, count));
    }
}
