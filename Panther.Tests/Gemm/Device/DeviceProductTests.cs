using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using JitDevice = Panther.Jit.Runtime.Device;

namespace Panther.Tests.Gemm.Device;

/// <summary>
/// The dialect kernel against double-precision loops. An element's error is held to (k + 5) u (|alpha| Σ|a||b| + |beta c| + |row|): k roundings in the sum, in
/// whatever order (Higham, Accuracy and Stability, 3.1), and those of alpha, beta, their sum, the row and the addition of splits.
/// </summary>
public class DeviceProductTests
{
    private static readonly (int M, int N, int K)[] Shapes = [(1, 1, 1), (33, 31, 17), (65, 129, 40), (130, 100, 9), (200, 97, 0), (68, 260, 36)];

    [Fact]
    public void Multiply_CpuVectorTile_IsAccurate() => Check<float>("cpu", GemmTileChoice.Vector, Shapes, 1);

    [Fact]
    public void Multiply_CpuVectorTileOfDoubles_IsAccurate() => Check<double>("cpu", GemmTileChoice.Vector, Shapes[..4], 1);

    [Fact]
    public void Multiply_CpuSlimTile_IsAccurate() => Check<float>("cpu", GemmTileChoice.Slim, [(200, 49, 20), (193, 97, 9)], 1);

    [Fact]
    public void Multiply_CpuSmallTileSplit_IsAccurate() => Check<float>("cpu", GemmTileChoice.Small, [(33, 66, 70), (64, 64, 64)], 3);

    [Fact]
    public void Multiply_CpuShallowTile_IsAccurate() => Check<double>("cpu", GemmTileChoice.Shallow, [(33, 66, 70), (64, 68, 17)], 1);

    [Theory]
    [InlineData((int)GemmTileChoice.Sliced)]
    [InlineData((int)GemmTileChoice.Sliver)]
    public void Multiply_CpuTileOfSlices_IsAccurate(int tile) => Check<float>("cpu", (GemmTileChoice)tile, [(1, 1, 1), (33, 31, 17), (36, 68, 132), (20, 34, 70), (5, 7, 0)], 1);

    [Fact]
    public void Multiply_CpuTileOfSlicesOfDoubles_IsAccurate() => Check<double>("cpu", GemmTileChoice.Sliced, [(33, 66, 70)], 1);

    [Fact]
    public void Multiply_CpuTileOfSlicesSplit_IsAccurate() => Check<float>("cpu", GemmTileChoice.Sliver, [(18, 40, 200)], 3);

    [Theory]
    [InlineData((int)GemmTileChoice.Large)]
    [InlineData((int)GemmTileChoice.Square)]
    [InlineData((int)GemmTileChoice.Narrow)]
    [InlineData((int)GemmTileChoice.Slim)]
    [InlineData((int)GemmTileChoice.Small)]
    [InlineData((int)GemmTileChoice.Sliced)]
    [InlineData((int)GemmTileChoice.Sliver)]
    public void Multiply_CudaTile_IsAccurate(int tile) => Check<float>("cuda", (GemmTileChoice)tile, Shapes, 1);

    [Theory]
    [InlineData((int)GemmTileChoice.Square)]
    [InlineData((int)GemmTileChoice.Small)]
    [InlineData((int)GemmTileChoice.Sliced)]
    [InlineData((int)GemmTileChoice.Shallow)]
    public void Multiply_CudaTileOfDoubles_IsAccurate(int tile) => Check<double>("cuda", (GemmTileChoice)tile, Shapes, 1);

    [Fact]
    public void Multiply_CudaSplit_IsAccurate() => Check<float>("cuda", GemmTileChoice.Narrow, [(33, 66, 70), (300, 266, 64)], 3);

    [Fact]
    public void Multiply_OpenClVectorTile_IsAccurate() => Check<float>("opencl", GemmTileChoice.Vector, Shapes[..4], 1);

    [Fact]
    public void Multiply_OpenClVectorTileOfDoubles_IsAccurate()
    {
        Assert.SkipUnless(TestDevice.Get("opencl").IsProcessor, "The OpenCL device is no processor, and the tile is for processors.");
        Check<double>("opencl", GemmTileChoice.Vector, Shapes[1..2], 1);
    }

    [Theory]
    [InlineData((int)GemmTileChoice.Square)]
    [InlineData((int)GemmTileChoice.Narrow)]
    [InlineData((int)GemmTileChoice.Small)]
    [InlineData((int)GemmTileChoice.Sliced)]
    [InlineData((int)GemmTileChoice.Sliver)]
    public void Multiply_OpenClGpuTile_IsAccurate(int tile)
    {
        Assert.SkipWhen(TestDevice.Get("opencl").IsProcessor, "The OpenCL device is a processor, which gets the tile for processors.");
        Check<float>("opencl", (GemmTileChoice)tile, Shapes, 1);
    }

    private static void Check<T>(string kind, GemmTileChoice tile, (int M, int N, int K)[] shapes, int splits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        JitDevice device = TestDevice.Get(kind);
        foreach ((int m, int n, int k) in shapes)
        {
            foreach ((bool left, bool right) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
            {
                Check<T>(device, tile, splits, m, n, k, left, right, 1.5, 0);
            }

            Check<T>(device, tile, splits, m, n, k, false, false, -0.5, 2);
            Check<T>(device, tile, splits, m, n, k, false, true, -0.5, 2, hasRow: true);
        }
    }

    private static void Check<T>(
        JitDevice device, GemmTileChoice tile, int splits, int m, int n, int k, bool isLeftTransposed, bool isRightTransposed, double alpha, double beta, bool hasRow = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random((m * 7919) + (n * 31) + k);
        (int aRows, int aColumns) = isLeftTransposed ? (k, m) : (m, k);
        (int bRows, int bColumns) = isRightTransposed ? (n, k) : (k, n);
        T[] a = Draw<T>(random, aRows * aColumns);
        T[] b = Draw<T>(random, bRows * bColumns);
        T[] c = Draw<T>(random, m * n);
        if (beta == 0)
        {
            // What is not read may be anything.
            c.AsSpan().Fill(T.NaN);
        }

        T[] row = Draw<T>(random, hasRow ? n : 0);
        int step = tile switch
        {
            GemmTileChoice.Square or GemmTileChoice.Narrow => 8,
            GemmTileChoice.Sliced or GemmTileChoice.Sliver => 64,
            _ => 16,
        };
        int steps = Math.Max(1, (k + step - 1) / step);
        int used = Math.Min(splits, steps);
        int stepsEach = (steps + used - 1) / used;
        var plan = new GemmPlan(tile, (steps + stepsEach - 1) / stepsEach, stepsEach * step);

        using DeviceBuffer<T> aBuffer = device.Allocate<T>(a);
        using DeviceBuffer<T> bBuffer = device.Allocate<T>(b);
        using DeviceBuffer<T> cBuffer = device.Allocate<T>(c);
        using DeviceBuffer<T> rowBuffer = device.Allocate<T>(row);
        DeviceProduct.Enqueue(
            device.DefaultStream,
            plan,
            T.CreateChecked(alpha),
            new MatrixOperand<T>(aBuffer.View, aRows, aColumns, aColumns, isLeftTransposed),
            new MatrixOperand<T>(bBuffer.View, bRows, bColumns, bColumns, isRightTransposed),
            T.CreateChecked(beta),
            MatrixOperand<T>.Dense(cBuffer.View, m, n),
            rowBuffer.View);
        T[] result = cBuffer.ToArray();

        double unit = typeof(T) == typeof(float) ? Math.Pow(2, -24) : Math.Pow(2, -53);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                double magnitude = 0;
                for (int p = 0; p < k; p++)
                {
                    double product = double.CreateChecked(a[isLeftTransposed ? (p * m) + i : (i * k) + p])
                        * double.CreateChecked(b[isRightTransposed ? (j * k) + p : (p * n) + j]);
                    sum += product;
                    magnitude += Math.Abs(product);
                }

                double before = beta == 0 ? 0 : beta * double.CreateChecked(c[(i * n) + j]);
                double added = hasRow ? double.CreateChecked(row[j]) : 0;
                double expected = (alpha * sum) + before + added;
                double bound = (k + 5) * unit * ((Math.Abs(alpha) * magnitude) + Math.Abs(before) + Math.Abs(added));
                double error = Math.Abs(double.CreateChecked(result[(i * n) + j]) - expected);
                Assert.True(
                    error <= bound,
                    $"{typeof(T).Name} {tile} {m}x{n}x{k} {isLeftTransposed} {isRightTransposed}: ({i}, {j}) is {result[(i * n) + j]}, not {expected} (bound {bound})");
            }
        }
    }

    private static T[] Draw<T>(Random random, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = T.CreateChecked(random.NextDouble() - 0.5);
        }

        return values;
    }
}
