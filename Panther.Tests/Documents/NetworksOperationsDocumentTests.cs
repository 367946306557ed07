using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Documents;

/// <summary>The code that docs/networks-operations.md shows.</summary>
public sealed class NetworksOperationsDocumentTests
{
    [Fact]
    public void Convolution_OfTheDocument_GivesItsShape()
    {
        Device device = Device.Default;
        const int count = 2;
        float[] images = new float[count * 784];
        using Tensor<float> weights = Tensor<float>.Create(device, new float[36], [4, 1, 3, 3]);
        using Tensor<float> bias = Tensor<float>.Create(device, new float[4], [4]);
        using Tensor<float> scale = Tensor<float>.Create(device, new float[4], [4]);
        using Tensor<float> shift = Tensor<float>.Create(device, [1, 2, 3, 4], [4]);
        using Tensor<float> runningMean = Tensor<float>.Create(device, new float[4], [4]);
        using Tensor<float> runningVariance = Tensor<float>.Create(device, new float[4], [4]);

        using var tape = new Tape(device);
        Tensor<float> x = tape.Create<float>(images, [count, 1, 28, 28]);
        Tensor<float> y = x
            .Conv2d(weights, bias, ConvolutionWindow.Of(padding: 1))
            .BatchNorm(scale, shift, runningMean, runningVariance)
            .Relu()
            .MaxPool2d(PoolingWindow.Of(2));

        Assert.Equal([2, 4, 14, 14], y.Shape);
        Assert.Equal(4, y.ToArray()[^1]);
    }

    [Fact]
    public void Attention_OfTheDocument_AveragesValues()
    {
        Device device = Device.Default;
        using var tape = new Tape(device);
        Tensor<float> query = tape.Zeros<float>([1, 2, 3, 64]);
        Tensor<float> key = query;
        Tensor<float> value = tape.Create<float>([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);

        Tensor<float> exact = query.ScaledDotProductAttention(key, value, isCausal: true);

        using Tensor<float> projection = RandomFeatures.DrawProjection<float>(device, features: 256, size: 64, seed: 1);
        Tensor<float> linear = query.RandomFeatureAttention(key, value, projection, isCausal: true);

        Assert.Equal([1, 1.5f, 2, 4, 4.5f, 5], exact.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-5);
        Assert.Equal([1, 1.5f, 2, 4, 4.5f, 5], linear.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-5);
    }
}
