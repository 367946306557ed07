using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Sketches;

/// <summary>Any window of an operator has the bits of the whole, on every device.</summary>
public sealed class SketchWindowTests
{
    public static TheoryData<string, string> Cases => SketchFamily.OnDevices;

    public static TheoryData<string> Families => SketchFamily.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Window_AnyPlaceAndLayout_HasTheBitsOfTheWholeOnTheCpu(string device, string family)
    {
        AssertWindows<float>(TestDevice.Get(device), family);
        AssertWindows<double>(TestDevice.Get(device), family);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Window_ScaleOff_DiffersByTheScale(string family)
    {
        Device device = TestDevice.Get("cpu");
        SketchDistribution scaled = SketchFamily.Create(family, 12, 45);
        double[,] with = SketchFamily.Whole<double>(scaled.Sample(3), device);
        double[,] without = SketchFamily.Whole<double>((scaled with { IsScaled = false }).Sample(3), device);
        Assert.Equal(1, (scaled with { IsScaled = false }).Scale);
        foreach ((double x, double y) in with.Cast<double>().Zip(without.Cast<double>()))
        {
            Assert.InRange(Math.Abs(x - (y * scaled.IsometryScale)), 0, 4e-16 * Math.Abs(x));
        }
    }

    [Theory]
    [InlineData("gaussian", true, true)]
    [InlineData("uniform", true, true)]
    [InlineData("rademacher", true, true)]
    [InlineData("count", false, true)]
    [InlineData("sjlt", false, true)]
    [InlineData("laso", true, false)]
    [InlineData("sample", true, false)]
    [InlineData("weighted", true, false)]
    [InlineData("srht", true, true)]
    public void Window_GrownSketch_KeepsTheOldPart(string family, bool growsInRows, bool growsInColumns)
    {
        Device device = TestDevice.Get("cpu");
        SketchDistribution small = SketchFamily.Create(family, 10, 30) with { IsScaled = false };
        SketchDistribution large = small with { Rows = growsInRows ? 16 : 10, Columns = growsInColumns ? 41 : 30 };
        using DeviceMatrix<float> old = small.Sample(5).Window<float>(device, 0, 0, 10, 30);
        using DeviceMatrix<float> kept = large.Sample(5).Window<float>(device, 0, 0, 10, 30);
        Assert.Equal(old.ToArray(), kept.ToArray());
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void Window_OfATensorSketch_HasTheBitsOfTheWholeOnTheCpu(string device)
    {
        SketchOperator sketch = new TensorSketch(7, 4, 3).Sample(8, 1);
        float[,] whole = SketchFamily.Whole<float>(sketch, TestDevice.Get("cpu"));
        using DeviceMatrix<float> window = sketch.Window<float>(TestDevice.Get(device), 2, 9, 5, 50);
        float[,] actual = window.ToArray();
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 50; j++)
            {
                Assert.Equal(whole[2 + i, 9 + j], actual[i, j]);
            }
        }
    }

    [Fact]
    public void Window_OutsideOrWrongType_Throws()
    {
        Device device = TestDevice.Get("cpu");
        SketchOperator sketch = new GaussianSketch(4, 9).Sample(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Window<float>(device, 1, 0, 4, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Window<float>(device, 0, -1, 4, 9));
        Assert.Throws<NotSupportedException>(() => sketch.Window<Half>(device, 0, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianSketch(0, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SjltSketch(3, 9, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => (new SjltSketch(8, 9, 4) with { Rows = 3 }).Sample(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LasoSketch(3, 9, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowSamplingSketch(4, 3));
        Assert.Throws<ArgumentException>(() => new RowSamplingSketch(4, [1, -1]));
        Assert.Throws<ArgumentException>(() => new RowSamplingSketch(4, [0, 0]));
        Assert.Throws<ArgumentException>(() => new RowSamplingSketch(4, []));
        Assert.Throws<ArgumentException>(() => new RowSamplingSketch(4, [1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => (new RowSamplingSketch(4, [1, 2]) with { Columns = 3 }).Sample(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SrhtSketch(4, 9, 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SrhtSketch(4, 9, 2));
    }

    private static void AssertWindows<T>(Device device, string family)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SketchOperator sketch = SketchFamily.Create(family, 37, 83).Sample(0xFEDC_BA98_7654_3210, 7);
        T[,] whole = SketchFamily.Whole<T>(sketch, TestDevice.Get("cpu"));
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            foreach ((int row, int column, int rows, int columns) in new[] { (0, 0, 37, 83), (3, 5, 1, 1), (5, 2, 32, 80), (36, 0, 1, 83), (1, 82, 33, 1), (2, 2, 0, 3) })
            {
                using DeviceMatrix<T> plain = sketch.Window<T>(device, row, column, rows, columns, layout);
                using DeviceMatrix<T> transposed = sketch.Transposed.Window<T>(device, column, row, columns, rows, layout);
                T[,] actual = plain.ToArray();
                T[,] turned = transposed.ToArray();
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        Assert.Equal(whole[row + i, column + j], actual[i, j]);
                        Assert.Equal(whole[row + i, column + j], turned[j, i]);
                    }
                }
            }
        }
    }
}
