using System.Numerics;
using System.Runtime.InteropServices;
using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend.Kernels;

/// <summary>Methods of .NET whose CIL is plain enough to be read.</summary>
internal static class LibraryKernels
{
    public static void DivRem(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        (int quotient, int remainder) = Math.DivRem(a[i], 7);
        y[i] = (quotient * 100) + remainder + Math.DivRem(a[i], 13, out int rest) + rest;
    }

    public static void RoundAway(Index1D i, ArrayView<double> y, ArrayView<double> a) =>
        y[i] = Math.Round(a[i], MidpointRounding.AwayFromZero) + Math.Round(a[i], MidpointRounding.ToZero);

    public static void RoundAwaySingle(Index1D i, ArrayView<float> y, ArrayView<float> a) => y[i] = MathF.Round(a[i], MidpointRounding.AwayFromZero);

    public static void Scales(Index1D i, ArrayView<double> y, ArrayView<double> a, ArrayView<int> b) => y[i] = Math.ScaleB(a[i], b[i] % 50);

    public static void Exponents(Index1D i, ArrayView<int> y, ArrayView<double> a, ArrayView<float> b) => y[i] = Math.ILogB(a[i]) ^ MathF.ILogB(b[i]);

    public static void Magnitudes(Index1D i, ArrayView<float> y, ArrayView<float> a, ArrayView<float> b) =>
        y[i] = MathF.MaxMagnitude(a[i], b[i]) - (0.5f * MathF.MinMagnitude(a[i], b[i]));

    public static void Neighbours(Index1D i, ArrayView<double> y, ArrayView<double> a) => y[i] = Math.BitIncrement(a[i]) - Math.BitDecrement(a[i]);

    public static void Interpolations(Index1D i, ArrayView<float> y, ArrayView<float> a, ArrayView<float> b) =>
        y[i] = float.Lerp(a[i], b[i], 0.25f) + float.DegreesToRadians(a[i]) + float.MaxNumber(a[i], b[i]) + float.MinNumber(a[i], b[i]);

    public static void PowersOfTwo(Index1D i, ArrayView<uint> y, ArrayView<uint> a) =>
        y[i] = BitOperations.RoundUpToPowerOf2(a[i]) + (BitOperations.IsPow2(a[i]) ? 1u : 0u) + uint.Log2(a[i] | 1) + uint.Clamp(a[i], 3, 9);

    public static void IntegerSigns(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<int> b) =>
        y[i] = (int.MaxMagnitude(a[i] | 1, b[i] | 1) * 3) + (int.IsNegative(a[i]) ? 1 : 0) + a[i].CompareTo(b[i]) + (a[i].Equals(b[i]) ? 5 : 0);

    public static void FloatOrder(Index1D i, ArrayView<int> y, ArrayView<float> a, ArrayView<float> b) => y[i] = a[i].CompareTo(b[i]) + (a[i].Equals(b[i]) ? 5 : 0);

    public static void TupleEquality(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<float> b)
    {
        var t = (a[i], b[i]);
        y[i] = t == (b[i] > 0 ? (1, b[i]) : (a[i], 1f)) ? 1 : t.Equals((a[i], b[i])) ? 2 : 3;
    }

    public static void Vectors4(Index1D i, ArrayView<Vector4> y, ArrayView<Vector4> a, ArrayView<Vector4> b) =>
        y[i] = ((a[i] + b[i]) * 0.5f) - (a[i] * b[i]) + new Vector4(1, 2, 3, a[i].X) + (new Vector4(b[i].Y) / Vector4.One);

    public static void Vectors2(Index1D i, ArrayView<Vector2> y, ArrayView<Vector2> a, ArrayView<Vector2> b)
    {
        Vector2 v = (a[i] / 2f) - -b[i];
        v.X += a[i].Y;
        var w = new Vector2(v.Y, 3);
        v *= w;
        y[i] = v;
    }

    public static void Vectors3(Index1D i, ArrayView<Vector3> y, ArrayView<Vector3> a, ArrayView<Vector3> b) => y[i] = (b[i] * a[i]) + (2f * a[i]) + Vector3.Zero + new Vector3(new Vector2(1, 2), a[i].Z);

    public static void MarshalledSpans(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        Span<int> s = [a[i], a[i] + 1, 3];
        ref int first = ref MemoryMarshal.GetReference(s);
        first++;
        s[2..].Fill(first);
        y[i] = s[0] + (s[1] * 10) + s[2];
        Span<float> zeros = stackalloc float[3];
        zeros.Fill(2);
        zeros[1..].Clear();
        y[i] += (int)(zeros[0] + zeros[1] + zeros[2]);
    }
}
