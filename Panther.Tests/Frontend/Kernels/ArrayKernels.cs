using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend.Kernels;

/// <summary>Local arrays, spans and views.</summary>
internal static class ArrayKernels
{
    private const int Count = 8;

    private static readonly int Quarter = Count / 4;

    private static readonly int[] Table = [3, 1, 4, 1, 5, 9, 2, 6];

    private static ReadOnlySpan<short> Odd => [1, 3, 5, 7, 9];

    private static ReadOnlySpan<byte> Bytes => [200, 100, 50, 25];

    public static void LocalArray(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        int[] values = new int[Count];
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = a[i] + k;
        }

        int sum = 0;
        foreach (int v in values)
        {
            sum += v * v;
        }

        values[a[i] & 7] = 5;
        y[i] = sum + Total(values);
    }

    private static int Total(int[] values)
    {
        int total = 0;
        for (int k = 0; k < values.Length; k++)
        {
            total += values[k];
            values[k] = k;
        }

        return total + values[^1];
    }

    public static void ArraysInLoops(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        int sum = 0;
        for (int k = 0; k < 3; k++)
        {
            int[] values = new int[4 * Quarter];
            values[k] += a[i];
            values[(k + 1) & 7]++;
            for (int j = 0; j < values.Length; j++)
            {
                sum += values[j] * (j + 1);
            }
        }

        y[i] = sum;
    }

    public static void LargeArraysInLoops(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        int sum = 0;
        for (int k = 0; k < 2; k++)
        {
            long[] values = new long[300];
            values[(a[i] & 127) + k]++;
            values[299] += 2;
            for (int j = 0; j < values.Length; j++)
            {
                sum += (int)values[j] * j;
            }
        }

        y[i] = sum;
    }

    public static void Initializers(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        int[] values = [10, 20, 30, 40, 50];
        byte[] bytes = { 1, 2, 3 };
        double[] reals = [0.5, a[i], 2.5];
        values[1] += bytes[2];
        y[i] = values[a[i] & 3] + values[1] + (int)reals[1] + Table[a[i] & 7] + Odd[a[i] & 3] + Odd.Length + Bytes[a[i] & 3];
    }

    public static void StackSpans(Index1D i, ArrayView<float> y, ArrayView<float> a)
    {
        Span<float> s = stackalloc float[Count];
        for (int k = 0; k < s.Length; k++)
        {
            s[k] = a[i] * k;
        }

        Span<float> tail = s[3..];
        tail[0] = 9;
        ReadOnlySpan<float> view = s.Slice(2, 4);
        y[i] = Sum(s) + Sum(view) + tail.Length;
    }

    public static void SpansInLoops(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        int sum = 0;
        for (int k = 0; k < 3; k++)
        {
            sum += Fill(a[i], k);
        }

        y[i] = sum;
    }

    private static int Fill(int value, int at)
    {
        Span<byte> s = stackalloc byte[7];
        s[at] += (byte)value;
        s[6 - at]++;
        int sum = 0;
        foreach (byte b in s)
        {
            sum = (sum * 3) + b;
        }

        return sum;
    }

    private static float Sum(ReadOnlySpan<float> values)
    {
        float sum = 0;
        foreach (float v in values)
        {
            sum += v;
        }

        return sum;
    }

    public static void LocalViews(Index1D i, ArrayView<long> y, ArrayView<int> a)
    {
        ArrayView<int> local = LocalMemory.Allocate<int>(6);
        for (int k = 0; k < local.IntLength; k++)
        {
            local[k] = a[i] << k;
        }

        ArrayView<int> sub = local.SubView(2, 3);
        ArrayView<byte> bytes = sub.Cast<byte>();
        y[i] = sub[0] + sub[2] + sub.Length + bytes.Length + bytes[4] + bytes.Cast<short>().Length + local.LengthInBytes + (local.IsValid ? 1 : 0);
    }

    internal struct Box
    {
        public int[] Values;
        public ArrayView<int> View;
    }

    public static void ArraysInStructs(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        Box box = default;
        box.Values = new int[3];
        box.View = a;
        box.Values[1] = box.View[i];
        Bump(ref box);
        y[i] = box.Values[1] + box.Values[2] + box.View.IntLength;
    }

    private static void Bump(ref Box box)
    {
        box.Values[2] += 3;
        ref int element = ref box.Values[1];
        element *= 2;
    }

    public static void StructArrays(Index1D i, ArrayView<long> y, ArrayView<int> a)
    {
        var points = new StructKernels.Pair[3];
        points[1].First = a[i];
        points[2] = points[1];
        points[2].Second -= 4;
        ref StructKernels.Pair first = ref points[0];
        first = points[a[i] & 1];
        y[i] = points[0].First + points[1].First + points[2].Second;
    }

    public static void SubViews(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        ArrayView<int> rest = a.SubView(i);
        y[i] = rest[0] + (int)rest.Length + rest.SubView(0, 1).IntLength;
    }

    public static void TwoDimensional(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        var view = new ArrayView2D<int, Stride2D.DenseX>(a, new LongIndex2D(a.Length, 1), new Stride2D.DenseX(a.Length));
        var general = new ArrayView2D<int, Stride2D.General>(a, new LongIndex2D(1, a.Length), new Stride2D.General(7, 1));
        y[i] = view[i, 0] + general[new Index2D(0, i)] + (int)view.Extent.X + (int)general.Stride.XStride;
    }
}
