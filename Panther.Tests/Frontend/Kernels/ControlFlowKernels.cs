using System.Diagnostics;
using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend.Kernels;

/// <summary>Branches, loops, switches and calls.</summary>
internal static class ControlFlowKernels
{
    public static void Branches(Index1D i, ArrayView<int> y, ArrayView<int> x)
    {
        int v = x[i];
        int r = v > 3 ? v < 7 ? 1 : 2 : v == 0 || v == -5 ? 3 : 4;
        bool odd = (v & 1) != 0 && v > 0;
        if (odd)
        {
            r += 100;
        }
        else if (!odd && v < 0)
        {
            r -= 100;
        }

        y[i] = r;
    }

    public static void Switches(Index1D i, ArrayView<int> y, ArrayView<int> x)
    {
        int r = 1;
        switch (x[i])
        {
            case 0:
                r *= 2;
                break;
            case 1:
            case 2:
                r *= 3;
                goto case 5;
            case 5:
                r *= 5;
                break;
            case 7:
                return;
            default:
                r *= 7;
                break;
        }

        y[i] = r * x[i] switch { < -100 => 11, < 0 => 13, 0 => 17, 1 or 2 => 19, > 3 and < 9 => 23, _ => 29 };
    }

    public static void LongSwitch(Index1D i, ArrayView<int> y, ArrayView<long> x) =>
        y[i] = x[i] switch { 0 => 1, 1 => 2, 2 => 3, 3 => 4, long.MaxValue => 5, long.MinValue => 6, -1 => 7, _ => 8 };

    public static void Loops(Index1D i, ArrayView<long> y, ArrayView<int> x)
    {
        long sum = 0;
        for (int k = 0; k < 10; k++)
        {
            if (k == x[i])
            {
                continue;
            }

            int j = k;
            while (j > 0)
            {
                sum += j * x[i];
                j /= 2;
                if (sum > 1000)
                {
                    break;
                }
            }

            do
            {
                sum += k + 1;
            }
            while (sum is < 0 and > -100);
        }

        y[i] = sum;
    }

    public static void Gotos(Index1D i, ArrayView<int> y, ArrayView<int> x)
    {
        int n = 0;
        int v = x[i];
    again:
        n++;
        if ((v & 3) == 0)
        {
            goto done;
        }

        v = (v >> 1) + (v & 1);
        if (n < 20)
        {
            goto again;
        }

    done:
        y[i] = (n * 1000) + (v & 255);
    }

    public static void EndlessWithBreak(Index1D i, ArrayView<uint> y, ArrayView<uint> x)
    {
        uint n = x[i] | 1;
        int steps = 0;
        while (true)
        {
            if (n == 1 || steps == 50)
            {
                break;
            }

            n = (n & 1) == 0 ? n / 2 : (3 * n) + 1;
            steps++;
        }

        y[i] = n + (uint)steps;
    }

    public static void EarlyReturns(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<int> b)
    {
        if (a[i] == b[i])
        {
            y[i] = -1;
            return;
        }

        y[i] = Gcd(Classify(a[i]), Classify(b[i])) + (Find(a[i], 5) ? 1000 : 0);
    }

    private static int Classify(int value)
    {
        if (value < 0)
        {
            return 12;
        }

        for (int k = 0; k < 8; k++)
        {
            if (value == k)
            {
                return k + 18;
            }
        }

        return value > 1000 ? 36 : 30;
    }

    private static int Gcd(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    private static bool Find(int value, int limit)
    {
        int k = 0;
        while (k < limit)
        {
            if (k++ == value)
            {
                return true;
            }
        }

        return false;
    }

    public static void CallsInExpressions(Index1D i, ArrayView<int> y, ArrayView<int> a, ArrayView<int> b) =>
        y[i] = a[i] + (a[i] > 3 && Find(b[i], 9) || Classify(b[i]) > 20 ? Gcd(12, Classify(a[i])) : b[i]);

    public static void LocalFunctions(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        int total = 0;
        int scale = a[i] & 7;
        Accumulate(1);
        for (int k = 0; k < 3; k++)
        {
            Accumulate(k);
        }

        y[i] = total + Twice(scale);

        void Accumulate(int value) => total += value * scale;

        static int Twice(int value) => value * 2;
    }

    public static void Assertions(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        Debug.Assert(a.Length > 0);
        Debug.Assert(i < y.Length, "The index is inside.");
        y[i] = a[i] / 2;
    }

    public static void ByteOffsets(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        unsafe
        {
            int* p = stackalloc int[8];
            p[a[i] & 7] = 3;
            byte* q = (byte*)p + ((a[i] & 7) * 4);
            y[i] = *(int*)q + (int)(((byte*)p + (long)(a[i] * 4)) - (byte*)p);
        }
    }

    public static void MutatedArguments(Index1D i, ArrayView<int> y, ArrayView<int> a)
    {
        int sum = 0;
        for (int k = 0; k < 3; k++)
        {
            sum += Countdown(a[i] & 15, k);
        }

        y[i] = sum;
    }

    private static int Countdown(int n, int step)
    {
        int result = 1;
        while (n > 0)
        {
            n -= step + 1;
            result += n;
        }

        return result;
    }

    public static void GridStride(ArrayView<double> y, ArrayView<double> x)
    {
        for (long i = Grid.GlobalLinearIndex; i < x.Length; i += Grid.DimX * (long)Group.DimX)
        {
            y[i] = Math.Max(x[i], 0.5) * Math.Sqrt(Math.Abs(x[i]));
        }
    }
}
