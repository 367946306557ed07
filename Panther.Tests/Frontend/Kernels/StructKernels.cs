using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend.Kernels;

/// <summary>Structs by value and by reference.</summary>
internal static unsafe class StructKernels
{
    internal struct Vector4(float x, float y, float z, float w)
    {
        public float X = x;
        public float Y = y;
        public float Z = z;
        public float W = w;

        public readonly float Dot(in Vector4 other) => (X * other.X) + (Y * other.Y) + (Z * other.Z) + (W * other.W);

        public void Scale(float factor)
        {
            X *= factor;
            Y *= factor;
            Z *= factor;
            W *= factor;
        }

        public static Vector4 operator +(Vector4 a, Vector4 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z, a.W + b.W);
    }

    internal struct Mixed
    {
        public byte Small;
        public double Wide;
        public short Middle;
        public Pair Inner;
        public bool Flag;
    }

    internal struct Pair
    {
        public int First;
        public long Second;
    }

    internal readonly record struct Point(int X, int Y)
    {
        public int Sum => X + Y;
    }

    [StructLayout(LayoutKind.Explicit)]
    internal struct Union
    {
        [FieldOffset(0)]
        public float Real;
        [FieldOffset(0)]
        public uint Bits;
    }

    internal struct Buffered
    {
        public fixed int Values[6];
    }

    [InlineArray(5)]
    internal struct Five
    {
        public int Element;
    }

    internal struct Odd
    {
        public Vector4 Inner;
        public float Rest;
    }

    /// <summary>The inner struct lies at multiples of 20 bytes, where no vector of 16 may be read.</summary>
    public static void UnalignedInner(Index1D i, ArrayView<Odd> y, ArrayView<Vector4> a)
    {
        y[i].Inner = a[i];
        Vector4 back = y[i].Inner;
        y[i].Rest = back.X + back.W;
    }

    private static readonly Pair Constant = new() { First = 7, Second = -9 };

    public static void WideAccess(Index1D i, ArrayView<Vector4> y, ArrayView<Vector4> a, ArrayView<Vector4> b)
    {
        Vector4 v = a[i] + b[i];
        v.Scale(0.5f);
        y[i] = v;
        y[i].Y = v.Dot(a[i]);
    }

    public static void MixedFields(Index1D i, ArrayView<Mixed> y, ArrayView<int> a, ArrayView<long> b)
    {
        Mixed m = default;
        m.Small = (byte)a[i];
        m.Wide = a[i] * 0.5;
        m.Middle = (short)b[i];
        m.Inner.First = a[i];
        m.Inner.Second = b[i];
        m.Flag = a[i] > 0;
        Change(ref m);
        y[i] = m;
        ref Pair inner = ref y[i].Inner;
        inner.First++;
        inner = Swap(inner);
    }

    private static void Change(ref Mixed m)
    {
        m.Small += 3;
        m.Inner = new Pair { First = m.Middle, Second = m.Inner.Second + m.Small };
        m.Flag = !m.Flag;
    }

    private static Pair Swap(Pair p) => new() { First = (int)p.Second, Second = p.First };

    public static void Tuples(Index1D i, ArrayView<long> y, ArrayView<int> a, ArrayView<int> b)
    {
        (int min, int max) = a[i] < b[i] ? (a[i], b[i]) : (b[i], a[i]);
        (long Sum, double Half) t = (0, 0);
        t.Sum = (long)min + max;
        t.Half = t.Sum * 0.5;
        var nested = (t, (min, (byte)max));
        y[i] = nested.t.Sum + nested.Item2.min + nested.Item2.Item2 + (long)nested.t.Half;
    }

    public static void OutArguments(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<int> b)
    {
        Split(a[i], out int high, out int low);
        Split(b[i], out y[i], out int other);
        y[i] ^= (high * 3) + (low * 5) + other;
        Exchange(ref high, ref low);
        y[i] += high;
    }

    private static void Split(int value, out int high, out int low)
    {
        high = value >> 16;
        low = value & 0xFFFF;
    }

    private static void Exchange(ref int a, ref int b) => (a, b) = (b, a);

    public static void RefReturns(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<int> b)
    {
        int p = a[i];
        int q = b[i];
        Larger(ref p, ref q) = 5;
        ref int smaller = ref (p < q ? ref p : ref q);
        smaller += 100;
        y[i] = (p * 31) + q;
    }

    private static ref int Larger(ref int a, ref int b) => ref a > b ? ref a : ref b;

    public static void Records(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<int> b)
    {
        var p = new Point(a[i], b[i]);
        Point q = p with { X = b[i] };
        y[i] = p.Sum + (p == q ? 1000 : 0) + (p.Equals(new Point(a[i], b[i])) ? 2000 : 0) + q.X;
    }

    public static void Unions(Index1D i, ArrayView<uint> y, ArrayView<float> a)
    {
        Union u = default;
        u.Real = a[i];
        u.Bits ^= 0x80000000;
        Union copy = u;
        y[i] = copy.Bits + (copy.Real > 0 ? 1u : 0u);
    }

    public static void FixedBuffers(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        Buffered b = default;
        for (int k = 0; k < 6; k++)
        {
            b.Values[k] = a[i] + k;
        }

        Buffered copy = b;
        copy.Values[2] = 0;
        int sum = 0;
        for (int k = 0; k < 6; k++)
        {
            sum += (copy.Values[k] ^ k) + b.Values[(k + 1) % 6];
        }

        y[i] = sum;
    }

    public static void InlineArrays(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        Five f = default;
        for (int k = 0; k < 5; k++)
        {
            f[k] = a[i] * k;
        }

        f[1] = 77;
        Span<int> all = f;
        y[i] = f[3] + f[1] + all[4] + all.Length;
    }

    public static void StaticReadonly(Index1D i, ArrayView<long> y, ArrayView<int> a) => y[i] = (Constant.First * a[i]) + Constant.Second;

    public static void Defaults(Index1D i, ArrayView<Pair> y, ArrayView<int> a)
    {
        Pair p = a[i] > 0 ? new Pair { First = a[i] } : default;
        p.Second += 4;
        y[i] = p;
    }

    public static void StructsInLoops(Index1D i, ArrayView<long> y, ArrayView<int> a)
    {
        long sum = 0;
        for (int k = 0; k < 4; k++)
        {
            Pair p = default;
            p.Second += k;
            if (k == 2)
            {
                p.First = a[i];
            }

            sum += p.First + (p.Second * 10);
        }

        y[i] = sum;
    }

    public static void Nullables(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        int? n = a[i] > 0 ? a[i] : null;
        y[i] = n.HasValue ? n.GetValueOrDefault() : (n ?? -1);
    }

    public static void Pointers(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        int* p = stackalloc int[4];
        for (int k = 0; k < 4; k++)
        {
            *(p + k) = a[i] + k;
        }

        int* q = p + 3;
        *q-- += 5;
        y[i] = p[1] + *q + p[3] + (int)(q - p);
    }

    public static void Reinterpret(Index1D i, ArrayView<uint> y, ArrayView<float> a)
    {
        float value = a[i];
        uint bits = Unsafe.As<float, uint>(ref value);
        Unsafe.As<float, uint>(ref value) = bits ^ 1;
        y[i] = bits + Unsafe.BitCast<float, uint>(value) + (uint)Unsafe.SizeOf<Mixed>() + (uint)sizeof(Pair);
    }
}
