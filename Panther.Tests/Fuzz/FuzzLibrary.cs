using System.Reflection;
using Panther.Jit.Dialect;

namespace Panther.Tests.Fuzz;

/// <summary>A struct inside another.</summary>
public struct FuzzInner
{
    public int A;
    public float B;
    public byte C;

    public readonly int Sum(int x) => A + C + (x * 3);
}

/// <summary>The struct that generated kernels have variables of.</summary>
public struct FuzzOuter
{
    public FuzzInner In;
    public long L;
    public double D;
}

/// <summary>Methods that generated kernels call; the compiler inlines them.</summary>
public static class FuzzLibrary
{
    internal static readonly (string Path, FuzzType Type)[] Fields =
    [
        ("In.A", FuzzType.Int32), ("In.B", FuzzType.Float32), ("In.C", FuzzType.UInt8), ("L", FuzzType.Int64), ("D", FuzzType.Float64),
    ];

    internal static readonly MethodInfo[] Functions =
        [.. typeof(FuzzLibrary).GetMethods(BindingFlags.Static | BindingFlags.Public).Where(m => m.ReturnType != typeof(void)).OrderBy(m => m.Name, StringComparer.Ordinal)];

    public static uint Rotate(uint x, int count) => (x << count) | (x >> (32 - count));

    public static int Clamp(int x, int low, int high) => x < low ? low : x > high ? high : x;

    public static long Collatz(long x)
    {
        int steps = 0;
        while (x > 1 && steps < 9)
        {
            x = (x & 1) == 0 ? x >> 1 : (3 * x) + 1;
            steps++;
        }

        return x + steps;
    }

    public static float Lerp(float a, float b, float t) => a + ((b - a) * t);

    public static double Horner(double x)
    {
        double sum = 0;
        for (int i = 1; i < 5; i++)
        {
            sum = (sum * x) + i;
        }

        return sum;
    }

    public static double Root(double x) => Math.Sqrt(Math.Abs(x));

    public static float Least(float a, float b) => MathF.Min(a, b);

    public static double Most(double a, double b) => Math.Max(a, b);

    public static float Floor(float x) => MathF.Floor(x);

    public static double Fused(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    public static float HalfProduct(float a, float b) => (float)((Half)a * (Half)b);

    public static double HalfSum(double a, float b) => (double)((Half)a + Half.Min((Half)b, Half.One));

    public static float BFloatQuotient(float a, float b) => (float)((BFloat16)a / (BFloat16)b);

    public static double BFloatDifference(double a, double b) => (double)((BFloat16)a - (BFloat16)b);

    public static int Divide(int a, int b) => a / ((b & 31) + 1);

    public static uint Modulo(uint a, uint b) => a % (b | 1);

    public static long LongModulo(long a, int b) => a % ((b & 1023) + 2);

    public static int Seventh(int a) => (a / 7) + (a % 10) + (a / 16) + (a % 8);

    public static uint Unsigned7(uint a) => (a / 7) + (a % 10) + (a / 641) + (a % 8);

    public static int Bits(uint x) => System.Numerics.BitOperations.PopCount(x) + System.Numerics.BitOperations.LeadingZeroCount(x);

    public static void Twist(ref FuzzOuter s, int x)
    {
        ref FuzzInner inner = ref s.In;
        inner.A = inner.Sum(x);
        inner.C = (byte)(x >> 3);
        s.L += inner.A;
    }
}
