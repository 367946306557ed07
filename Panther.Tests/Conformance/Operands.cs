using System.Numerics;

namespace Panther.Tests.Conformance;

/// <summary>Operands at the edges of each type, and random ones.</summary>
internal static class Operands
{
    public static T[] Integers<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var random = new Random(17);
        IEnumerable<T> edges =
        [
            T.Zero, T.One, T.CreateTruncating(-1), T.CreateTruncating(2), T.CreateTruncating(7), T.CreateTruncating(31), T.CreateTruncating(32),
            T.CreateTruncating(33), T.CreateTruncating(63), T.CreateTruncating(64), T.CreateTruncating(-7), T.MinValue, T.MaxValue,
            T.MaxValue >>> 1, T.MinValue + T.One,
        ];
        return [.. edges.Concat(Enumerable.Range(0, 20).Select(_ => T.CreateTruncating(random.NextInt64(long.MinValue, long.MaxValue))))];
    }

    public static T[] Floats<T>()
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var random = new Random(19);
        IEnumerable<T> edges =
        [
            T.Zero, T.NegativeZero, T.One, T.NegativeOne, T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.Epsilon, -T.Epsilon, T.MaxValue, T.MinValue,
            T.CreateTruncating(0.5), T.CreateTruncating(-0.5), T.CreateTruncating(1.5), T.CreateTruncating(2.5), T.CreateTruncating(-2.5),
            T.CreateTruncating(255.75), T.CreateTruncating(-129.25), T.CreateTruncating(65536.5), T.CreateTruncating(2147483647.0),
            T.CreateTruncating(2147483648.0), T.CreateTruncating(-2147483648.0), T.CreateTruncating(-2147483904.0), T.CreateTruncating(4294967295.0),
            T.CreateTruncating(4294967296.0), T.CreateTruncating(9223372036854775807.0), T.CreateTruncating(-9223372036854775808.0),
            T.CreateTruncating(18446744073709551615.0), T.CreateTruncating(1e30), T.Pi, T.E,
        ];
        return [.. edges.Concat(Enumerable.Range(0, 20).Select(_ => T.CreateTruncating(Math.ScaleB(random.NextDouble() - 0.5, random.Next(-30, 30)))))];
    }

    public static IEnumerable<(T X, T Y)> Pairs<T>(T[] values) => from x in values from y in values select (x, y);

    public static IEnumerable<(T X, T Y, T Z)> Triples<T>(T[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = 0; j < values.Length; j++)
            {
                yield return (values[i], values[j], values[(i + (7 * j)) % values.Length]);
            }
        }
    }
}
