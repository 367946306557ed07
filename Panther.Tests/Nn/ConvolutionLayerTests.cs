using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

public sealed class ConvolutionLayerTests
{
    private static readonly Device Device = TestDevice.Get("cpu");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Conv2d_WithWindow_IsTheConvolutionOfItsWeights(bool hasBias)
    {
        var window = new ConvolutionWindow { Stride = (2, 1), Padding = (1, 2), Groups = 2 };
        using var layer = new Conv2d<double>(Device, 4, 6, (3, 2), new RandomState(1), window, hasBias);
        Assert.Equal([6, 2, 3, 2], layer.Weight.Shape);
        Assert.Equal(hasBias ? ["weight", "bias"] : ["weight"], layer.NamedParameters.Select(p => p.Name));
        AssertWithin(1 / Math.Sqrt(12), layer);
        LayerCheck.AssertIs(Device, layer, [2, 4, 7, 5], (x, p) => x.Conv2d(p[0], p.ElementAtOrDefault(1), window));
    }

    [Fact]
    public void Conv1d_WithWindow_IsTheConvolutionOfItsWeights()
    {
        ConvolutionWindow window = ConvolutionWindow.Of(stride: 2, padding: 1, dilation: 2);
        using var layer = new Conv1d<double>(Device, 3, 5, 3, new RandomState(1), window);
        Assert.Equal([5, 3, 3], layer.Weight.Shape);
        AssertWithin(1 / 3.0, layer);
        LayerCheck.AssertIs(Device, layer, [2, 3, 11], (x, p) => x.Conv1d(p[0], p[1], window));
    }

    [Fact]
    public void ConvTranspose2d_WithWindow_IsTheTransposedConvolutionOfItsWeights()
    {
        ConvolutionWindow window = ConvolutionWindow.Of(stride: 2, padding: 1, groups: 2);
        using var layer = new ConvTranspose2d<double>(Device, 4, 6, (3, 4), new RandomState(1), window, (1, 0));
        Assert.Equal([4, 3, 3, 4], layer.Weight.Shape);
        AssertWithin(1 / 6.0, layer);
        LayerCheck.AssertIs(Device, layer, [2, 4, 5, 3], (x, p) => x.ConvTranspose2d(p[0], p[1], window, (1, 0)));
    }

    [Fact]
    public void Constructors_NumbersThatDoNotFit_Throw()
    {
        var random = new RandomState(1);
        Assert.Throws<ArgumentException>(() => new Conv2d<float>(Device, 3, 4, (1, 1), random, ConvolutionWindow.Of(groups: 2)));
        Assert.Throws<ArgumentException>(() => new Conv1d<float>(Device, 2, 0, 1, random));
        Assert.Throws<ArgumentException>(() => new Conv1d<float>(Device, 2, 2, 1, random, ConvolutionWindow.Of(stride: 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvTranspose2d<float>(Device, 2, 2, (0, 1), random));
    }

    private static void AssertWithin(double bound, Layer<double> layer)
        => Assert.All(layer.Parameters.SelectMany(p => p.ToArray()), v => Assert.InRange(v, -bound, bound));
}
