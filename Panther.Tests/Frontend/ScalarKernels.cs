using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend;

/// <summary>Kernels on scalars and views.</summary>
internal static class ScalarKernels
{
    public static void Axpy(Index1D i, ArrayView<float> y, ArrayView<float> x, float a) => y[i] = (a * x[i]) + y[i];

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

        switch (v)
        {
            case 0:
                r *= 2;
                break;
            case 1:
            case 2:
                r *= 3;
                break;
            case 5:
                r *= 5;
                break;
            default:
                r *= 7;
                break;
        }

        y[i] = r;
    }

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
            while (sum < 0);
        }

        y[i] = sum;
    }

    public static void GridStride(ArrayView<double> y, ArrayView<double> x)
    {
        for (long i = Grid.GlobalLinearIndex; i < x.Length; i += Grid.DimX * (long)Group.DimX)
        {
            y[i] = Math.Max(x[i], 0.5) * Math.Sqrt(Math.Abs(x[i]));
        }
    }
}
