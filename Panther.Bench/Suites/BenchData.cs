using System.Numerics;

namespace Panther.Bench.Suites;

/// <summary>Inputs for the cases, and a check that two sides computed the same.</summary>
internal static class BenchData
{
    /// <summary>Values in [-1, 1).</summary>
    public static T[] Uniform<T>(Random random, long count)
        where T : unmanaged, INumber<T>
    {
        T[] values = new T[count];
        for (long i = 0; i < count; i++)
        {
            values[i] = T.CreateChecked(2 * random.NextDouble() - 1);
        }

        return values;
    }

    public static string TypeName<T>() => typeof(T) == typeof(float) ? "float" : typeof(T) == typeof(double) ? "double" : typeof(T).Name;

    /// <summary>
    /// Throws when a product of row-major n×n matrices with entries in [-1, 1) is wrong: 512 entries, one in every row and column first, are
    /// compared with sums in double precision. Rounding errors of n products add up like √n·eps·‖a‖·‖b‖ (Higham and Mary 2019), and the norms of a row
    /// and a column are below √n here.
    /// </summary>
    public static void RequireProduct<T>(T[] a, T[] b, T[] c, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double bound = Math.Sqrt(n) * n * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        var random = new Random(2);
        for (int sample = 0; sample < 512; sample++)
        {
            int i = sample < n ? n - 1 - sample : random.Next(n), j = sample < n ? sample : random.Next(n);
            double sum = 0;
            for (int k = 0; k < n; k++)
            {
                sum += double.CreateChecked(a[(long)i * n + k]) * double.CreateChecked(b[(long)k * n + j]);
            }

            double found = double.CreateChecked(c[(long)i * n + j]);
            if (!(Math.Abs(found - sum) <= bound))
            {
                throw new InvalidOperationException($"entry ({i}, {j}) is {found:R}, not {sum:R}.");
            }
        }
    }
}
