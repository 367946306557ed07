using System.Numerics;
using Panther.Bench.Suites.Gemm;

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
    /// Throws when a product of matrices with entries in [-1, 1) is wrong: 512 entries, those of the last row and column among them, are
    /// compared with sums in double precision. Rounding errors of k products add up like √k·eps·‖a‖·‖b‖ (Higham and Mary 2019), and the norms of a row
    /// and a column are below √k here.
    /// </summary>
    public static void RequireProduct<T>(GemmShape shape, T[] a, T[] b, T[] c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int m, int n, int depth) = (shape.Rows, shape.Columns, shape.Depth);
        double bound = Math.Sqrt(depth) * depth * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        var random = new Random(2);
        for (int sample = 0; sample < 512; sample++)
        {
            int i = sample % 2 == 0 && sample < m ? m - 1 - sample : random.Next(m), j = sample < n ? n - 1 - sample : random.Next(n);
            double sum = 0;
            for (int k = 0; k < depth; k++)
            {
                sum += double.CreateChecked(a[shape.IsLeftTransposed ? (long)k * m + i : (long)i * depth + k])
                    * double.CreateChecked(b[shape.IsRightTransposed ? (long)j * depth + k : (long)k * n + j]);
            }

            double found = double.CreateChecked(c[(long)i * n + j]);
            if (!(Math.Abs(found - sum) <= bound))
            {
                throw new InvalidOperationException($"entry ({i}, {j}) is {found:R}, not {sum:R}.");
            }
        }
    }
}
