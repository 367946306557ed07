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
    /// Throws when two products of matrices with entries in [-1, 1) and inner length <paramref name="k"/> differ by more than
    /// rounding: each entry sums k products below 1, so k·eps bounds either error (Higham, Accuracy and Stability, 3.5: γ_k·|A||B|,
    /// with |A||B| about k/4).
    /// </summary>
    public static void RequireClose<T>(T[] ours, T[] theirs, int k, bool compare, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double eps = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        double bound = 2 * k * eps * k / 4;
        for (int i = 0; compare && i < ours.Length; i++)
        {
            double difference = Math.Abs(double.CreateChecked(ours[i] - theirs[i]));
            if (!(difference <= bound))
            {
                throw new InvalidOperationException($"{what} differ by {difference:G3} at entry {i}, above the rounding bound {bound:G3}.");
            }
        }
    }
}
