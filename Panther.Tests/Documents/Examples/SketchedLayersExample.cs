using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Documents.Examples;

/// <summary>The code that docs/sketched-layers.md shows.</summary>
internal static class SketchedLayersExample
{
    public static void Run()
    {
        Device device = Device.Default;
        var random = new RandomState(seed: 1);
        using var model = new Sequential<float>(
            new SketchedLinear<float>(device, 256, 512, terms: 1, rank: 32, random),
            new Activation<float>(x => x.Gelu()),
            new Linear<float>(device, 512, 10, random));

        // From a layer that is trained already: the best factors of that size.
        using var dense = new Linear<float>(device, 256, 512, random);
        var conversion = SketchedLinear<float>.FromLinear(dense, terms: 1, rank: 32, SketchedForm.LowRank, random);
        using SketchedLinear<float> layer = conversion.Layer;
        Console.WriteLine($"{layer.StoredBytes} bytes instead of {layer.DenseBytes}, off by {conversion.RelativeError:p0}");

        using var tape = new Tape(device, random);
        Tensor<float> y = model.Forward(tape.Zeros<float>([8, 256]));
        Tensor<float>[] gradients = tape.Gradients(y.Square().Mean(), model.Parameters);
        Console.WriteLine($"{y.Shape}, {gradients.Length} gradients");

        using var exact = new MultiHeadAttention<float>(device, features: 16, heads: 2, random, isCausal: true);
        using Tensor<float> sample = Initialization.Normal<float>(device, [1, 64, 16], 1, random);
        (RandomFeatureAttention<float> linear, double error) = RandomFeatureAttention<float>.FromAttention(exact, randomFeatures: 256, random, sample);

        var positions = new SinePositions<float>(device, heads: 2, size: 8, waves: 4, draws: 32, random);
        using var relative = new RandomFeatureAttention<float>(device, features: 16, heads: 2, randomFeatures: 64, random, positions: positions);

        Console.WriteLine($"{linear.Forward(tape.Use(sample)).Shape}, off by {error:p0}; {relative.Forward(tape.Use(sample)).Shape}");
        linear.Dispose();
    }
}
