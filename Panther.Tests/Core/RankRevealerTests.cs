using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Random;

namespace Panther.Tests.Core;

public sealed class RankRevealerTests
{
    /// <summary>
    /// Kahan's triangle: elements of its inverse reach 10³⁹, which no float does. Leading triangles tell enough: of order k they hide a singular value 1.3ᵏ times below their last diagonal element.
    /// </summary>
    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void Reveal_InverseBeyondTheRangeOfItsType_ExchangesColumns(string device)
    {
        const int Order = 280;
        const double Sine = 0.95;
        double cosine = Math.Sqrt(1 - (Sine * Sine));
        var kahan = new float[Order * Order];
        for (int i = 0; i < Order; i++)
        {
            for (int j = i; j < Order; j++)
            {
                kahan[(i * Order) + j] = (float)(Math.Pow(Sine, i) * (i == j ? 1 : -cosine));
            }
        }

        DeviceStream stream = TestDevice.Get(device).DefaultStream;
        using DeviceBuffer<float> elements = stream.Device.Allocate<float>(kahan, stream);
        using DeviceBuffer<int> pivots = stream.Device.Allocate<int>([.. Enumerable.Range(0, Order)], stream);
        using var r = new TriangularFactor<float>(stream, Order, Order);
        MatrixOperations.Copy(stream, new RowMatrix<float>(elements.View, Order, Order), r.Matrix);
        var revealer = new RankRevealer<float>(stream, new ProbeSet(new RandomStream(1, 0)));

        Assert.True(revealer.Reveal(r, pivots, tolerance: 0));
        Assert.Equal(Enumerable.Range(0, Order), pivots.ToArray(stream).Order());
        Assert.False(revealer.Reveal(r, pivots, tolerance: 0));
        Assert.All(r.Diagonal(), element => Assert.InRange(element, 0, 1 + 1e-5));
    }
}
