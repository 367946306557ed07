using System.Numerics;
using System.Runtime.InteropServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Conformance;

/// <content>Structs, tuples, local arrays, compile-time constants and wide accesses.</content>
public abstract partial class ConformanceTests
{
    private enum Shade : short
    {
        Dark = -3,
        Light = 5,
    }

    private interface ITile
    {
        static abstract int Width { get; }

        static virtual int Height => 2;
    }

    private interface IShape
    {
        int Area(int scale);
    }

    [Fact]
    public void Structures_NestedByValue() => CheckOverOddSizes(NestedStructs);

    [Fact]
    public void Structures_LocalArrays() => CheckOverOddSizes(LocalArrays);

    [Fact]
    public void Structures_StackallocAndSpans() => CheckOverOddSizes(StackSpans);

    [Fact]
    public void Structures_StaticAbstractConstants() => CheckOverOddSizes(TileSum<Narrow>);

    [Fact]
    public void Structures_ConstrainedCalls() => CheckOverOddSizes(Areas<Square>);

    [Fact]
    public void Structures_EnumsAndReadonlyStatics() => CheckOverOddSizes(Enums);

    [Fact]
    public void Structures_UnrollHints() => CheckOverOddSizes(Unrolled);

    [Fact]
    public void Structures_WideAccesses_MoveWholeStructs()
    {
        foreach (int size in OddSizes)
        {
            Vector4[] source = [.. Enumerable.Range(0, size).Select(i => new Vector4(i, -i, i * 0.5f, 1f / (i + 1)))];
            using DeviceBuffer<Vector4> input = Device.Allocate<Vector4>(source);
            using DeviceBuffer<Vector4> output = Device.AllocateZeroed<Vector4>(size);
            Device.LoadKernel<Index1D, ArrayView<Vector4>, ArrayView<Vector4>, float>(ScaleVectors)
                .Launch(Device.DefaultStream, size, input.View, output.View, 3f);
            AssertSame(Array.ConvertAll(source, v => new Vector4(v.X * 3f, v.Y * 3f, v.Z * 3f, v.W * 3f)), output.ToArray());
        }
    }

    [Fact]
    public void Structures_CastView_SharesBytes()
    {
        float[] data = [.. Enumerable.Range(0, 443 * 2).Select(i => (float)i)];
        using DeviceBuffer<float> buffer = Device.Allocate<float>(data);
        Device.LoadKernel<Index1D, ArrayView<Pair>>(SwapPair).Launch(Device.DefaultStream, 443, buffer.View.Cast<Pair>());
        AssertSame([.. Enumerable.Range(0, 443 * 2).Select(i => (float)(i ^ 1))], buffer.ToArray());
    }

    [Fact]
    public void Structures_Arguments_ArriveWhole()
    {
        var argument = new Mixed(Flag: true, Small: -5, Wide: 1L << 40, Inner: new Pair(1.5f, 2.5f), Shade.Light);
        using DeviceBuffer<double> result = Device.AllocateZeroed<double>(5);
        Device.LoadKernel<Index1D, ArrayView<double>, Mixed, byte>(Unpack).Launch(Device.DefaultStream, 1, result.View, argument, 200);
        Assert.Equal([1, -5, 1L << 40, 4, 205], result.ToArray());
    }

    [Fact]
    public void Structures_SpecializedValue_IsAConstant()
    {
        using DeviceBuffer<int> result = Device.AllocateZeroed<int>(33);
        var kernel = Device.LoadKernel<Index1D, ArrayView<int>, SpecializedValue<int>>(SumOfSpecialized);
        foreach (int length in new[] { 3, 8 })
        {
            kernel.Launch(Device.DefaultStream, 33, result.View, SpecializedValue.New(length));
            AssertSame([.. Enumerable.Range(0, 33).Select(i => Enumerable.Range(0, length).Sum(k => k * i))], result.ToArray());
        }
    }

    [Fact]
    public void Structures_TwoDimensionalViews_FollowStrides()
    {
        using DeviceBuffer<int> result = Device.AllocateZeroed<int>(31 * 9);
        var view = new ArrayView2D<int, Stride2D.DenseX>(result.View, new LongIndex2D(31, 9), new Stride2D.DenseX(31));
        Device.LoadKernel<Index2D, ArrayView2D<int, Stride2D.DenseX>>(FillGrid).Launch(Device.DefaultStream, new Index2D(31, 9), view);
        AssertSame([.. Enumerable.Range(0, 31 * 9).Select(i => ((i % 31) * 100) + (i / 31))], result.ToArray());
    }

    private static void NestedStructs(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i < data.Length)
        {
            var box = new Box(new Point(data[i], (int)i), new Point(3, 4));
            Box moved = box with { Low = new Point(box.Low.Y, box.Low.X) };
            (int first, int second) = Order(moved.Low.X, moved.High.Y);
            box.High.X += moved.Low.Y;
            data[i] = first - second + box.Size() + moved.Size();
        }
    }

    private static (int Smaller, int Larger) Order(int x, int y) => x < y ? (x, y) : (y, x);

    private static void LocalArrays(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i < data.Length)
        {
            var table = new int[8];
            for (int k = 0; k < table.Length; k++)
            {
                table[k] = data[i] + (k * k);
            }

            // An index that only the data knows keeps the array in memory.
            table[data[i] & 7] += 1000;
            int sum = 0;
            for (int k = 0; k < 8; k++)
            {
                sum = (sum * 3) + table[k];
            }

            data[i] = sum;
        }
    }

    private static void StackSpans(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i < data.Length)
        {
            Span<int> values = stackalloc int[4];
            for (int k = 0; k < values.Length; k++)
            {
                values[k] = data[i] >> k;
            }

            ArrayView<short> local = LocalMemory.Allocate<short>(4);
            for (int k = 0; k < 4; k++)
            {
                local[k] = (short)(values[3 - k] * 5);
            }

            data[i] = local[data[i] & 3] + values[1];
        }
    }

    private static void TileSum<TTile>(ArrayView<int> data)
        where TTile : struct, ITile
    {
        long i = Grid.GlobalLinearIndex;
        if (i < data.Length)
        {
            var sums = new int[TTile.Width * TTile.Height];
            for (int x = 0; x < TTile.Width; x++)
            {
                for (int y = 0; y < TTile.Height; y++)
                {
                    sums[(y * TTile.Width) + x] = data[i] * (x + 1) * (y + 2);
                }
            }

            int total = 0;
            foreach (int sum in sums)
            {
                total ^= sum;
            }

            data[i] = total;
        }
    }

    private static void Areas<TShape>(ArrayView<int> data)
        where TShape : struct, IShape
    {
        long i = Grid.GlobalLinearIndex;
        if (i < data.Length)
        {
            TShape shape = default;
            data[i] = shape.Area(data[i]);
        }
    }

    private static readonly int Offset = 40 + 2;

    private static void Enums(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i < data.Length)
        {
            Shade shade = (data[i] & 1) == 0 ? Shade.Dark : Shade.Light;
            data[i] = shade == Shade.Light ? Offset : (int)shade * data[i];
        }
    }

    private static void Unrolled(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i < data.Length)
        {
            int x = data[i];
            for (int k = 0; k < 5; k++)
            {
                Unroll.Full();
                x = (x * 31) + k;
            }

            for (int k = 0; k < 6; k++)
            {
                Unroll.None();
                x ^= x >> (k + 1);
            }

            data[i] = x;
        }
    }

    private static void ScaleVectors(Index1D index, ArrayView<Vector4> source, ArrayView<Vector4> destination, float scale)
    {
        Vector4 v = source[index];
        v.X *= scale;
        v.Y *= scale;
        v.Z *= scale;
        v.W *= scale;
        destination[index] = v;
    }

    private static void SwapPair(Index1D index, ArrayView<Pair> pairs)
    {
        Pair pair = pairs[index];
        pairs[index] = new Pair(pair.Second, pair.First);
    }

    private static void Unpack(Index1D index, ArrayView<double> result, Mixed mixed, byte small)
    {
        result[0] = mixed.Flag ? 1 : 0;
        result[1] = mixed.Small;
        result[2] = mixed.Wide;
        result[3] = mixed.Inner.First + mixed.Inner.Second;
        result[4] = small + (int)mixed.Shade;
    }

    private static void SumOfSpecialized(Index1D index, ArrayView<int> result, SpecializedValue<int> length)
    {
        var terms = new int[length.Value];
        for (int k = 0; k < length.Value; k++)
        {
            terms[k] = k * index;
        }

        int sum = 0;
        for (int k = 0; k < length.Value; k++)
        {
            sum += terms[k];
        }

        result[index] = sum;
    }

    private static void FillGrid(Index2D index, ArrayView2D<int, Stride2D.DenseX> grid) => grid[index] = (index.X * 100) + index.Y;

    private struct Point(int x, int y)
    {
        public int X = x;
        public int Y = y;
    }

    private struct Box(Point low, Point high)
    {
        public Point Low = low;
        public Point High = high;

        public readonly int Size() => (High.X - Low.X) * (High.Y - Low.Y);
    }

    private struct Narrow : ITile
    {
        public static int Width => 3;
    }

    private struct Square : IShape
    {
        public readonly int Area(int scale) => scale * scale;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Pair(float First, float Second);

    private readonly record struct Mixed(bool Flag, sbyte Small, long Wide, Pair Inner, Shade Shade);
}
