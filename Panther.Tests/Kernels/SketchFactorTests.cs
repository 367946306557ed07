using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.SketchFactors;
using Panther.Tests.Ptx;

namespace Panther.Tests.Kernels;

/// <summary>Products with factors of which one half is signs, held to plain loops.</summary>
public sealed class SketchFactorTests
{
    private const ulong Key = 0xFEDCBA9876543210;
    private const double Scale = 0.75;

    /// <summary>Rows, places and rank: tiles that are whole, cut, and wide or not.</summary>
    private static readonly (int Rows, int Places, int Rank)[] Shapes = [(1, 1, 1), (5, 13, 3), (64, 96, 16), (70, 600, 20), (33, 1025, 37), (130, 272, 144)];

    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Products_OfAnyShape_AreThoseOfPlainLoops(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((int rows, int places, int rank) in Shapes)
        {
            foreach (bool isTransposed in (bool[])[false, true])
            {
                AssertMultiplies<double>(device, rows, places, rank, isTransposed, null, 1e-13);
                AssertMultipliesTransposed<double>(device, rows, places, rank, isTransposed, null, 1e-13);
            }
        }

        // Sums of up to 1025 products below 1 in magnitude; a float's rounding errors add up to 1025²·2⁻²⁴/2 at most, and as a random walk to far less.
        AssertMultiplies<float>(device, 70, 1025, 20, false, null, 1e-3);
        AssertMultipliesTransposed<float>(device, 70, 1025, 20, true, null, 1e-4);
    }

    [Fact]
    public void Kernels_WithTheTilesOfGpus_AreThoseOfPlainLoops()
    {
        Device device = TestDevice.Get("cpu");
        foreach ((int rows, int places, int rank) in Shapes)
        {
            // Wide accesses with one layout, single ones with the other and small tiles: a kernel takes seconds to compile.
            bool isWide = places % 16 == 0 && rank % 16 == 0;
            AssertMultiplies<double>(device, rows, places, rank, isWide, new SketchFactorPlan(SketchFactorTile.Thin, 1, 1 << 20), 1e-13);
            AssertMultipliesTransposed<double>(device, rows, places, rank, isWide, new SketchFactorPlan(SketchFactorTile.Small, 1, 0), 1e-13);
            if (isWide)
            {
                AssertMultiplies<double>(device, rows, places, rank, isTransposed: true, new SketchFactorPlan(SketchFactorTile.Square, (places + 127) / 128, 128), 1e-13);
                AssertMultipliesTransposed<double>(device, rows, places, rank, isTransposed: true, new SketchFactorPlan(SketchFactorTile.Square, 1, 0), 1e-13);
            }
        }

        // More ranks than a group draws at a time.
        AssertMultipliesTransposed<double>(device, 3, 70, 301, false, new SketchFactorPlan(SketchFactorTile.Small, 1, 0), 1e-13);
    }

    [Fact]
    public void Kernels_OnOpenCl_AreThoseOfPlainLoops()
    {
        Device device = TestDevice.Get("opencl");
        AssertMultiplies<float>(device, 70, 300, 20, false, new SketchFactorPlan(SketchFactorTile.Thin, 3, 112), 1e-6);
        AssertMultipliesTransposed<float>(device, 70, 300, 20, true, new SketchFactorPlan(SketchFactorTile.Small, 1, 0), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Draw_FromAnEvenPlace_IsTheSigns(string kind)
    {
        Device device = TestDevice.Get(kind);
        SketchFactor<float> factor = Factor<float>(device, 40, 19, false, out _, out DeviceBuffer<float>[] buffers);
        using DeviceBuffer<float> drawn = device.Allocate<float>(13 * 19);
        SketchFactorProduct.Draw(device.DefaultStream, factor, 6, 13, drawn.View);
        float[] actual = drawn.ToArray();
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal((float)Scale * SignBits.Value(new RandomStream(Key, 1), 6 + (i / 19), i % 19), actual[i]);
        }

        Free(buffers);
    }

    [Fact]
    public void Value_OfManyPlacesAndRanks_HasNoMeanAndNoCorrelation()
    {
        double sum = 0;
        double neighbours = 0;
        const int Side = 256;
        for (int place = 0; place < Side; place++)
        {
            for (int rank = 0; rank < Side; rank++)
            {
                int sign = SignBits.Value(new RandomStream(Key), place, rank);
                sum += sign;
                neighbours += sign * SignBits.Value(new RandomStream(Key), place, rank + 1);
            }
        }

        // Five standard deviations of a sum of 256² signs.
        Assert.InRange(Math.Abs(sum), 0, 5 * Side);
        Assert.InRange(Math.Abs(neighbours), 0, 5 * Side);
    }

    [Fact]
    public void Emit_Products_KeepSumsInRegisters()
    {
        string thin = PtxText.InRegisters(
            typeof(SketchFactorKernels), nameof(SketchFactorKernels.Multiply), [typeof(float), typeof(ThinTile), typeof(AlongDepth4)], false);
        Assert.Equal(16 * 32, thin.Split("fma.rn.f32").Length - 1);
        string square = PtxText.InRegisters(
            typeof(SketchFactorKernels), nameof(SketchFactorKernels.MultiplyTransposed), [typeof(float), typeof(SquareTile), typeof(AlongDepth4)], true);
        Assert.Equal(8 * 64, square.Split("fma.rn.f32").Length - 1);
        Assert.Equal(16, square.Split("st.global.v4.f32").Length - 1);
    }

    private static void AssertMultiplies<T>(Device device, int rows, int places, int rank, bool isTransposed, SketchFactorPlan? plan, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SketchFactor<T> factor = Factor<T>(device, places, rank, isTransposed, out double[,] full, out DeviceBuffer<T>[] buffers);
        double[] x = Rounded<T>(rows * places, 1);
        using DeviceBuffer<T> left = device.Allocate<T>([.. x.Select(T.CreateChecked)]);
        using DeviceBuffer<T> output = device.Allocate<T>(rows * 2 * rank);
        if (plan is { } given)
        {
            SketchFactorProduct.Multiply(device.DefaultStream, given, left.View, rows, factor, output.View);
        }
        else
        {
            SketchFactorProduct.Multiply(device.DefaultStream, left.View, rows, factor, output.View);
        }

        T[] actual = output.ToArray();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < 2 * rank; column++)
            {
                double expected = 0;
                for (int place = 0; place < places; place++)
                {
                    expected += x[(row * places) + place] * full[place, column];
                }

                Assert.InRange(double.CreateChecked(actual[(row * 2 * rank) + column]) - expected, -tolerance * Math.Max(1, places / 8), tolerance * Math.Max(1, places / 8));
            }
        }

        Free(buffers);
    }

    private static void AssertMultipliesTransposed<T>(Device device, int rows, int places, int rank, bool isTransposed, SketchFactorPlan? plan, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SketchFactor<T> factor = Factor<T>(device, places, rank, isTransposed, out double[,] full, out DeviceBuffer<T>[] buffers);
        double[] h = Rounded<T>(rows * 2 * rank, 1);
        double[] bias = Rounded<T>(places, 2);
        bool hasBias = rows % 2 == 0;
        using DeviceBuffer<T> left = device.Allocate<T>([.. h.Select(T.CreateChecked)]);
        using DeviceBuffer<T> terms = device.Allocate<T>([.. bias.Select(T.CreateChecked)]);
        using DeviceBuffer<T> output = device.Allocate<T>(rows * places);
        ArrayView<T> added = hasBias ? terms.View : default;
        if (plan is { } given)
        {
            SketchFactorProduct.MultiplyTransposed(device.DefaultStream, given, left.View, rows, factor, added, output.View);
        }
        else
        {
            SketchFactorProduct.MultiplyTransposed(device.DefaultStream, left.View, rows, factor, added, output.View);
        }

        T[] actual = output.ToArray();
        for (int row = 0; row < rows; row++)
        {
            for (int place = 0; place < places; place++)
            {
                double expected = hasBias ? bias[place] : 0;
                for (int column = 0; column < 2 * rank; column++)
                {
                    expected += h[(row * 2 * rank) + column] * full[place, column];
                }

                Assert.InRange(double.CreateChecked(actual[(row * places) + place]) - expected, -tolerance * Math.Max(1, rank / 4), tolerance * Math.Max(1, rank / 4));
            }
        }

        Free(buffers);
    }

    /// <summary>A factor on a device, with trained columns first where they are not stored transposed, and all of it on the host.</summary>
    private static SketchFactor<T> Factor<T>(Device device, int places, int rank, bool isTransposed, out double[,] full, out DeviceBuffer<T>[] buffers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] values = Rounded<T>(places * rank, 3);
        DeviceBuffer<T> trained = device.Allocate<T>([.. values.Select(T.CreateChecked)]);
        DeviceBuffer<T> key = device.Allocate<T>(SignBits.Bytes<T>(Key));
        buffers = [trained, key];
        (long storedRows, long storedColumns) = isTransposed ? (rank, places) : (places, rank);
        var factor = new SketchFactor<T>(
            new MatrixOperand<T>(trained.View, storedRows, storedColumns, storedColumns, isTransposed), !isTransposed, key.View, 1, T.CreateChecked(Scale));
        full = new double[places, 2 * rank];
        for (int place = 0; place < places; place++)
        {
            for (int r = 0; r < rank; r++)
            {
                full[place, factor.TrainedStart + r] = values[isTransposed ? (r * places) + place : (place * rank) + r];
                full[place, factor.SignStart + r] = Scale * SignBits.Value(new RandomStream(Key, 1), place, r);
            }
        }

        return factor;
    }

    private static double[] Rounded<T>(int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
        => [.. KernelDevices.Values(count, seed).Select(v => double.CreateChecked(T.CreateChecked(v)))];

    private static void Free<T>(DeviceBuffer<T>[] buffers)
        where T : unmanaged
    {
        foreach (DeviceBuffer<T> buffer in buffers)
        {
            buffer.Dispose();
        }
    }
}
